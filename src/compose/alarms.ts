import type { TicketCounts } from '../agents/count-tickets.ts';
import type { Clock } from '../base/clock.ts';
import { lastDigits } from '../base/phone.ts';
import type { RefusedPhone } from '../callbacks/refused-phones.ts';
import type { SenderOutlook } from '../channels/outlook.ts';
import { unknownYears } from '../flows/holidays/unknown-years.ts';
import type { ApprovalRequest } from '../flows/studio/approval.ts';
import type { ScheduledRelease } from '../flows/studio/schedule.ts';
import { carrierName } from '../flows/template.ts';
import type { Alarm, AlarmCode } from '../http/contract/overview.ts';
import type { RefusedCounts } from '../http/refused-webhooks.ts';
import type { CallNotes } from '../ivr/call-notes.ts';
import type { OfferStop } from '../rules/budgets.ts';
import type { Templates } from './invite-catalogue.ts';
import type { OpenShelf } from './open-shelf.ts';

export interface AlarmDeps {
  readonly clock: Clock;
  readonly shelf: Pick<OpenShelf, 'folder' | 'serving'>;
  readonly templates: Pick<Templates, 'states' | 'files'>;
  readonly notes: Pick<CallNotes, 'pending'>;
  readonly store: { readonly kind: string; readonly durable: boolean };
  readonly circuit: () => string;
  readonly faults: () => Promise<Readonly<Record<string, number>>>;
  readonly deadLetters: () => Promise<number>;
  readonly tickets: () => Promise<TicketCounts>;
  readonly scheduled: () => Promise<readonly ScheduledRelease[]>;
  readonly approvals: () => Promise<readonly ApprovalRequest[]>;
  readonly refusedWebhooks: () => RefusedCounts;
  readonly stops: () => readonly OfferStop[];
  readonly sender: () => SenderOutlook;
  readonly refusedPhones: () => Promise<readonly RefusedPhone[]>;
  /** Of the senders and of what the carrier refused. */
  readonly carrierAlarms: () => Promise<readonly Alarm[]>;
}

/** A release whose steps failed so often by a bug is flagged. */
const FAULTS_TO_FLAG = 3;

const SEVERITIES: Readonly<Record<AlarmCode, Alarm['severity']>> = {
  'store-in-memory': 'critical',
  'store-not-durable': 'critical',
  'carrier-unreachable': 'critical',
  'webhooks-refused': 'warning',
  'webhooks-malformed': 'warning',
  'offers-stopped': 'critical',
  'sender-offline': 'critical',
  'sender-quality-low': 'warning',
  'sender-stopped': 'critical',
  'messaging-limit': 'warning',
  'carrier-code': 'warning',
  'carrier-code-unknown': 'warning',
  'notes-pending': 'warning',
  'flow-refused': 'warning',
  'release-failing': 'critical',
  'scheduled-refused': 'critical',
  'published-alone': 'warning',
  'template-not-approved': 'warning',
  'template-recategorised': 'warning',
  'dead-letters': 'warning',
  'tickets-urgent': 'critical',
  'tickets-due-soon': 'warning',
  'tickets-overdue': 'critical',
  'agent-phone-refused': 'warning',
  'holidays-unknown': 'warning',
};

/** What an operator has to look at now. The pages word each by its code; `message` is for everybody else. */
export async function alarmsOf(deps: AlarmDeps): Promise<Alarm[]> {
  const [faults, dead, phones, carrier, tickets, scheduled, approvals] = await Promise.all([
    deps.faults(),
    deps.deadLetters(),
    deps.refusedPhones(),
    deps.carrierAlarms(),
    deps.tickets(),
    deps.scheduled(),
    deps.approvals(),
  ]);
  return [
    ...ofConnections(deps),
    ...ofWebhooks(deps),
    ...ofOffers(deps),
    ...ofFlows(deps, faults),
    ...ofScheduled(scheduled),
    ...ofAlone(approvals),
    ...ofTemplates(deps),
    ...ofCategories(deps),
    ...carrier,
    ...ofHolidays(deps),
    ...ofPhones(phones),
    ...ofLetters(dead),
    ...ofTickets(tickets),
  ];
}

export function alarm(code: AlarmCode, message: string, values?: Alarm['values']): Alarm {
  return { code, severity: SEVERITIES[code], message, ...(values && { values }) };
}

