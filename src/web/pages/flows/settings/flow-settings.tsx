import { Badge, Stack, Text, TextInput, Title } from '@mantine/core';
import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { Edit } from '../../../../flows/edit/edit.ts';
import { isObject, type JsonObject, type JsonPath, valueAt } from '../../../../flows/edit/json.ts';
import { problemPath } from '../../../../flows/edit/repairs.ts';
import { Flow } from '../../../../flows/flow.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import { useLanguage } from '../../../messages/language.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { FieldView } from '../panel/field-view.tsx';
import { type OwnEditors, PanelContext, type PanelLibrary, type PanelScene, usePanel } from '../panel/panel-scene.ts';
import { problemsByPlace } from '../panel/problems-by-place.ts';
import { shapeFaults } from '../panel/shape-faults.ts';
import { shortened } from '../panel/shortened.ts';
import { allFields } from '../panel/step-shape.ts';
import { useWantedPlace } from '../panel/wanted-place.ts';
import { PanelTexts, usePanelText } from '../panel/words/panel-text.tsx';
import { SETTING_SECTIONS, SETTINGS, type Setting, type SettingSection, sectionAt } from './setting-shapes.ts';
import '../panel/panel.css';
import './settings.css';

const ExpertView = lazy(() => import('../panel/expert/expert-view.tsx'));

const OWN_EDITORS: OwnEditors = {
  languages: lazy(() => import('./languages-field.tsx')),
  variables: lazy(() => import('./variables-field.tsx')),
  calendars: lazy(() => import('./calendars-field.tsx')),
  parts: lazy(() => import('./parts-field.tsx')),
};

export interface FlowSettingsProps {
  readonly flow: DraftFlow;
  readonly problems: readonly FlowProblem[];
  readonly library: PanelLibrary;
  readonly readOnly?: boolean;
  readonly onEdit: (edit: Edit) => void;
  /** Shows another place of the flow: a field of a step, or a setting. */
  readonly onOpenPlace: (path: JsonPath) => void;
  /** The setting to go to; a new object for each time it is asked for. */
  readonly wanted?: JsonPath | undefined;
}

/** Everything of a flow outside its steps, made from the schema as the panel of a step is. */
export function FlowSettings(props: FlowSettingsProps) {
  return (
    <PanelTexts>
      <Settings {...props} />
    </PanelTexts>
  );
}

function Settings({ flow, problems, library, readOnly = false, onEdit, onOpenPlace, wanted }: FlowSettingsProps) {
  const t = usePanelText();
  const { language } = useLanguage();
  const box = useWantedPlace(wanted);
  const [query, setQuery] = useState('');
  const looked = useDeferredValue(query);
  const faults = useMemo(() => shapeFaults(Flow, flow, language, t('panel.required')), [flow, language, t]);
  const said = useMemo(() => problemsByPlace(problems, []), [problems]);
  const counts = useMemo(() => countBySection(problems), [problems]);
  const found = useSearch(looked, flow);
  const scene: PanelScene = {
    flow,
    side: 'chat',
    stepId: undefined,
    base: [],
    type: 'flow',
    library,
    readOnly,
    wanted,
    openStep: (side, step) => onOpenPlace([side, 'steps', step]),
    openPlace: onOpenPlace,
    own: OWN_EDITORS,
    edit: onEdit,
    change: (path, value) => onEdit({ kind: 'set', path: shortened(flow, path, value), value }),
    problemsAt: (path) => {
      const place = path.join('.');
      const fault = faults.get(place);
      return [...(fault === undefined ? [] : [fault]), ...(said.get(place) ?? [])];
    },
  };
  return (
    <PanelContext value={scene}>
      <section ref={box} className="step-panel flow-settings" aria-label={t('settings.title')}>
        <Stack gap="sm">
          <div>
            <Title order={2}>{t('settings.title')}</Title>
            <Text size="xs" c="dimmed">
              {t('settings.hint')}
            </Text>
          </div>
          <TextInput
            size="xs"
            type="search"
            data-settings-search
            label={t('settings.search')}
            leftSection={<Icon name="search" size={14} />}
            value={query}
            onChange={({ currentTarget }) => setQuery(currentTarget.value)}
          />
          {looked.trim() !== '' && (
            <Text size="xs" role="status">
              {t('settings.found', { count: found.length })}
            </Text>
          )}
          <div>
            {SETTING_SECTIONS.map((section) => {
              const settings = found.filter((each) => each.section === section);
              if (settings.length === 0) return null;
              const isSearched = looked.trim() !== '';
              return (
                <Section
                  key={`${section} ${isSearched}`}
                  section={section}
                  settings={settings}
                  problems={counts.get(section) ?? 0}
                  startsOpen={isSearched || section === 'general'}
                />
              );
            })}
          </div>
          <Expert problems={problems} />
        </Stack>
      </section>
    </PanelContext>
  );
}

