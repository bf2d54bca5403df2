import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitResult, Store } from '../../src/base/changes.ts';
import { createManualClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { type CallId, type ChatId, type HandoffId, makeId, shardOfId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createSeededRandom } from '../../src/base/random.ts';
import type { InboundMessage } from '../../src/channels/messages.ts';
import type { DeskOutlook } from '../../src/channels/outlook.ts';
import type { Actor } from '../../src/chat/actor.ts';
import { loadChat, loadThread } from '../../src/chat/change-chat.ts';
import type { Chat, ChatMessage } from '../../src/chat/chat.ts';
import { createChatJobs } from '../../src/chat/chat-jobs.ts';
import { type Received, receiveMessage } from '../../src/chat/receive-message.ts';
import type { ChatTemplates } from '../../src/chat/send-template.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { CONTACT_TTL_SECONDS, contactIdOf, emptyContact } from '../../src/contacts/load-contact.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { Flow } from '../../src/flows/flow.ts';
import type { RequestCall, RequestOutcome } from '../../src/flows/outcomes.ts';
import { type Handoff, handoffTtlSeconds } from '../../src/handoff/handoff.ts';
import { inviteToken } from '../../src/handoff/token.ts';
import { createMediaFiles } from '../../src/store/media-files.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { createAuditTrail } from '../../src/store/redis/audit-trail.ts';
import { createChatIndex } from '../../src/store/redis/chat-index.ts';
import { createDeskSettings } from '../../src/store/redis/desk-settings.ts';
import { createEntryLinkStore } from '../../src/store/redis/entry-link-store.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { createTimers } from '../../src/store/redis/timers.ts';
import { startTestRedis } from '../support/redis.ts';
import { createScriptedCarrier } from './scripted-carrier.ts';

export const SENDER = '+34910000000';
export const ANA = '+34600111222';
export const NOON = Date.UTC(2026, 10, 23, 11);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const SHARDS = 16;

export type ChatWorld = Awaited<ReturnType<typeof createChatWorld>>;

/** Everything the chat room needs, on a Redis of its own; the clock and the carrier do what the test says. */
export async function createChatWorld(written?: unknown) {
  const redis = await startTestRedis();
  const folder = await mkdtemp(join(tmpdir(), 'relevo-media-'));
  const client = redis.client();
  const clock = createManualClock(NOON);
  const keyring = createKeyring('a secret key of more than 32 bytes', SHARDS);
  const real = createRedisStore({ client, keyring }, { timeLimitMs: 5_000 });
  const eventLog = await createEventLog({ client, shards: SHARDS, timeLimitMs: 5_000 });
  const timers = createTimers({ client, shards: SHARDS, timeLimitMs: 5_000 });
  const compiled = compileFlow(Flow.parse(written ?? JSON.parse(await readFile('flows/support.flow.json', 'utf8'))));
  const published = { ref: 'support@1', compiled };
  const carrier = createScriptedCarrier(() => clock.nowMs());
  const faults = { beforeCommit: 0, afterCommit: 0 };
  const store: Store = { ...real, commit: (changes) => commitWithFaults(real, faults, changes) };
  const now = () => clock.nowMs();
  const desk: { outlook: DeskOutlook } = { outlook: { open: true, waiting: 0, agentsPresent: 1 } };
  const requests: RequestCall[] = [];
  const blamed: string[] = [];
  const answers: { next: RequestOutcome } = {
    next: { kind: 'ok', status: 200, body: { order: { number: '123456', state: 'shipped', eta: '2026-11-24' } } },
  };
  const deps = {
    store,
    keyring,
    clock,
    random: createSeededRandom(7),
    log: silentLogger,
    flows: { forNumber: () => published, find: (ref: string) => (ref === published.ref ? published : Promise.resolve(undefined)) },
    outlook: () => ({ queues: {}, desk: desk.outlook }),
    runRequest: async (call: RequestCall) => {
      requests.push(call);
      return answers.next;
    },
    stepFailed: (flow: string) => void blamed.push(flow),
    board: createAgentBoard(client, now, 5_000),
    index: createChatIndex(client, now, 5_000),
    settings: createDeskSettings(client, 5_000),
    templates,
    entryLinks: createEntryLinkStore(client, 5_000),
    eventLog,
    trail: createAuditTrail({ client, keyring, clock, log: silentLogger }),
    carrier,
    pace: { acquire: async () => {} },
    sender: SENDER,
    media: createMediaFiles(folder, clock),
    mediaKeptMs: 30 * 24 * HOUR,
    mediaPath: (name: string) => `/media/signature/${name}`,
  };
  const jobs = createChatJobs(deps);
  let count = 0;
  const message = (text: string, more: Partial<InboundMessage> = {}): InboundMessage => {
    count += 1;
    const providerMessageId = `SMin${String(count).padStart(28, '0')}`;
    return { providerMessageId, from: { channel: 'whatsapp', phone: ANA }, to: SENDER, text, media: [], profileName: 'Ana', ...more };
  };

  /** Does what the event log and the due timers ask for, until nothing is left. */
  async function settle(): Promise<void> {
    for (let quiet = false; !quiet; ) {
      const events = await eventLog.read('effects', 'test', 100);
      for (const event of events) await jobs.handleEvent(event);
      await eventLog.acknowledge('effects', events);
      const due = await timers.lease(clock.nowMs(), 100, MINUTE);
      for (const timer of due) await jobs.handleTimer(timer.payload);
      await timers.acknowledge(due);
      quiet = events.length === 0 && due.length === 0;
    }
  }

  async function say(text: string, more: Partial<InboundMessage> = {}): Promise<Chat> {
    const received = await receiveMessage(deps, message(text, more));
    await settle();
    return chatOf(received);
  }

  async function chatOf(received: Received): Promise<Chat> {
    if (received.kind !== 'received') throw new Error('a duplicate has no chat');
    return read(received.chatId);
  }

  async function read(id: ChatId): Promise<Chat> {
    const found = await loadChat(real, id);
    if (!found) throw new Error(`no chat ${id}`);
    return found.value;
  }

  async function contact(phone = ANA): Promise<Contact | undefined> {
    const id = contactIdOf(keyring, { channel: 'whatsapp', phone });
    const [found] = await real.load([{ kind: 'contact', id }]);
    return found?.value as Contact | undefined;
  }

  /** A handoff that waits for this person's first message; `from` when somebody else called. */
  async function invite(more: Partial<Handoff> = {}, to = ANA, from = to): Promise<{ handoff: Handoff; go: string; no: string }> {
    count += 1;
    const inviteeId = contactIdOf(keyring, { channel: 'whatsapp', phone: to });
    const callerId = contactIdOf(keyring, { channel: 'whatsapp', phone: from });
    const shard = shardOfId(callerId) ?? 0;
    const id = makeId('h', shard, `HAND${String(count).padStart(4, '0')}`) as HandoffId;
    const handoff = handoffOf(id, makeId('c', shard, `CALL${count}`) as CallId, callerId, inviteeId, to, clock.nowMs(), more);
    const known = (await contact(to)) ?? emptyContact(inviteeId, { phone: to });
    const [record] = await real.load([{ kind: 'contact', id: inviteeId }]);
    await real.commit({
      shard,
      writes: [{ ref: { kind: 'handoff', id }, expectedVersion: 0, value: handoff, ttlSeconds: handoffTtlSeconds(handoff, clock.nowMs()) }],
    });
    await real.commit({
      shard: shardOfId(inviteeId) ?? 0,
      writes: [
        {
          ref: { kind: 'contact', id: inviteeId },
          expectedVersion: record?.version ?? 0,
          value: { ...known, waiting: [...known.waiting, { handoffId: id, untilMs: handoff.lookBackUntilMs }] },
          ttlSeconds: CONTACT_TTL_SECONDS,
        },
      ],
    });
    const token = inviteToken(keyring, id);
    return { handoff, go: `go:${token}`, no: `no:${token}` };
  }

  async function handoff(id: HandoffId): Promise<Handoff> {
    const [found] = await real.load([{ kind: 'handoff', id }]);
    return found?.value as Handoff;
  }

  async function arrive(actor: Actor, more: { teams?: string[]; languages?: string[]; skills?: string[] } = {}): Promise<void> {
    const { userId, name, capacity } = actor;
    const { teams = [], languages = [], skills = [] } = more;
    await deps.board.setPresence({ userId, name, capacity, teams, skills, languages, status: 'available', seenAtMs: clock.nowMs() });
  }

  async function eventTypes(): Promise<string[]> {
    const types: string[] = [];
    for await (const events of eventLog.range(0, clock.nowMs() + 365 * 24 * HOUR)) types.push(...events.map(({ type }) => type));
    return types;
  }

  return {
    ...{ redis, client, clock, keyring, deps, jobs, carrier, desk, requests, blamed, answers, faults, timers, compiled },
    ...{ message, settle, say, chatOf, read, contact, invite, handoff, arrive, eventTypes },
    thread: (id: ChatId): Promise<readonly ChatMessage[]> => loadThread(real, id),
    async reset(): Promise<void> {
      await redis.flush();
      clock.set(NOON);
      carrier.forget();
      requests.length = 0;
      blamed.length = 0;
      desk.outlook = { open: true, waiting: 0, agentsPresent: 1 };
      faults.beforeCommit = 0;
      faults.afterCommit = 0;
      await createEventLog({ client, shards: SHARDS, timeLimitMs: 5_000 });
    },
    async stop(): Promise<void> {
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The store as it breaks: before anything was written, or after it, with the answer lost. */
async function commitWithFaults(
  real: Store,
  faults: { beforeCommit: number; afterCommit: number },
  changes: Parameters<Store['commit']>[0],
): Promise<CommitResult> {
  if (faults.beforeCommit > 0) {
    faults.beforeCommit -= 1;
    throw new AppError('store-unavailable');
  }
  const result = await real.commit(changes);
  if (faults.afterCommit > 0) {
    faults.afterCommit -= 1;
    throw new AppError('store-unavailable');
  }
  return result;
}

const templates: ChatTemplates = {
  list: () => [{ name: 'call-continue', language: 'es', body: 'Hola, {{1}}', variables: [{ name: 'business', sample: 'Luz Clara' }] }],
  fill(name, language, values) {
    if (name !== 'call-continue' || language !== 'es') return undefined;
    if (!values.business) return 'values-missing';
    return {
      providerTemplateId: 'HX00000000000000000000000000000001',
      variables: { 1: values.business },
      text: `Hola, ${values.business}`,
    };
  },
};

function handoffOf(
  id: HandoffId,
  callId: CallId,
  contactId: Handoff['contactId'],
  inviteeId: Handoff['inviteeId'],
  to: string,
  nowMs: number,
  more: Partial<Handoff>,
): Handoff {
  return {
    id,
    contactId,
    inviteeId,
    callId,
    flow: 'support@1',
    step: 'offer',
    language: 'es',
    intent: 'order',
    to,
    numberSource: contactId === inviteeId ? 'caller-id' : 'typed',
    requestedAtMs: nowMs - 2 * MINUTE,
    delivery: 'delivered',
    template: 'call-continue-order',
    lookBackUntilMs: nowMs + 72 * HOUR,
    rules: { undeliverableDays: 30, maxInvites: 3, perHours: 24, smsFallback: true },
    card: {
      callStartedAtMs: nowMs - 5 * MINUTE,
      entryNumber: SENDER,
      language: 'es',
      intent: 'order',
      flow: 'support@1',
      path: [['order-number', 20, '123456']],
      variables: { orderNumber: '123456' },
      lookups: {},
      promised: { phoneSeconds: 720, chatSeconds: 60 },
      waitedSeconds: 0,
      offersBefore: 0,
      earlierCalls: [],
      earlierChats: [],
    },
    ...more,
  };
}

export function actor(userId: string, more: Partial<Actor> = {}): Actor {
  return { userId, name: userId === 'u_LUIS' ? 'Luis' : 'Marta', supervisor: false, capacity: 3, ...more };
}
