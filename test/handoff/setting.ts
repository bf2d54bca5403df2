import { onTestFinished } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import { type CallId, type HandoffId, makeId, shardOfId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { silentLogger } from '../../src/base/log.ts';
import { canonicalPhone } from '../../src/base/phone.ts';
import type { MessageCarrier, OutboundMessage, SendOutcome, SentMessage } from '../../src/channels/messages.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { emptyContact } from '../../src/contacts/load-contact.ts';
import { acceptHandoff } from '../../src/handoff/accept-handoff.ts';
import { createInviteGuard } from '../../src/handoff/guard-invite.ts';
import type { Handoff, ReminderRules } from '../../src/handoff/handoff.ts';
import type { InviteCatalogue } from '../../src/handoff/invite-ports.ts';
import { handoffIdOf } from '../../src/handoff/token.ts';
import { DEFAULT_RULES } from '../../src/rules/settings.ts';
import { createBudgets } from '../../src/store/redis/budgets.ts';
import { createCarrierBoard } from '../../src/store/redis/carrier-board.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { createTimers } from '../../src/store/redis/timers.ts';
import type { TestRedis } from '../support/redis.ts';

export const SHARDS = 4;
export const ANA = '+34600111222';
export const SENDER = '+34910000000';
export const keyring = createKeyring('a secret of at least thirty-two bytes', SHARDS);

type Answer = SendOutcome | ((message: OutboundMessage) => SendOutcome | Promise<SendOutcome>);

/** A carrier that does as it is told, message by message; without orders it accepts. */
export interface ScriptedCarrier extends MessageCarrier {
  readonly asked: OutboundMessage[];
  /** What it will say it has sent; a function may throw. */
  sent: readonly SentMessage[] | (() => readonly SentMessage[]);
  looks: number;
  next(...answers: Answer[]): void;
}

export function createScriptedCarrier(): ScriptedCarrier {
  const answers: Answer[] = [];
  const asked: OutboundMessage[] = [];
  return {
    asked,
    sent: [],
    looks: 0,
    next: (...more) => void answers.push(...more),
    async send(message) {
      asked.push(message);
      const answer = answers.shift() ?? { kind: 'accepted', providerMessageId: messageSid(asked.length) };
      return typeof answer === 'function' ? answer(message) : answer;
    },
    async findSent() {
      this.looks += 1;
      return typeof this.sent === 'function' ? this.sent() : this.sent;
    },
    async fetchMedia() {
      throw new Error('no medium is asked for here');
    },
  };
}

export function messageSid(n: number): string {
  return `SM${String(n).padStart(32, '0')}`;
}

const catalogue: InviteCatalogue = {
  inviteFor: (handoff, token) =>
    handoff.template === 'missing'
      ? { kind: 'unavailable', code: 'template-missing' }
      : { kind: 'ready', content: { kind: 'template', providerTemplateId: handoff.template, variables: { token } } },
  smsFor: (_handoff, link) => `Siga aquí: ${link}`,
  linkText: (_handoff, code) => `Referencia: ${code}`,
};

export interface AcceptSettings {
  readonly call?: number;
  readonly from?: string;
  /** Another number than the caller's own. */
  readonly typed?: string;
  readonly template?: string;
  readonly smsFallback?: boolean;
  readonly reminder?: ReminderRules;
  readonly ordinal?: number;
}

/** The use-cases of handoffs on a real Redis, with a carrier and a clock in the test's hand. */
export async function createSetting(redis: TestRedis) {
  await redis.flush();
  const client = redis.client();
  onTestFinished(() => client.disconnect());
  const clock = createManualClock(Math.floor(Date.now() / 1000) * 1000);
  const store = createRedisStore({ client, keyring }, { timeLimitMs: 5_000 });
  const eventLog = await createEventLog({ client, shards: SHARDS, clock });
  const timers = createTimers({ client, shards: SHARDS });
  const carrier = createScriptedCarrier();
  const guard = createInviteGuard({
    clock,
    store,
    log: silentLogger,
    budgets: createBudgets(client),
    rules: () => DEFAULT_RULES,
    stops: () => [],
  });
  const board = createCarrierBoard(client, 5_000);
  const noted: string[] = [];
  let known: Awaited<ReturnType<typeof board.read>> = { stops: [], holds: [], begun: {} };
  const limit: { value?: number } = {};
  const deps = {
    store,
    clock,
    keyring,
    carrier,
    catalogue,
    pace: { acquire: async () => {} },
    guard,
    gate: {
      isStopped: (sender: string) => known.stops.some((stop) => stop.sender === sender),
      admit: (sender: string, recipient: string) =>
        board.admit(sender, recipient, { nowMs: clock.nowMs(), ...(limit.value !== undefined && { limit: limit.value }) }),
    },
    board,
    boardChanged: async () => {
      known = await board.read(clock.nowMs(), [SENDER]);
    },
    failureNoted: (code: string, failure: string) => void noted.push(`${code} ${failure}`),
    sender: SENDER,
    smsSender: '+34910000009',
  };
  const events = async (): Promise<readonly DomainEvent[]> => {
    const all: DomainEvent[] = [];
    for await (const page of eventLog.range(0, clock.nowMs() + 1e10)) all.push(...page);
    return all;
  };
  const load = async <T>(kind: 'handoff' | 'contact', id: string) => (await store.load([{ kind, id }]))[0]?.value as T | undefined;
  const contactId = (phone: string) => keyring.contactId(canonicalPhone(phone));
  return {
    deps,
    board,
    noted,
    /** The messaging limit of the sender; not known without it. */
    limit,
    store,
    clock,
    carrier,
    events,
    types: async () => (await events()).map((event) => event.type),
    handoff: async (id: HandoffId) => {
      const found = await load<Handoff>('handoff', id);
      if (!found) throw new Error(`there is no ${id}`);
      return found;
    },
    contact: (phone: string) => load<Contact>('contact', contactId(phone)),
    putContact: async (phone: string, more: Partial<Contact>) => {
      const id = contactId(phone);
      const value = { ...emptyContact(id, { phone: canonicalPhone(phone) }), ...more };
      await store.commit({
        shard: shardOfId(id) ?? 0,
        writes: [{ ref: { kind: 'contact', id }, expectedVersion: 0, value, ttlSeconds: 3600 }],
      });
    },
    changeContact: async (phone: string, more: Partial<Contact>) => {
      const ref = { kind: 'contact', id: contactId(phone) } as const;
      const [found] = await store.load([ref]);
      const value = { ...((found?.value as Contact | undefined) ?? emptyContact(ref.id, { phone: canonicalPhone(phone) })), ...more };
      await store.commit({
        shard: shardOfId(ref.id) ?? 0,
        writes: [{ ref, expectedVersion: found?.version ?? 0, value, ttlSeconds: 3600 }],
      });
    },
    /** The timers that are due within so much time, by id; handed out and done. */
    due: async (withinMs: number) => {
      clock.advance(withinMs);
      const leased = await timers.lease(clock.nowMs(), 100, 30_000);
      await timers.acknowledge(leased);
      return leased.map((timer) => ({ ...timer.payload, id: timer.id }) as { id: string; type: string; looks?: number });
    },
    /** Somebody presses 1 at the offer; committed as the call's webhook does it. */
    accept: async (settings: AcceptSettings = {}): Promise<HandoffId> => {
      const from = settings.from ?? ANA;
      const callerId = contactId(from);
      const callId = callIdOf(from, settings.call ?? 1);
      const to = canonicalPhone(settings.typed ?? from);
      const accepted = acceptHandoff({
        handoffId: handoffIdOf(keyring, callId, settings.ordinal ?? 1),
        callerId,
        inviteeId: contactId(to),
        callId,
        providerCallId: callId.slice(5),
        flow: 'support@1',
        step: 'offer',
        language: 'es',
        intent: 'billing',
        to,
        numberSource: settings.typed === undefined ? 'caller-id' : 'typed',
        key: '1',
        spokenTextHash: 'hash',
        businessName: 'Luz Clara',
        template: settings.template ?? 'call-continue',
        lookBackHours: 72,
        undeliverableDays: 30,
        maxInvites: 3,
        perHours: 24,
        smsFallback: settings.smsFallback ?? true,
        ...(settings.reminder && { reminder: settings.reminder }),
        card: card(clock.nowMs()),
        nowMs: clock.nowMs(),
      });
      await store.commit({ shard: shardOfId(callId) ?? 0, ...accepted });
      return accepted.handoff.id;
    },
  };
}

export type Setting = Awaited<ReturnType<typeof createSetting>>;

export function callIdOf(from: string, n: number): CallId {
  return makeId('c', shardOfId(keyring.contactId(canonicalPhone(from))) ?? 0, `CA${String(n).padStart(32, '0')}`);
}

function card(nowMs: number): Handoff['card'] {
  return {
    callStartedAtMs: nowMs,
    entryNumber: SENDER,
    language: 'es',
    intent: 'billing',
    flow: 'support@1',
    path: [],
    variables: {},
    lookups: {},
    promised: {},
    waitedSeconds: 0,
    offersBefore: 0,
    earlierCalls: [],
    earlierChats: [],
  };
}
