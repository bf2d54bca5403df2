import { Anchor, Badge, Group, Switch, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DeskCard, DeskChat, PersonMark } from '../../../http/contract/desk.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { CallBack } from './call-back.tsx';
import type { TicketTypeName } from './desk-state.ts';
import { PersonSection } from './person-section.tsx';
import { TicketSection } from './ticket-section.tsx';
import { useDeskCommand } from './use-desk-command.ts';

type Scalar = string | number | boolean | null;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card-section">
      <Title order={3}>{title}</Title>
      {children}
    </section>
  );
}

function Values({ values }: { values: Readonly<Record<string, Scalar>> }) {
  return (
    <dl className="facts">
      {Object.entries(values).map(([name, value]) => (
        <Fact key={name} name={name}>
          {value === null ? '—' : String(value)}
        </Fact>
      ))}
    </dl>
  );
}

/** The release that the call ran; who may, walks the call on its drawing from here. */
function FlowOfCall({ card: { flow, callId, callStartedAtMs } }: { card: DeskCard }) {
  const t = useText();
  const may = useMay('calls:replay');
  const flowId = flow.split('@')[0] ?? flow;
  if (!may) return flow;
  return (
    <Group gap="xs">
      {flow}
      <Anchor
        size="sm"
        renderRoot={(props) => <Link to={pagePaths.call} params={{ flowId, callId }} search={{ at: callStartedAtMs }} {...props} />}
      >
        {t('card.replay')}
      </Anchor>
    </Group>
  );
}

function Waits({ card }: { card: DeskCard }) {
  const t = useText();
  const format = useFormat();
  const promised = (seconds: number | undefined) => (seconds === undefined ? t('card.notPromised') : format.span(seconds));
  return (
    <Section title={t('card.waits')}>
      <dl className="facts">
        <Fact name={t('card.waited')}>{format.span(card.waitedSeconds)}</Fact>
        <Fact name={t('card.promisedPhone')}>{promised(card.promised.phoneSeconds)}</Fact>
        <Fact name={t('card.promisedChat')}>{promised(card.promised.chatSeconds)}</Fact>
        <Fact name={t('card.offersBefore')}>{card.offersBefore}</Fact>
      </dl>
    </Section>
  );
}

