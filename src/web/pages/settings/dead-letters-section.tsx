import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { DeadLetter } from '../../../http/contract/journeys.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { DEAD_LETTERS_ID } from '../../paths.ts';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from './section.tsx';

const EVERY_MS = 10_000;
const MOST = 200;

/** What the section shows. */
export const deadLettersQuery = apiQuery('deadLetters', { query: { limit: MOST } }, EVERY_MS);

const keyOf = ({ group, event }: DeadLetter) => `${group}/${event.shard}/${event.id}`;
const subjectOf = ({ event }: DeadLetter) => event.chatId ?? event.handoffId ?? event.callId ?? event.id;

function useWhat(): (letter: DeadLetter) => string {
  const optional = useOptionalText();
  return ({ event }) => optional(`event.${event.type}`, event.type);
}

/** Work that failed five times: what, when, why, and another try. */
export function DeadLettersSection() {
  const t = useText();
  const letters = useQuery(deadLettersQuery);
  return (
    <Section id={DEAD_LETTERS_ID} title={t('letters.title')} hint={t('letters.hint')}>
      <QueryView query={letters}>{({ items, next }) => <Letters letters={items} areMore={next !== undefined} />}</QueryView>
    </Section>
  );
}

const STALE = ['deadLetters', 'overview'] as const;

function Letters({ letters, areMore }: { letters: readonly DeadLetter[]; areMore: boolean }) {
  const t = useText();
  const what = useWhat();
  const area = useRef<HTMLDivElement>(null);
  const replay = useApiChange('replayDeadLetter', STALE);
  const discard = useApiChange('discardDeadLetter', STALE);
  const [done, setDone] = useState('');
  const say = (text: string) => {
    setDone(text);
    area.current?.focus();
  };
  const one = (change: typeof replay | typeof discard, words: 'letters.replayed' | 'letters.discarded') => (letter: DeadLetter) => {
    const { group, event } = letter;
    const onSuccess = () => say(t(words, { what: what(letter), id: subjectOf(letter) }));
    change.mutate({ body: { group, shard: event.shard, eventId: event.id } }, { onSuccess });
  };
  const busy = replay.isPending || discard.isPending;
  return (
    <Stack gap="xs" ref={area} tabIndex={-1}>
      <LettersTable
        letters={letters}
        busy={busy}
        onReplay={one(replay, 'letters.replayed')}
        onDiscard={one(discard, 'letters.discarded')}
      />
      {areMore && <Text size="sm">{t('letters.more', { count: letters.length })}</Text>}
      {letters.length > 1 && <AllLetters letters={letters} onDone={say} />}
      <Outcome error={replay.error ?? discard.error} done={done} />
    </Stack>
  );
}

/** Settles all at once what was put aside up to the newest that is shown. */
function AllLetters({ letters, onDone }: { letters: readonly DeadLetter[]; onDone: (text: string) => void }) {
  const t = useText();
  const replay = useApiChange('replayDeadLetters', STALE);
  const discard = useApiChange('discardDeadLetters', STALE);
  const [asking, setAsking] = useState(false);
  const body = { untilMs: Math.max(...letters.map(({ atMs }) => atMs)) };
  const busy = replay.isPending || discard.isPending;
  const replayAll = () => replay.mutate({ body }, { onSuccess: ({ replayed }) => onDone(t('letters.replayedAll', { count: replayed })) });
  const discardAll = () =>
    discard.mutate({ body }, { onSuccess: ({ discarded }) => onDone(t('letters.discardedAll', { count: discarded })) });
  return (
    <Group gap="xs">
      <Button variant="default" size="compact-sm" disabled={busy} onClick={replayAll}>
        {t('letters.replayAll')}
      </Button>
      {asking ? (
        <>
          <Button color="red" size="compact-sm" disabled={busy} onClick={discardAll}>
            {t('letters.discardAllSure', { count: letters.length })}
          </Button>
          <Button variant="default" size="compact-sm" disabled={busy} onClick={() => setAsking(false)}>
            {t('letters.keep')}
          </Button>
        </>
      ) : (
        <Button variant="default" size="compact-sm" disabled={busy} onClick={() => setAsking(true)}>
          {t('letters.discardAll')}
        </Button>
      )}
      {(replay.error ?? discard.error) && <Outcome error={replay.error ?? discard.error} done="" />}
    </Group>
  );
}

interface LettersTableProps {
  readonly letters: readonly DeadLetter[];
  readonly busy: boolean;
  readonly onReplay: (letter: DeadLetter) => void;
  readonly onDiscard: (letter: DeadLetter) => void;
}

function LettersTable(props: LettersTableProps) {
  const t = useText();
  const what = useWhat();
  const format = useFormat();
  const now = useNow();
  return (
    <Rows
      label={t('letters.title')}
      head={[t('letters.what'), t('letters.when'), t('letters.why'), t('settings.actions')]}
      empty={t('letters.none')}
      rows={props.letters.map((letter) => ({
        key: keyOf(letter),
        cells: [
          <div key="what">
            <Text size="sm" fw={600}>
              {what(letter)}
            </Text>
            <Code>{subjectOf(letter)}</Code>
          </div>,
          <div key="when">
            <Text size="sm">{format.dateTime(letter.atMs)}</Text>
            <Text size="xs" c="dimmed">
              {t('letters.age', { age: format.span((now - letter.atMs) / 1000) })}
            </Text>
          </div>,
          letter.reason,
          <Group key="actions" gap={6} wrap="nowrap">
            <Button
              variant="default"
              size="compact-sm"
              disabled={props.busy}
              aria-label={t('letters.replayOne', { what: what(letter), id: subjectOf(letter) })}
              onClick={() => props.onReplay(letter)}
            >
              {t('letters.replay')}
            </Button>
            <Button
              variant="default"
              size="compact-sm"
              disabled={props.busy}
              aria-label={t('letters.discardOne', { what: what(letter), id: subjectOf(letter) })}
              onClick={() => props.onDiscard(letter)}
            >
              {t('letters.discard')}
            </Button>
          </Group>,
        ],
      }))}
    />
  );
}
