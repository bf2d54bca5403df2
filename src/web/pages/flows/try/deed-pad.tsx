import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { PossibleDeeds } from '../../../../flows/rehearsal.ts';
import { type EditorTextKey, useEditorText } from '../editor/words/editor-text.tsx';

interface DeedPadProps {
  readonly can: PossibleDeeds;
  readonly begun: boolean;
  readonly onDo: (line: string) => void;
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** What the line brings, by what it waits for: the case's line, and how the button is called. */
const LINE_DEEDS: Readonly<Record<NonNullable<PossibleDeeds['line']>, readonly (readonly [line: string, label: EditorTextKey])[]>> = {
  queue: [
    ['an agent answers', 'try.agentAnswers'],
    ['the queue is full', 'try.queueFull'],
    ['the queue fails', 'try.queueFails'],
  ],
  dial: [
    ['the person answers', 'try.personAnswers'],
    ['the person is busy', 'try.personBusy'],
    ['nobody answers', 'try.nobodyAnswers'],
    ['the line fails', 'try.lineFails'],
  ],
  record: [['the recording fails', 'try.recordingFails']],
};

function Keypad({ onDo }: Pick<DeedPadProps, 'onDo'>) {
  const t = useEditorText();
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!/^[0-9*#]+$/.test(typed)) return;
    onDo(`presses ${typed}`);
    setTyped('');
  };
  return (
    <form onSubmit={submit} className="try-keypad">
      <fieldset className="try-keys" aria-label={t('try.keypad')}>
        {KEYS.map((key) => (
          <Button key={key} variant="default" size="compact-md" aria-label={t('try.key', { key })} onClick={() => onDo(`presses ${key}`)}>
            {key}
          </Button>
        ))}
      </fieldset>
      <Group gap={6} align="flex-end" wrap="nowrap">
        <TextInput
          label={t('try.keys')}
          description={t('try.keysHint')}
          value={typed}
          inputMode="tel"
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value.replace(/[^0-9*#]/g, ''))}
        />
        <Button type="submit" variant="default" disabled={typed === ''}>
          {t('try.press')}
        </Button>
      </Group>
    </form>
  );
}

function Speech({ onDo }: Pick<DeedPadProps, 'onDo'>) {
  const t = useEditorText();
  const [text, setText] = useState('');
  const [heard, setHeard] = useState('90');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = text.trim();
    if (words === '') return;
    onDo(heard === '90' ? `says ${words}` : `says ${heard}% ${words}`);
    setText('');
  };
  return (
    <form onSubmit={submit}>
      <Group gap={6} align="flex-end">
        <TextInput label={t('try.says')} value={text} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} />
        <Select
          label={t('try.heardHow')}
          w={130}
          value={heard}
          allowDeselect={false}
          data={[
            { value: '90', label: t('try.heardWell') },
            { value: '50', label: t('try.heardSoSo') },
            { value: '20', label: t('try.heardBadly') },
          ]}
          onChange={(value) => value && setHeard(value)}
        />
        <Button type="submit" variant="default" disabled={text.trim() === ''}>
          {t('try.say')}
        </Button>
      </Group>
    </form>
  );
}

function Time({ onDo, due }: Pick<DeedPadProps, 'onDo'> & { due: number | undefined }) {
  const t = useEditorText();
  const [seconds, setSeconds] = useState(due ?? 30);
  return (
    <Group gap={6} align="flex-end">
      <NumberInput
        label={t('try.seconds')}
        w={110}
        min={1}
        max={99_999}
        value={seconds}
        onChange={(value) => setSeconds(Number(value) || 1)}
      />
      <Button variant="default" onClick={() => onDo(`waits ${seconds}`)}>
        {t('try.wait')}
      </Button>
    </Group>
  );
}

function OnTheLine({ can, onDo }: DeedPadProps) {
  const t = useEditorText();
  return (
    <Stack gap="xs">
      {can.keys && <Keypad onDo={onDo} />}
      {can.speech && <Speech onDo={onDo} />}
      <Group gap={6} align="flex-end">
        {can.silence && (
          <Button variant="default" onClick={() => onDo('is silent')}>
            {t('try.silent')}
          </Button>
        )}
        {(can.line ? LINE_DEEDS[can.line] : []).map(([line, label]) => (
          <Button key={line} variant="default" onClick={() => onDo(line)}>
            {t(label)}
          </Button>
        ))}
        {can.hangUp && (
          <Button variant="light" color="red" onClick={() => onDo('hangs up')}>
            {t('try.hangUp')}
          </Button>
        )}
        {can.openChat && <Button onClick={() => onDo('opens the chat')}>{t('try.openChat')}</Button>}
      </Group>
      {(can.hangUp || can.dueInSeconds !== undefined) && <Time onDo={onDo} due={can.dueInSeconds} />}
    </Stack>
  );
}

function InTheChat({ can, onDo }: DeedPadProps) {
  const t = useEditorText();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = text.trim();
    if (words === '') return;
    onDo(`writes ${words}`);
    setText('');
  };
  const sent: readonly (readonly [string, EditorTextKey])[] = [
    ['sends a photo', 'try.photo'],
    ['sends a voice message', 'try.voice'],
    ['sends a PDF', 'try.pdf'],
    ['shares 40.4168, -3.7038: Puerta del Sol; Madrid', 'try.place'],
  ];
  return (
    <Stack gap="xs">
      {can.taps && (
        <fieldset className="try-taps" aria-label={t('try.taps')}>
          <Group gap={6}>
            {can.taps.map(({ id, title }) => (
              <Button key={id} variant="light" onClick={() => onDo(`taps ${id}`)}>
                {title}
              </Button>
            ))}
          </Group>
        </fieldset>
      )}
      <form onSubmit={submit}>
        <Group gap={6} align="flex-end" wrap="nowrap">
          <TextInput label={t('try.writes')} value={text} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} />
          <Button type="submit" variant="default" disabled={text.trim() === ''}>
            {t('try.write')}
          </Button>
        </Group>
      </form>
      <Group gap={6}>
        {sent.map(([line, label]) => (
          <Button key={line} variant="default" size="compact-sm" onClick={() => onDo(line)}>
            {t(label)}
          </Button>
        ))}
      </Group>
      {can.agent && (
        <Group gap={6}>
          <Button variant="default" onClick={() => onDo('an agent takes the chat')}>
            {t('try.agentTakes')}
          </Button>
          <Button variant="default" onClick={() => onDo('the agent is done')}>
            {t('try.agentDone')}
          </Button>
          <Button variant="default" onClick={() => onDo('the agent closes')}>
            {t('try.agentCloses')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** What the caller, the customer, the line and the desk can do where the test call stands; nothing else is offered. */
export function DeedPad(props: DeedPadProps) {
  const t = useEditorText();
  if (!props.begun) {
    return (
      <Group gap={6}>
        <Button onClick={() => props.onDo('calls')}>{t('try.call')}</Button>
        <Button variant="default" onClick={() => props.onDo('writes first')}>
          {t('try.writeFirst')}
        </Button>
      </Group>
    );
  }
  return props.can.write ? <InTheChat {...props} /> : <OnTheLine {...props} />;
}