function ofConnections({ store, circuit, notes }: AlarmDeps): Alarm[] {
  const alarms: Alarm[] = [];
  if (!store.durable && store.kind === 'in-memory')
    alarms.push(
      alarm('store-in-memory', 'What is stored is lost when this process ends. Install redis-server or valkey-server, or set REDIS_URL.'),
    );
  else if (!store.durable)
    alarms.push(
      alarm(
        'store-not-durable',
        'What is stored is lost when this Redis restarts: it keeps no append-only file. Set its appendonly to yes.',
      ),
    );
  if (circuit() !== 'closed')
    alarms.push(
      alarm('carrier-unreachable', 'The carrier’s REST API fails. Callers who accept stay in the queue; invites are tried again.'),
    );
  const count = notes.pending;
  if (count > 0) alarms.push(alarm('notes-pending', `${count} notes of calls wait for the store to come back.`, { count }));
  return alarms;
}

/** Releases that were to be published and were refused at their time: callers hear the one before. */
function ofScheduled(scheduled: readonly ScheduledRelease[]): Alarm[] {
  return scheduled.flatMap(({ flowId, refused }) => {
    if (!refused) return [];
    const why = refused.problems[0] ?? '';
    const message = `The release of ${flowId} that was scheduled was refused, and callers hear the one before: ${why} Look at its page, then publish or cancel it.`;
    return [{ ...alarm('scheduled-refused', message, { flow: flowId, why }), sinceMs: refused.atMs }];
  });
}

/** What an administrator had callers hear without a second person: until somebody else has looked at it. */
function ofAlone(waiting: readonly ApprovalRequest[]): Alarm[] {
  return waiting.flatMap(({ flowId, asked, by, note, atMs }) => {
    if (asked.kind !== 'afterwards') return [];
    const { release } = asked;
    const message = `${by.name} had callers hear release ${release} of ${flowId} without a second person: ${note} Somebody else looks at it on its page.`;
    return [{ ...alarm('published-alone', message, { flow: flowId, release, name: by.name, why: note }), sinceMs: atMs }];
  });
}

function ofWebhooks(deps: AlarmDeps): Alarm[] {
  const { unsigned, malformed } = deps.refusedWebhooks();
  const webhooks = (count: number) => `${count} webhook${count === 1 ? ' was' : 's were'}`;
  const refused = alarm(
    'webhooks-refused',
    `${webhooks(unsigned)} refused in the last 10 minutes, the signature is missing or wrong: check PUBLIC_URL and TWILIO_AUTH_TOKEN.`,
    { count: unsigned },
  );
  const broken = alarm(
    'webhooks-malformed',
    `${webhooks(malformed)} malformed or too large in the last 10 minutes: look for “a webhook was refused” in the log.`,
    { count: malformed },
  );
  return [...(unsigned > 0 ? [refused] : []), ...(malformed > 0 ? [broken] : [])];
}

const STOPPED_WHY = { budget: 'the budget of invites ran out', 'no-replies': 'nobody there answers', 'by-hand': 'by hand' } as const;

/** Offers that are not made although callers reach them: to whom, why, and where it is lifted. */
function ofOffers(deps: AlarmDeps): Alarm[] {
  const stopped = deps.stops().map(({ scope, name, why, atMs }): Alarm => {
    const whom = scope === 'all' ? 'everybody' : scope === 'country' ? `numbers of ${name}` : `numbers beginning with ${name}`;
    const message = `Offers to ${whom} are stopped: ${STOPPED_WHY[why]}. Look at it, then lift it in the settings, under the rules of the offer.`;
    const values = { scope, name, why: why.replace('-', '') };
    return { ...alarm('offers-stopped', message, values), sinceMs: atMs };
  });
  const { status, quality } = deps.sender();
  if (status !== undefined && !status.startsWith('ONLINE'))
    stopped.push(
      alarm(
        'sender-offline',
        `The carrier says the WhatsApp sender is ${status}. Nothing is offered until it is back: look at its page in the carrier’s console.`,
        { status },
      ),
    );
  if (quality === 'low')
    stopped.push(
      alarm(
        'sender-quality-low',
        'WhatsApp rates the quality of the sender as low: people block or report it. Send less, and look at who is invited.',
      ),
    );
  return stopped;
}

