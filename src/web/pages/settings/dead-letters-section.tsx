import { Button, Code, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { DeadLetter } from '../../../http/contract/journeys.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { DEAD_LETTERS_ID } from '../../paths.ts';
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

function Letters({ letters, areMore }: { letters: readonly DeadLetter[]; areMore: boolean }) {
  const t = useText();
  const what = useWhat();
  const area = useRef<HTMLDivElement>(null);
  const replay = useApiChange('replayDeadLetter', ['deadLetters', 'overview']);
  const [done, setDone] = useState('');
  const again = (letter: DeadLetter) => {
    const { group, event } = letter;
    const onSuccess = () => {
      setDone(t('letters.replayed', { what: what(letter), id: subjectOf(letter) }));
      area.current?.focus();
    };
    replay.mutate({ body: { group, shard: event.shard, eventId: event.id } }, { onSuccess });
  };
  return (
    <Stack gap="xs" ref={area} tabIndex={-1}>
      <LettersTable letters={letters} busy={replay.isPending} onReplay={again} />
      {areMore && <Text size="sm">{t('letters.more', { count: letters.length })}</Text>}
      <Outcome error={replay.error} done={done} />
    </Stack>
  );
}

function LettersTable(props: { letters: readonly DeadLetter[]; busy: boolean; onReplay: (letter: DeadLetter) => void }) {
  const t = useText();
  const what = useWhat();
  const format = useFormat();
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
          format.dateTime(letter.atMs),
          letter.reason,
          <Button
            key="replay"
            variant="default"
            size="compact-sm"
            disabled={props.busy}
            aria-label={t('letters.replayOne', { what: what(letter), id: subjectOf(letter) })}
            onClick={() => props.onReplay(letter)}
          >
            {t('letters.replay')}
          </Button>,
        ],
      }))}
    />
  );
}
