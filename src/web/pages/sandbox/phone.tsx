import { Badge, Button, Group, NativeSelect, Paper, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { type FormEvent, useCallback, useState } from 'react';
import type { CallView, HeardLine, SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { useStickToEnd } from '../../ui/use-stick-to-end.ts';
import { Keypad } from './keypad.tsx';
import { Lines } from './lines.tsx';
import { ownRecording } from './own-recording.ts';
import { sandboxApi } from './sandbox-api.ts';
import { useSpokenAloud } from './speak-aloud.ts';
import { useRun } from './use-sandbox.ts';

function Line({ line }: { line: HeardLine }) {
  const t = useText();
  const recording = line.kind === 'play' ? ownRecording(line.text) : undefined;
  if (recording !== undefined) {
    const name = t('phone.recording', { text: recording.replace('/audio/', '') });
    return (
      <p className="heard" data-kind={line.kind}>
        {name}
        {/* biome-ignore lint/a11y/useMediaCaption: what is said in a recording is known to nobody but its speaker */}
        <audio controls preload="none" src={recording} aria-label={name} />
      </p>
    );
  }
  const words = line.kind === 'say' || line.kind === 'note' ? line.text : t(`heard.${line.kind}`, { text: line.text });
  return (
    <p className="heard" data-kind={line.kind} lang={line.kind === 'say' ? line.language : undefined}>
      {words}
    </p>
  );
}

function Transcript({ call }: { call: CallView | undefined }) {
  const t = useText();
  const list = useStickToEnd<HTMLDivElement>(call?.heard.length ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="transcript" {...list} role="log" aria-label={t('phone.heard')} tabIndex={0}>
      {!call && <Text size="sm">{t('phone.idle')}</Text>}
      {call?.heard.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </div>
  );
}

function CallState({ call }: { call: CallView | undefined }) {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  if (!call) return <Badge color="gray">{t('call.none')}</Badge>;
  const ended = call.state === 'ended';
  const seconds = ((call.endedAtMs ?? now) - (call.answeredAtMs ?? call.startedAtMs)) / 1000;
  return (
    <Group gap={6} role="status">
      <Badge color={ended ? 'gray' : 'teal'}>{t(`call.${call.state}`)}</Badge>
      <Text size="xs" className="figures">
        {format.stopwatch(seconds)}
      </Text>
      {call.queue && <Text size="xs">{t('call.position', { position: call.queue.position })}</Text>}
      {ended && call.endedBy && <Text size="xs">{t(`call.endedBy.${call.endedBy}`)}</Text>}
    </Group>
  );
}

/** How sure the recogniser is, in percent. */
const CONFIDENCES = [90, 70, 50, 30, 10];

function SaySomething({ call }: { call: CallView }) {
  const t = useText();
  const run = useRun();
  const [text, setText] = useState('');
  const [confidence, setConfidence] = useState('90');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    run(() => sandboxApi.say(call.sid, text.trim(), Number(confidence) / 100));
    setText('');
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput flex={1} size="xs" label={t('phone.say')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <NativeSelect
          size="xs"
          label={t('phone.confidence')}
          value={confidence}
          onChange={(event) => setConfidence(event.currentTarget.value)}
          data={CONFIDENCES.map((percent) => ({ value: String(percent), label: `${percent} %` }))}
        />
        <Button type="submit" size="xs" variant="default">
          {t('phone.say.send')}
        </Button>
      </Group>
    </form>
  );
}

interface PhoneProps {
  readonly state: SandboxState;
  readonly from: string;
  readonly onCaller: (from: string) => void;
}

/** Who calls, and which of our numbers when there are several. */
function Dialling({ state, from, onCaller, busy }: PhoneProps & { busy: boolean }) {
  const t = useText();
  const run = useRun();
  const [to, setTo] = useState(state.entryNumbers[0] ?? '');
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t('phone.caller')}
        size="xs"
        value={from}
        onChange={(event) => onCaller(event.currentTarget.value)}
        data={state.callers.map((caller) => ({ value: caller.from, label: `${t(`caller.${caller.kind}`)} · ${caller.from}` }))}
      />
      {state.entryNumbers.length > 1 && (
        <NativeSelect
          label={t('phone.to')}
          size="xs"
          value={to}
          disabled={busy}
          onChange={(event) => setTo(event.currentTarget.value)}
          data={[...state.entryNumbers]}
        />
      )}
      {!busy && (
        <Button leftSection={<Icon name="phone" size={16} />} onClick={() => run(() => sandboxApi.startCall({ from, ...(to && { to }) }))}>
          {t('phone.call')}
        </Button>
      )}
    </Stack>
  );
}

/** The caller's phone: keys, voice, and everything that is heard as text. */
export function Phone(props: PhoneProps) {
  const t = useText();
  const run = useRun();
  const [aloud, setAloud] = useLocalStorage({ key: 'relevo.aloud', defaultValue: false });
  const call = props.state.calls.find((one) => one.from === props.from);
  const active = call && call.state !== 'ended' ? call : undefined;
  useSpokenAloud(call, aloud);
  const sid = active?.sid;
  const press = useCallback((key: string) => sid && run(() => sandboxApi.press(sid, key)), [sid, run]);
  return (
    <Paper component="section" aria-label={t('phone.title')} className="device">
      <Group justify="space-between">
        <Title order={2}>{t('phone.title')}</Title>
        <CallState call={call} />
      </Group>
      <Lines state={props.state} from={props.from} onChoose={props.onCaller} />
      <Dialling {...props} busy={active !== undefined} />
      <Transcript call={call} />
      {active?.gather && (
        <Text size="xs" role="status">
          {active.gather.language ? t('phone.listening.speech', { language: active.gather.language }) : t('phone.listening')}{' '}
          {active.gather.keys && <strong>{active.gather.keys}</strong>}
        </Text>
      )}
      <Keypad enabled={active !== undefined} onKey={press} />
      {active && (
        <>
          <SaySomething call={active} />
          <Button color="red.9" leftSection={<Icon name="hangUp" size={16} />} onClick={() => run(() => sandboxApi.hangUp(active.sid))}>
            {t('phone.hangUp')}
          </Button>
        </>
      )}
      <Switch size="xs" label={t('phone.aloud')} checked={aloud} onChange={(event) => setAloud(event.currentTarget.checked)} />
    </Paper>
  );
}
