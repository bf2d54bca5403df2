import { Group, NativeSelect, Switch, Text, Title } from '@mantine/core';
import type { DeskChat } from '../../../http/contract/desk.ts';
import { useLanguage, useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import type { TicketTypeName } from './desk-state.ts';
import { DueBadge } from './due-badge.tsx';
import { nameOf } from './ticket-name.ts';
import { useDeskCommand } from './use-desk-command.ts';

type Ticket = NonNullable<DeskChat['ticket']>;

/** By when an answer was promised, and what is left of it. */
function Due({ dueAtMs, writesAgain }: { dueAtMs: number; writesAgain: boolean }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <Group gap={6}>
        <DueBadge dueAtMs={dueAtMs} />
        <Text size="xs" c="dimmed">
          {t('ticket.due.at', { at: format.dateTime(dueAtMs) })}
        </Text>
      </Group>
      {writesAgain && <Text size="xs">{t('ticket.writesAgain')}</Text>}
    </>
  );
}

/** Why it has the type that it has, or none. */
function Why({ ticket, types }: { ticket: Ticket; types: readonly TicketTypeName[] }) {
  const t = useText();
  const format = useFormat();
  const { language } = useLanguage();
  const { type, candidates = [] } = ticket;
  const names = candidates.flatMap((id) => types.filter((each) => each.id === id).map((each) => nameOf(each, language)));
  const text = type
    ? type.corrected
      ? t('ticket.why.corrected')
      : t('ticket.why.typed', { share: format.percent(type.score ?? 0), words: (type.words ?? []).join(', ') })
    : names.length > 0
      ? t('ticket.why.unsure', { types: names.join(', ') })
      : t('ticket.why.nothing');
  return (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  );
}

function Answers({ answers }: { answers: Ticket['answers'] }) {
  return (
    <dl className="facts">
      {Object.entries(answers).map(([name, value]) => (
        <div className="fact" key={name}>
          <dt>{name}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the chat is about, how urgent it is and by when it is answered; an agent puts right what the classifier got wrong. */
export function TicketSection({ chat, ticket, types }: { chat: DeskChat; ticket: Ticket; types: readonly TicketTypeName[] }) {
  const t = useText();
  const { language } = useLanguage();
  const { run, busy, problem } = useDeskCommand();
  const { type, urgent, dueAtMs } = ticket;
  const options = types.map((each) => ({ value: each.id, label: nameOf(each, language) }));
  const left = type && !types.some(({ id }) => id === type.id) ? [{ value: type.id, label: nameOf(type, language) }] : [];
  return (
    <section className="card-section" aria-label={t('ticket.title')}>
      <Title order={3}>{t('ticket.title')}</Title>
      {dueAtMs !== undefined && <Due dueAtMs={dueAtMs} writesAgain={ticket.writesAgain === true} />}
      {types.length > 0 && (
        <>
          <NativeSelect
            mt={4}
            size="xs"
            label={t('ticket.type')}
            value={type?.id ?? ''}
            disabled={busy || chat.state === 'closed'}
            data={[...(type ? [] : [{ value: '', label: t('ticket.type.none') }]), ...options, ...left]}
            onChange={(event) => {
              const ticketType = event.currentTarget.value;
              if (ticketType !== '') void run({ type: 'retype', chatId: chat.id, ticketType });
            }}
          />
          <Why ticket={ticket} types={types} />
        </>
      )}
      <Switch
        mt={6}
        label={t('ticket.urgent')}
        description={urgent?.words ? t('ticket.urgent.words', { words: urgent.words.join(', ') }) : undefined}
        checked={urgent !== undefined}
        disabled={busy || chat.state === 'closed'}
        onChange={(event) => void run({ type: 'retype', chatId: chat.id, urgent: event.currentTarget.checked })}
      />
      {Object.keys(ticket.answers).length > 0 && <Answers answers={ticket.answers} />}
      {ticket.asking && (
        <Text size="xs" c="dimmed" role="status">
          {t('ticket.asking')}
        </Text>
      )}
      {problem && (
        <Text size="xs" role="alert">
          {problem}
        </Text>
      )}
    </section>
  );
}
