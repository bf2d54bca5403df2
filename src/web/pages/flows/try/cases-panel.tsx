import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CaseFile } from '../../../../flows/cases.ts';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import { useEditorText } from '../editor/words/editor-text.tsx';
import type { CasesPlayed } from './play-requests.ts';
import { failingNames, takenAsRight } from './take-cases.ts';
import type { Player } from './use-play.ts';
import './try.css';

interface CasesPanelProps {
  readonly player: Player;
  readonly flow: DraftFlow;
  readonly beside: BesideFlow;
  readonly file: CaseFile | undefined;
  /** The steps and exits that no case walks, to be drawn; undefined when it is not known. */
  readonly onMissed: (missed: readonly string[] | undefined) => void;
  /** Absent: they are only looked at. */
  readonly onChange?: ((change: (file: CaseFile) => CaseFile) => void) | undefined;
}

type Result = CasesPlayed['results'][number];

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(' ⏎ ') || '—' : value === undefined ? '—' : String(value);
}

function Failures({ result }: { result: Result }) {
  const t = useEditorText();
  return (
    <ul className="try-records">
      {result.failures.map((failure) => (
        <li key={`${failure.line} ${failure.what}`}>
          {t('cases.failure', { line: failure.line, did: failure.did, what: failure.what })}
          <br />
          <span className="try-who">{t('cases.expected')}</span> {shown(failure.expected)}
          <br />
          <span className="try-who">{t('cases.actual')}</span> {shown(failure.actual)}
        </li>
      ))}
    </ul>
  );
}

function OneCase(props: {
  name: string;
  results: readonly Result[];
  onUpdate?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}) {
  const t = useEditorText();
  const failing = props.results.filter(({ failures }) => failures.length > 0);
  return (
    <li>
      <details>
        <summary>
          {props.name}{' '}
          <Badge size="sm" color={props.results.length === 0 ? 'gray' : failing.length > 0 ? 'red' : 'teal'}>
            {t(props.results.length === 0 ? 'cases.notPlayed' : failing.length > 0 ? 'cases.fails' : 'cases.holds')}
          </Badge>
        </summary>
        {failing.map((result) => (
          <div key={result.language}>
            <Text size="xs" fw={600}>
              {result.language}
            </Text>
            <Failures result={result} />
          </div>
        ))}
        <Group gap={6} mt={4}>
          {props.onUpdate && failing.length > 0 && (
            <Button size="compact-sm" variant="default" aria-label={t('cases.updateOne', { name: props.name })} onClick={props.onUpdate}>
              {t('cases.update')}
            </Button>
          )}
          {props.onRemove && (
            <Button
              size="compact-sm"
              variant="default"
              color="red"
              aria-label={t('cases.removeOne', { name: props.name })}
              onClick={props.onRemove}
            >
              {t('cases.remove')}
            </Button>
          )}
        </Group>
      </details>
    </li>
  );
}

/** The recorded conversations of the draft: played on it, with what they cover; the same run as before publishing and in CI. */
export function CasesPanel({ player, flow, beside, file, onMissed, onChange }: CasesPanelProps) {
  const t = useEditorText();
  const [played, setPlayed] = useState<CasesPlayed>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    if (!file) return undefined;
    let left = false;
    player.ask({ kind: 'cases', flow, beside, file }).then(
      (answer) => {
        if (left) return;
        setBroken(answer.kind === 'broken');
        if (answer.kind === 'cases') setPlayed(answer.played);
      },
      () => !left && setBroken(true),
    );
    return () => {
      left = true;
    };
  }, [player, flow, beside, file]);
  useEffect(() => onMissed(played?.coverage.missed), [onMissed, played]);
  useEffect(() => () => onMissed(undefined), [onMissed]);
  const failing = played?.results.filter(({ failures }) => failures.length > 0).length ?? 0;
  const wrong = failingNames(played);
  const update = (names: ReadonlySet<string>) => {
    if (played) onChange?.(takenAsRight(played, names));
  };
  return (
    <section className="editor-aside try-panel" aria-label={t('cases.title')}>
      <Title order={2}>{t('cases.title')}</Title>
      {!file?.cases.length && <Text size="sm">{t('cases.none')}</Text>}
      {broken && <Text size="sm">{t('try.broken')}</Text>}
      {played && !broken && (
        <Stack gap={2} role="status">
          <Text size="sm">{t('cases.summary', { played: played.results.length, failing })}</Text>
          <Text size="sm">
            {t('cases.coverage', {
              steps: played.coverage.steps.covered,
              allSteps: played.coverage.steps.total,
              exits: played.coverage.exits.covered,
              allExits: played.coverage.exits.total,
            })}
          </Text>
        </Stack>
      )}
      {onChange && !broken && wrong.size > 1 && (
        <Button size="compact-sm" variant="default" onClick={() => update(wrong)}>
          {t('cases.updateAll', { count: wrong.size })}
        </Button>
      )}
      {file && (
        <ul className="try-cases" aria-label={t('cases.title')}>
          {file.cases.map(({ name }) => (
            <OneCase
              key={name}
              name={name}
              results={played?.results.filter((result) => result.name === name) ?? []}
              onUpdate={onChange && (() => update(new Set([name])))}
              onRemove={onChange && (() => onChange((before) => ({ ...before, cases: before.cases.filter((each) => each.name !== name) })))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