function ofFlows({ shelf }: AlarmDeps, faults: Readonly<Record<string, number>>): Alarm[] {
  const refused = shelf.folder.refused.map(({ flowId }) =>
    alarm('flow-refused', `The flow ${flowId} has errors and was not published; see its page. The release before keeps serving.`, {
      flow: flowId,
    }),
  );
  const failing = Object.entries(faults)
    .filter(([, count]) => count >= FAULTS_TO_FLAG)
    .map(([flow, count]) =>
      alarm(
        'release-failing',
        `Steps of ${flow} failed ${count} times by a bug; the callers were put through to a person. Publish a repaired flow.`,
        { flow, count },
      ),
    );
  return [...refused, ...failing];
}

function ofTemplates({ templates }: AlarmDeps): Alarm[] {
  const [first, ...others] = templates.states().filter((state) => !state.sendable);
  if (!first) return [];
  const { name, language, status } = first;
  const count = others.length + 1;
  return [
    alarm(
      'template-not-approved',
      `${count} template wordings can't be sent (${name} ${language}: ${status}). Offers that need them end at the queue. Run: npm run templates -- push`,
      { count, name, language, status },
    ),
  ];
}

/** WhatsApp may turn a utility template into marketing without asking: other prices, other limits, and some people never get it. */
function ofCategories({ templates }: AlarmDeps): Alarm[] {
  const wanted = new Map(templates.files.map((file) => [carrierName(file), file.category]));
  const moved = templates
    .states()
    .filter(({ name, category }) => category !== undefined && wanted.has(name) && category.toUpperCase() !== wanted.get(name));
  return moved.map(({ name, language, category = '' }) =>
    alarm(
      'template-recategorised',
      `WhatsApp counts the template ${name} (${language}) as ${category}. Ask for a review within 60 days, or word it anew.`,
      { name, language, category },
    ),
  );
}

/** Days on which callers would be told that it is open, or closed, and it is not. */
function ofHolidays({ shelf, clock }: AlarmDeps): Alarm[] {
  return [...shelf.serving()].flatMap(([flow, { published }]) =>
    unknownYears(published.compiled.flow.calendars ?? {}, clock.nowMs()).map(({ calendar, country, year }) =>
      alarm(
        'holidays-unknown',
        `The calendar ${calendar} of ${flow} does not know the days that regions of ${country} move or change in ${year}. Write them as own days with their date, or update.`,
        { flow, calendar, country, year: String(year) },
      ),
    ),
  );
}

/** Agents whom no promised call rings: nobody would find out by waiting. */
function ofPhones(refused: readonly RefusedPhone[]): Alarm[] {
  return refused.map(({ userId, name, phone, code, atMs }) => {
    const values = { name, code, digits: lastDigits(phone, 3), whose: userId === undefined ? 'all' : 'own' };
    const whose = userId === undefined ? 'AGENT_DIAL' : `The phone of ${name}`;
    const message = `${whose} (ending in ${values.digits}) is not rung for promised calls: the carrier answered ${code}. Set another number, or allow calls to it at the carrier and set it again.`;
    return { ...alarm('agent-phone-refused', message, values), sinceMs: atMs };
  });
}

function ofLetters(count: number): Alarm[] {
  if (count === 0) return [];
  return [alarm('dead-letters', `${count} pieces of work failed five times and were put aside. Look at them and replay them.`, { count })];
}

/** People who wait for an answer that was promised, or for whom it is urgent. */
function ofTickets({ urgent, dueSoon, overdue }: TicketCounts): Alarm[] {
  const say = (count: number, one: string, many: string) => (count === 1 ? one : `${count} ${many}`);
  return [
    ...(urgent > 0
      ? [
          alarm('tickets-urgent', `${say(urgent, 'An urgent chat waits', 'urgent chats wait')} and nobody has taken it. Open the desk.`, {
            count: urgent,
          }),
        ]
      : []),
    ...(overdue > 0
      ? [
          alarm('tickets-overdue', `The answer promised to ${say(overdue, 'one customer', 'customers')} is overdue. Open the desk.`, {
            count: overdue,
          }),
        ]
      : []),
    ...(dueSoon > 0
      ? [
          alarm('tickets-due-soon', `The answer promised to ${say(dueSoon, 'one customer', 'customers')} is due soon.`, {
            count: dueSoon,
          }),
        ]
      : []),
  ];
}