function Path({ card }: { card: DeskCard }) {
  const t = useText();
  const format = useFormat();
  return (
    <Section title={t('card.path')}>
      <ol className="path">
        {card.path.map((stop, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the path never changes, and a step may be walked twice in one second
          <li key={`${index}-${stop.step}`}>
            <span className="path-at">{format.stopwatch(stop.atSeconds)}</span>
            <span className="path-step">{stop.step}</span>
            {stop.input && (
              <span className="path-input" title={t('card.input')}>
                {stop.input}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Earlier({ card }: { card: DeskCard }) {
  const t = useText();
  const optional = useOptionalText();
  const format = useFormat();
  if (card.earlierCalls.length + card.earlierChats.length === 0) return null;
  return (
    <Section title={t('card.earlier')}>
      <ul className="earlier">
        {card.earlierCalls.map((call) => (
          <li key={`call-${call.atMs}`}>
            <Icon name="phone" size={13} /> {format.dateTime(call.atMs)}{' '}
            {[call.intent, call.outcome && optional(`outcome.${call.outcome}`, call.outcome)].filter(Boolean).join(' · ')}
          </li>
        ))}
        {card.earlierChats.map((chat) => (
          <li key={chat.caseNumber}>
            <Icon name="desk" size={13} /> {format.dateTime(chat.atMs)} {chat.caseNumber}
            {chat.disposition && ` · ${optional(`disposition.${chat.disposition}`, chat.disposition)}`}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function CallContext({ card }: { card: DeskCard }) {
  const t = useText();
  const format = useFormat();
  const { link } = card;
  const likely = link?.confidence === 'likely';
  return (
    <>
      {link ? (
        <Group gap={6}>
          <Badge color={likely ? 'yellow' : 'teal'}>{t(`link.${link.confidence}`)}</Badge>
          <Text size="xs" c="dimmed">
            {t(`link.${link.method}`)}
          </Text>
        </Group>
      ) : (
        <Badge color="grape">{t('desk.voicemail')}</Badge>
      )}
      {likely && <Text size="xs">{t('link.likely.hint')}</Text>}
      <dl className="facts">
        <Fact name={t('card.intent')}>{card.intent ?? t('card.unknown')}</Fact>
        <Fact name={t('card.calledAt')}>{format.dateTime(card.callStartedAtMs)}</Fact>
        <Fact name={t('card.language')}>{format.language(card.language)}</Fact>
        <Fact name={t('card.entryNumber')}>{card.entryNumber}</Fact>
        <Fact name={t('card.flow')}>
          <FlowOfCall card={card} />
        </Fact>
        {card.endedEarly && <Fact name={t('card.ended')}>{t(`card.ended.${card.endedEarly.kind}`, { step: card.endedEarly.step })}</Fact>}
      </dl>
      {Object.keys(card.variables).length > 0 && (
        <Section title={t('card.collected')}>
          <Values values={card.variables} />
        </Section>
      )}
      {Object.entries(card.lookups).map(([step, values]) => (
        <Section key={step} title={t('card.lookup', { step })}>
          <Values values={values} />
        </Section>
      ))}
      <Waits card={card} />
      <Path card={card} />
      <Earlier card={card} />
    </>
  );
}

const MARKS: readonly PersonMark[] = ['vip', 'vulnerable'];

/** What the person is, for the rules of the offer: agents say so, and it holds for the next call. */
function Marks({ chatId, marks }: { chatId: string; marks: readonly PersonMark[] }) {
  const t = useText();
  const { run, busy, problem } = useDeskCommand();
  return (
    <Section title={t('card.marks')}>
      {MARKS.map((mark) => (
        <Switch
          key={mark}
          mt={4}
          label={t(`mark.${mark}`)}
          description={t(`mark.${mark}.hint`)}
          checked={marks.includes(mark)}
          disabled={busy}
          onChange={(event) => void run({ type: 'mark', chatId, mark, on: event.currentTarget.checked })}
        />
      ))}
      {problem && (
        <Text size="xs" role="alert">
          {problem}
        </Text>
      )}
    </Section>
  );
}

/** What the customer was asked about how it was, and the answer if there is one. */
function Survey({ survey }: { survey: NonNullable<DeskChat['survey']> }) {
  const t = useText();
  const { kind, score } = survey;
  if (score === undefined) return <Text size="sm">{t('desk.survey.asked')}</Text>;
  const answer = kind === 'resolved' ? t(score === 1 ? 'desk.survey.yes' : 'desk.survey.no') : String(score);
  return (
    <dl className="facts">
      <Fact name={t(`desk.survey.${kind}`)}>
        <Badge color={survey.positive ? 'teal' : 'yellow'}>{answer}</Badge>
      </Fact>
    </dl>
  );
}

/** What is known of the person and what the phone call already told, so that nothing is asked again. */
export function ContextCard({
  chat,
  card,
  marks,
  ticketTypes,
}: {
  chat: DeskChat;
  card: DeskCard | undefined;
  marks: readonly PersonMark[];
  ticketTypes: readonly TicketTypeName[];
}) {
  const t = useText();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <aside className="desk-card" aria-label={t('card.title')} tabIndex={0}>
      <Title order={2}>{t('card.title')}</Title>
      <CallBack key={`call-${chat.id}`} chat={chat} />
      {chat.ticket && <TicketSection chat={chat} ticket={chat.ticket} types={ticketTypes} />}
      {card ? (
        <CallContext card={card} />
      ) : (
        <>
          <Text size="sm">{t('card.direct')}</Text>
          <dl className="facts">
            <Fact name={t('card.language')}>{format.language(chat.language)}</Fact>
            <Fact name={t('card.openedAt')}>{format.dateTime(chat.openedAtMs)}</Fact>
          </dl>
        </>
      )}
      <dl className="facts">
        <Fact name={t('card.number')}>{chat.address}</Fact>
        <Fact name={t('desk.case')}>{chat.caseNumber}</Fact>
        {chat.entry && <Fact name={t('card.entry')}>{chat.entry}</Fact>}
        {chat.team && <Fact name={t('card.team')}>{[chat.team, ...chat.skills].join(' · ')}</Fact>}
      </dl>
      <Marks chatId={chat.id} marks={marks} />
      {chat.survey && <Survey survey={chat.survey} />}
      <PersonSection key={chat.id} chat={chat} />
    </aside>
  );
}
