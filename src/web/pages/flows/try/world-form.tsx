import { Group, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import type { CaseWorld } from '../../../../flows/cases.ts';
import { type EditorTextKey, useEditorText } from '../editor/words/editor-text.tsx';
import type { WorldChange } from './use-play.ts';

interface WorldFormProps {
  readonly world: CaseWorld;
  readonly queues: readonly string[];
  readonly languages: readonly string[];
  readonly language: string;
  readonly onWorld: (change: WorldChange) => void;
  readonly onLanguage: (language: string) => void;
}

const CALLERS: readonly (readonly [NonNullable<CaseWorld['caller']>, EditorTextKey])[] = [
  ['mobile', 'try.mobile'],
  ['landline', 'try.landline'],
  ['withheld', 'try.withheld'],
];
/** What becomes of the invite. */
const MESSAGES: readonly (readonly [string, EditorTextKey, CaseWorld['message']])[] = [
  ['delivered', 'try.delivered', undefined],
  ['pending', 'try.pending', { becomes: 'pending', afterSeconds: 3, fallback: 'none' }],
  ['failed', 'try.failed', { becomes: 'failed', afterSeconds: 3, fallback: 'none' }],
  ['sms', 'try.failedSms', { becomes: 'failed', afterSeconds: 3, fallback: 'sms' }],
];

function messageOf({ message }: CaseWorld): string {
  if (!message || message.becomes === 'delivered') return 'delivered';
  if (message.becomes === 'pending') return 'pending';
  return message.fallback === 'sms' ? 'sms' : 'failed';
}

/** What is typed into the field of the clock, in UTC, as the case keeps it. */
function readClock(text: string): string | undefined {
  const atMs = Date.parse(`${text}Z`);
  return Number.isNaN(atMs) ? undefined : `${new Date(atMs).toISOString().slice(0, 16)}:00Z`;
}

/** The world around the test call. A change plays what was done again in it. */
export function WorldForm({ world, queues, languages, language, onWorld, onLanguage }: WorldFormProps) {
  const t = useEditorText();
  const seconds = (value: string | number) => (value === '' ? undefined : Math.max(0, Number(value)));
  return (
    <Stack gap="xs">
      <Group gap="xs" grow align="flex-start">
        <Select
          label={t('try.caller')}
          value={world.caller ?? 'mobile'}
          allowDeselect={false}
          data={CALLERS.map(([value, label]) => ({ value, label: t(label) }))}
          onChange={(value) => onWorld({ caller: value === 'mobile' ? undefined : (value as CaseWorld['caller']) })}
        />
        <TextInput
          type="datetime-local"
          label={t('try.clock')}
          value={world.clock?.slice(0, 16) ?? ''}
          onChange={(event) => onWorld({ clock: readClock(event.currentTarget.value) })}
        />
      </Group>
      <Group gap="xs" grow align="flex-start">
        {queues.map((queue) => (
          <NumberInput
            key={queue}
            label={t('try.phoneWait', { queue })}
            min={0}
            placeholder={t('try.notKnown')}
            value={world.phoneWaitSeconds?.[queue] ?? ''}
            onChange={(value) => {
              const { [queue]: _, ...rest } = world.phoneWaitSeconds ?? {};
              const wait = seconds(value);
              const next = wait === undefined ? rest : { ...rest, [queue]: wait };
              onWorld({ phoneWaitSeconds: Object.keys(next).length > 0 ? next : undefined });
            }}
          />
        ))}
        <NumberInput
          label={t('try.chatWait')}
          min={0}
          placeholder={t('try.notKnown')}
          value={world.chatWaitSeconds ?? ''}
          onChange={(value) => onWorld({ chatWaitSeconds: seconds(value) })}
        />
      </Group>
      <Group gap="xs" grow align="flex-end">
        <Select
          label={t('try.message')}
          value={messageOf(world)}
          allowDeselect={false}
          data={MESSAGES.map(([value, label]) => ({ value, label: t(label) }))}
          onChange={(value) => onWorld({ message: MESSAGES.find(([each]) => each === value)?.[2] })}
        />
        <Select
          label={t('try.language')}
          value={language}
          allowDeselect={false}
          data={[...languages]}
          onChange={(value) => value && onLanguage(value)}
        />
      </Group>
      <Switch
        label={t('try.deskOpen')}
        checked={world.deskOpen ?? true}
        onChange={(event) => onWorld(event.currentTarget.checked ? { deskOpen: undefined, deskOpensAt: undefined } : { deskOpen: false })}
      />
      {world.deskOpen === false && (
        <TextInput
          type="datetime-local"
          label={t('try.deskOpens')}
          value={world.deskOpensAt?.slice(0, 16) ?? ''}
          onChange={(event) => onWorld({ deskOpensAt: readClock(event.currentTarget.value) })}
        />
      )}
    </Stack>
  );
}
