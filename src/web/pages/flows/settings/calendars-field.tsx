import { Button, Group, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { calendarsNamed } from '../../../../flows/calendar-uses.ts';
import { isObject, type JsonObject } from '../../../../flows/edit/json.ts';
import { NewCalendar } from '../panel/calendar-field.tsx';
import { Frame } from '../panel/frame.tsx';
import { entriesOf, type FieldProps, languagesOf, usePanel } from '../panel/panel-scene.ts';
import { useFold } from '../panel/use-fold.ts';
import { usePanelText } from '../panel/words/panel-text.tsx';
import { ConfirmRemoval } from './confirm-removal.tsx';

const CalendarEditor = lazy(() => import('../panel/hours/calendar-editor.tsx'));

/** The calendars of the flow, each with its hours; those that lie beside the flows are named. */
export default function CalendarsField(props: FieldProps) {
  const { flow, library } = usePanel();
  const t = usePanelText();
  const own = entriesOf(props.value);
  const others = Object.keys(library.calendars).filter((name) => !own.some(([each]) => each === name));
  const named = useMemo(() => {
    const { calendars: _own, ...rest } = flow;
    return calendarsNamed(rest);
  }, [flow]);
  return (
    <Frame {...props}>
      {own.map(([name, held]) => (
        <OneCalendar key={name} name={name} held={isObject(held) ? held : {}} isNamed={named.has(name)} />
      ))}
      {others.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('settings.calendar.others', { names: others.join(', ') })}
        </Text>
      )}
      <NewCalendar />
    </Frame>
  );
}

function OneCalendar({ name, held, isNamed }: { name: string; held: JsonObject; isNamed: boolean }) {
  const { flow, edit, change, readOnly } = usePanel();
  const t = usePanelText();
  const path = ['calendars', name];
  const [opened, toggle] = useFold(path);
  const [asked, setAsked] = useState(false);
  const label = t('panel.remove', { what: name });
  return (
    <Stack gap="xs" className="panel-item" role="group" aria-label={name} data-path={path.join('.')}>
      <Group gap={6}>
        <button type="button" className="settings-link" aria-expanded={opened} onClick={toggle}>
          {t('hours.show', { name })}
        </button>
        {!isNamed && (
          <Text size="xs" c="dimmed">
            {t('settings.calendar.unused')}
          </Text>
        )}
      </Group>
      {opened && (
        <>
          <Suspense fallback={<Text size="xs">{t('hours.loading')}</Text>}>
            <CalendarEditor
              calendar={held}
              name={name}
              flowZone={typeof flow.timeZone === 'string' ? flow.timeZone : 'Europe/Madrid'}
              languages={languagesOf(flow)}
              readOnly={readOnly}
              onChange={(inside, value) => edit({ kind: 'set', path: [...path, ...inside], value })}
            />
          </Suspense>
          {asked ? (
            <ConfirmRemoval label={label} remove={label} onRemove={() => change(path, undefined)} onKeep={() => setAsked(false)}>
              <Text size="xs">{t('settings.calendar.loss', { name })}</Text>
            </ConfirmRemoval>
          ) : (
            <div>
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => (isNamed ? setAsked(true) : change(path, undefined))}>
                {label}
              </Button>
            </div>
          )}
        </>
      )}
    </Stack>
  );
}