interface SectionProps {
  readonly section: SettingSection;
  readonly settings: readonly Setting[];
  readonly problems: number;
  readonly startsOpen: boolean;
}

function Section({ section, settings, problems, startsOpen }: SectionProps) {
  const { wanted, readOnly } = usePanel();
  const t = usePanelText();
  const name = t(`settings.section.${section}`);
  // A section is no place of the file: it opens for each of its settings.
  const isWanted = wanted !== undefined && sectionAt(wanted) === section;
  const [opened, setOpened] = useState(startsOpen || isWanted);
  const [seen, setSeen] = useState(wanted);
  if (wanted !== seen) {
    setSeen(wanted);
    if (isWanted) setOpened(true);
  }
  return (
    <div className="settings-section">
      <h3>
        <button type="button" className="settings-head" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <span aria-hidden>{opened ? '▾' : '▸'}</span> {name}
          {problems > 0 && (
            <Badge size="xs" color="red" ml={6}>
              {t('settings.problems', { count: problems })}
            </Badge>
          )}
        </button>
      </h3>
      {opened && (
        <Stack gap="sm" className="settings-body">
          <Text size="xs" c="dimmed">
            {t(`settings.about.${section}`)}
          </Text>
          <Suspense fallback={<Text size="xs">{t('expert.loading')}</Text>}>
            <fieldset className="panel-fields" disabled={readOnly}>
              {settings.map(({ at, field }) => (
                <SettingView key={field.path} at={at} field={field} />
              ))}
            </fieldset>
          </Suspense>
        </Stack>
      )}
    </div>
  );
}

function SettingView({ at, field }: Pick<Setting, 'at' | 'field'>) {
  const { flow } = usePanel();
  const held = valueAt(flow, at);
  return <FieldView field={field} at={at} holder={isObject(held) ? held : EMPTY} />;
}

const EMPTY: JsonObject = {};

/** The settings in whose names, help or values the words stand; all of them where nothing is looked for. */
function useSearch(query: string, flow: DraftFlow): readonly Setting[] {
  const t = usePanelText();
  const latest = useRef(flow);
  latest.current = flow;
  return useMemo(() => {
    const wanted = folded(query.trim());
    if (wanted === '') return SETTINGS;
    return SETTINGS.filter(({ at, field, section }) => {
      const names = allFields([field]).flatMap((each) => [t.label('flow', each), t.help(each.help) ?? '', each.name]);
      // As it was when it was looked for: what is found must not go while it is changed.
      const value = JSON.stringify(valueAt(latest.current, [...at, field.name]) ?? '');
      return folded([t(`settings.section.${section}`), ...names, value].join('\n')).includes(wanted);
    });
  }, [query, t]);
}

/** Without capitals and accents. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function countBySection(problems: readonly FlowProblem[]): ReadonlyMap<SettingSection, number> {
  const counts = new Map<SettingSection, number>();
  for (const { path = '' } of problems) {
    const section = sectionAt(problemPath(path));
    if (section) counts.set(section, (counts.get(section) ?? 0) + 1);
  }
  return counts;
}

/** The whole flow as JSON; its editor is loaded when somebody opens it. */
function Expert({ problems }: { problems: readonly FlowProblem[] }) {
  const t = usePanelText();
  const [opened, setOpened] = useState(false);
  return (
    <details className="panel-more" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t('expert.title')}</summary>
      {opened && (
        <Suspense fallback={<Text size="xs">{t('expert.loading')}</Text>}>
          <ExpertView problems={problems} />
        </Suspense>
      )}
    </details>
  );
}
