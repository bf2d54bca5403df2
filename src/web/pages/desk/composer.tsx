import { Button, Group, Kbd, SegmentedControl, Text } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type CannedReply, type DeskChat, MAX_MESSAGE_LENGTH } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { Icon } from '../../ui/icon.tsx';
import { CannedPicker } from './canned-picker.tsx';
import { fillCanned, findCanned } from './canned-replies.ts';
import { type ComposerLock, composerLock } from './lock.ts';
import { TemplateDialog } from './template-dialog.tsx';
import { useDesk, useDeskState } from './use-desk.ts';

type Kind = 'reply' | 'note';
const TYPING_EVERY_MS = 3_000;

/** The unfinished text of a chat, kept on this device until it is sent. */
function useDraft(chatId: string) {
  const { outbox } = useDesk();
  const [text, setText] = useState(() => outbox.draft(chatId));
  const change = (next: string) => {
    setText(next);
    outbox.keepDraft(chatId, next);
  };
  return [text, change] as const;
}

/** Tells colleagues that I type, at most every three seconds. */
function useTypingSignal(chatId: string) {
  const { client } = useDesk();
  const last = useRef(0);
  return () => {
    if (Date.now() - last.current < TYPING_EVERY_MS) return;
    last.current = Date.now();
    void client.command({ type: 'typing', chatId });
  };
}

function LockNotice({ chat, lock }: { chat: DeskChat; lock: ComposerLock }) {
  const t = useText();
  const [choosing, setChoosing] = useState(false);
  return (
    <div className="composer-lock" role="status">
      <Text size="sm">{t(`desk.lock.${lock}`)}</Text>
      {lock === 'window' && (
        <Button size="xs" leftSection={<Icon name="template" size={14} />} onClick={() => setChoosing(true)}>
          {t('desk.chooseTemplate')}
        </Button>
      )}
      <TemplateDialog chat={chat} opened={choosing} onClose={() => setChoosing(false)} />
    </div>
  );
}

function useCannedPicker(chat: DeskChat, text: string, choose: (reply: CannedReply) => void) {
  const { canned } = useDeskState();
  const [index, setIndex] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const typed = /^\/(\S*)$/.exec(text)?.[1];
  const found = typed === undefined || dismissed ? [] : findCanned(canned, typed, chat.language);
  const active = Math.min(index, found.length - 1);
  useEffect(() => {
    if (typed === undefined) setDismissed(false);
    setIndex(0);
  }, [typed]);
  /** True: the key was for the picker. */
  const onKey = (key: string): boolean => {
    const reply = found[active];
    if (!reply) return false;
    if (key === 'ArrowDown') setIndex((active + 1) % found.length);
    else if (key === 'ArrowUp') setIndex((active - 1 + found.length) % found.length);
    else if (key === 'Enter' || key === 'Tab') choose(reply);
    else if (key === 'Escape') setDismissed(true);
    else return false;
    return true;
  };
  return { found, active, onKey };
}

function WriteField({ chat, kind, onSent }: { chat: DeskChat; kind: Kind; onSent?: () => void }) {
  const t = useText();
  const { client } = useDesk();
  const { me } = useDeskState();
  const [text, setText] = useDraft(kind === 'reply' ? chat.id : `${chat.id}.note`);
  const signalTyping = useTypingSignal(chat.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const choose = (reply: CannedReply) => {
    setText(fillCanned(reply.text, chat, me?.name ?? ''));
    field.current?.focus();
  };
  const picker = useCannedPicker(chat, kind === 'reply' ? text : '', choose);
  const tooLong = text.length > MAX_MESSAGE_LENGTH;
  const post = () => {
    if (text.trim() === '' || tooLong) return;
    client.post({ messageId: crypto.randomUUID(), chatId: chat.id, kind, text: text.trim(), atMs: Date.now() });
    setText('');
    onSent?.();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (picker.onKey(event.key)) return event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    post();
  };
  return (
    <>
      {picker.found.length > 0 && <CannedPicker found={picker.found} active={picker.active} onChoose={choose} />}
      <textarea
        ref={field}
        className="composer-field"
        aria-label={t(kind === 'reply' ? 'desk.reply' : 'desk.note')}
        placeholder={t(kind === 'reply' ? 'desk.reply.hint' : 'desk.note.hint')}
        rows={Math.min(8, Math.max(2, text.split('\n').length))}
        value={text}
        aria-autocomplete="list"
        aria-controls={picker.found.length > 0 ? 'canned-replies' : undefined}
        aria-activedescendant={picker.found.length > 0 ? `canned-${picker.active}` : undefined}
        aria-invalid={tooLong}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          if (kind === 'reply') signalTyping();
        }}
      />
      <Group justify="space-between" gap="xs">
        <Text size="xs" c={tooLong ? 'red' : 'dimmed'}>
          {text.length > MAX_MESSAGE_LENGTH - 200 ? (
            t('desk.length', { length: text.length, max: MAX_MESSAGE_LENGTH })
          ) : (
            <>
              <Kbd size="xs">↵</Kbd> {t('desk.keys.send')} · <Kbd size="xs">⇧ ↵</Kbd> {t('desk.keys.line')}
              {kind === 'reply' && (
                <>
                  {' '}
                  · <Kbd size="xs">/</Kbd> {t('desk.keys.canned')}
                </>
              )}
            </>
          )}
        </Text>
        <Button
          size="xs"
          disabled={text.trim() === '' || tooLong}
          leftSection={<Icon name={kind === 'note' ? 'note' : 'send'} size={14} />}
          onClick={post}
        >
          {t(kind === 'reply' ? 'desk.send' : 'desk.keepNote')}
        </Button>
      </Group>
    </>
  );
}

/** Where the agent writes: a reply to the customer or a note for colleagues; locked, it says why and what is possible. */
export function Composer({ chat }: { chat: DeskChat }) {
  const t = useText();
  const { me, clockSkewMs } = useDeskState();
  const [kind, setKind] = useState<Kind>('reply');
  const lock = composerLock(chat, me?.userId, kind, useNow() + clockSkewMs);
  if (chat.state === 'closed') return <LockNotice chat={chat} lock="closed" />;
  return (
    <div className="composer" data-kind={kind}>
      <SegmentedControl
        size="xs"
        aria-label={t('desk.kind')}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        data={[
          { value: 'reply', label: t('desk.kind.reply') },
          { value: 'note', label: t('desk.kind.note') },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {lock ? <LockNotice chat={chat} lock={lock} /> : <WriteField key={kind} chat={chat} kind={kind} />}
    </div>
  );
}
