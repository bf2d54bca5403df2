import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import supertest from 'supertest';
import { DEMO_PASSWORD } from '../../src/access/prepare-first-users.ts';
import { type Service, type ServiceOptions, startService } from '../../src/app.ts';
import type { RecordKind, Versioned } from '../../src/base/changes.ts';
import { createManualClock } from '../../src/base/clock.ts';
import type { EventLog } from '../../src/base/event-log.ts';
import type { DomainEvent, EventType } from '../../src/base/events.ts';
import type { ContactId } from '../../src/base/ids.ts';
import { createKeyring, type Keyring } from '../../src/base/keyring.ts';
import { silentLogger } from '../../src/base/log.ts';
import { canonicalPhone } from '../../src/base/phone.ts';
import { createSeededRandom } from '../../src/base/random.ts';
import { sandboxAccount } from '../../src/compose/sandbox-account.ts';
import type { Config } from '../../src/config.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { emptyContact } from '../../src/contacts/load-contact.ts';
import type { Handoff } from '../../src/handoff/handoff.ts';
import type { Call } from '../../src/ivr/call.ts';
import { identifyCall } from '../../src/ivr/identify-call.ts';
import { sign } from '../../src/providers/twilio/signature.ts';
import { INSTANT, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { createManualScheduler } from '../../src/sandbox/scheduler.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore, type RedisStore } from '../../src/store/redis/redis-store.ts';
import { startTestRedis, type TestRedis, until } from './redis.ts';

export const SHARDS = 16;
export const SECRET = 'a secret of the tests, longer than thirty-two bytes';
export const ACCOUNT = sandboxAccount(SECRET);
export const ENTRY = '+34910000000';
/** Callers of the sandbox's own book: with WhatsApp, and without. */
export const ANA = '+34600111222';
export const LANDLINE = '+34910555444';
const DAY_MS = 24 * 3_600_000;
/** A second of the carrier's time, then a look at what follows from it. */
const SLICE_MS = 1_000;

export interface TestServiceSettings {
  /** Is somebody at the desk? Without anybody nothing is offered. True by default. */
  readonly staffed?: boolean;
  readonly redis?: TestRedis;
  readonly dataDir?: string;
  readonly config?: Partial<Config>;
  readonly options?: Partial<ServiceOptions>;
  /** Milliseconds since 1970; by default about now, which is where the store's own clock is. */
  readonly startMs?: number;
  readonly seed?: number;
}

export interface SignedRequest {
  readonly token?: string;
  readonly signature?: string | null;
}

/** The real service with the carrier emulator, on a Redis of its own; the carrier's time is moved by the test. */
export interface TestService {
  readonly publicUrl: string;
  readonly sandbox: Sandbox;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly redis: TestRedis;
  readonly client: Redis;
  readonly store: RedisStore;
  readonly keyring: Keyring;
  readonly eventLog: EventLog;
  /** The event log as it stands, in the order of the commits within a person's shard. */
  events(...types: readonly EventType[]): Promise<readonly DomainEvent[]>;
  types(): Promise<readonly EventType[]>;
  /** A signed form to a path of the service, as the carrier would send it. */
  signed(path: string, fields: Readonly<Record<string, string>>, how?: SignedRequest): supertest.Test;
  /** Until neither the carrier nor the jobs have anything left to do at this moment. */
  settle(): Promise<void>;
  /** Lets so much time pass, with everything that follows in its order. */
  pass(ms: number): Promise<void>;
  call(sid: string, from?: string): Promise<Call | undefined>;
  contact(phone: string): Promise<Contact | undefined>;
  putContact(phone: string, more: Partial<Contact>): Promise<Contact>;
  handoffs(): Promise<readonly Handoff[]>;
  ledger(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  metric(name: string): Promise<readonly string[]>;
  staff(present: boolean): Promise<void>;
  /** The cookie of a session of one of the sandbox's own users: `demo`, `demo-supervisor`, … */
  signIn(username: string): Promise<string>;
  /** Stops the service and starts another on the same data: a restart, seen from the carrier. */
  stop(): Promise<void>;
}

export async function startTestService(settings: TestServiceSettings = {}): Promise<TestService> {
  const redis = settings.redis ?? (await startTestRedis());
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), 'relevo-service-')));
  const clock = createManualClock(settings.startMs ?? Math.floor(Date.now() / 1000) * 1000);
  const client = redis.client();
  const keyring = createKeyring(SECRET, SHARDS);
  const store = createRedisStore({ client, keyring }, { timeLimitMs: 5_000 });
  const eventLog = await createEventLog({ client, shards: SHARDS, clock });
  const board = createAgentBoard(client, () => clock.nowMs());
  const staff = (present: boolean) => board.setPresence(presence(present, clock.nowMs()));
  if (settings.staffed !== false) await staff(true);
  const service = await startService(configOf(settings, redis, dataDir), optionsOf(settings, clock));
  const { sandbox } = service;
  if (!sandbox) throw new Error('the service did not start in sandbox mode');
  const parts = { service, sandbox, clock, client, store, keyring, eventLog };
  return {
    ...parts,
    ...readers(parts),
    publicUrl: service.publicUrl,
    redis,
    staff,
    stop: async () => {
      redis.resume();
      await service.close();
      client.disconnect();
      if (!settings.redis) await redis.stop();
      if (!settings.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Redis goes on, and what could not be written meanwhile is. */
export async function resumeRedis(t: TestService): Promise<void> {
  t.redis.resume();
  await until(async () => (await t.client.ping()) === 'PONG');
  await until(async () => (await t.metric('relevo_call_notes_pending')).includes('relevo_call_notes_pending 0'));
}

function presence(present: boolean, nowMs: number) {
  return {
    userId: 'agent-1',
    name: 'Agente',
    teams: [],
    skills: [],
    languages: [],
    status: present ? ('available' as const) : ('offline' as const),
    capacity: 5,
    seenAtMs: nowMs + 7 * DAY_MS,
  };
}

function configOf(settings: TestServiceSettings, redis: TestRedis, dataDir: string): Config {
  return {
    port: 0,
    redisUrl: redis.url,
    dataDir,
    mediaRetentionDays: 30,
    eventsKept: 100_000,
    enteredRetentionDays: 7,
    defaultFlow: 'support',
    secretKey: SECRET,
    role: 'all',
    logLevel: 'silent',
    requestAllowHosts: [],
    ...settings.config,
  };
}

function optionsOf(settings: TestServiceSettings, clock: ReturnType<typeof createManualClock>): ServiceOptions {
  return {
    clock,
    random: createSeededRandom(settings.seed ?? 11),
    log: silentLogger,
    emulator: { delays: INSTANT, scheduler: createManualScheduler(clock) },
    messagesPerSecond: 1_000,
    carrierTimeoutMs: 5_000,
    ...settings.options,
  };
}

interface Parts {
  readonly service: Service;
  readonly sandbox: Sandbox;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly client: Redis;
  readonly store: RedisStore;
  readonly keyring: Keyring;
  readonly eventLog: EventLog;
}

function readers(parts: Parts) {
  const { sandbox, clock, store, keyring } = parts;
  const events = async (...types: readonly EventType[]) => {
    const all: DomainEvent[] = [];
    for await (const page of parts.eventLog.range(0, clock.nowMs() + DAY_MS)) all.push(...page);
    return all.filter((event) => types.length === 0 || types.includes(event.type));
  };
  const settle = async () => {
    await until(async () => {
      await sandbox.idle();
      return (await jobsAreDone(parts)) && (await isIdle(sandbox));
    });
  };
  const contactRef = (phone: string) => ({ kind: 'contact' as const, id: keyring.contactId(canonicalPhone(phone)) });
  const load = async <T>(kind: RecordKind, id: string) => (await store.load([{ kind, id }]))[0] as Versioned<T> | undefined;
  return {
    events,
    types: async () => (await events()).map((event) => event.type),
    signed: (path: string, fields: Readonly<Record<string, string>>, how: SignedRequest = {}) => signedRequest(parts, path, fields, how),
    settle,
    pass: async (ms: number) => {
      const untilMs = clock.nowMs() + ms;
      await settle();
      while (clock.nowMs() < untilMs) {
        await sandbox.advance(Math.min(SLICE_MS, untilMs - clock.nowMs()));
        await settle();
      }
    },
    call: async (sid: string, from = ANA) => (await load<Call>('call', identifyCall(keyring, from, sid).callId))?.value,
    contact: async (phone: string) => (await load<Contact>('contact', contactRef(phone).id))?.value,
    putContact: async (phone: string, more: Partial<Contact>) => {
      const ref = contactRef(phone);
      const found = await load<Contact>('contact', ref.id);
      const value = { ...(found?.value ?? emptyContact(ref.id as ContactId, { phone: canonicalPhone(phone) })), ...more };
      const write = { ref, expectedVersion: found?.version ?? 0, value, ttlSeconds: 3600 };
      await store.commit({ shard: Number(ref.id.slice(2, 4)), writes: [write] });
      return value;
    },
    handoffs: async () => {
      const ids = [...new Set((await events('handoff.requested')).map((event) => event.handoffId ?? ''))];
      const found = await store.load(ids.map((id) => ({ kind: 'handoff' as const, id })));
      return found.flatMap((each) => (each ? [each.value as Handoff] : []));
    },
    ledger: async () => {
      const entries = await Promise.all(shards().map((shard) => parts.client.xrange(`{s${shard}}:ledger:consent`, '-', '+')));
      return entries.flat().map(([id, fields]) => ({ streamId: id, ...JSON.parse(fields.at(-1) ?? '{}') }));
    },
    signIn: async (username: string) => {
      const answer = await supertest(parts.service.publicUrl).post('/api/session').send({ username, password: DEMO_PASSWORD }).expect(200);
      return answer.get('Set-Cookie')?.[0]?.split(';')[0] ?? '';
    },
    metric: async (name: string) => {
      const { text } = await supertest(parts.service.publicUrl).get('/metrics');
      return text.split('\n').filter((line) => line.startsWith(name));
    },
  };
}

function shards(): readonly string[] {
  return Array.from({ length: SHARDS }, (_, shard) => String(shard).padStart(2, '0'));
}

/** Is nothing under way at the carrier, now and after a turn of the event loop? */
async function isIdle(sandbox: Sandbox): Promise<boolean> {
  let idle = false;
  const waiting = sandbox.idle().then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  if (!idle) await waiting;
  return idle;
}

/** No event that the jobs have not acknowledged, no timer that is due and not done. */
async function jobsAreDone({ client, clock }: Parts): Promise<boolean> {
  const pipeline = client.pipeline();
  for (const shard of shards()) {
    pipeline.xinfo('GROUPS', `{s${shard}}:events`);
    pipeline.hvals(`{s${shard}}:timers`);
  }
  const replies = (await pipeline.exec()) ?? [];
  return replies.every(([error, reply], i) => {
    if (error) throw error;
    return i % 2 === 0
      ? effectsAreDone(reply as unknown[][])
      : (reply as string[]).every((body) => Number.parseInt(body, 10) > clock.nowMs());
  });
}

function effectsAreDone(groups: readonly (readonly unknown[])[]): boolean {
  const effects = groups.map((fields) => Object.fromEntries(pairs(fields))).find((group) => group.name === 'effects');
  return effects !== undefined && effects.pending === 0 && (effects.lag === 0 || effects.lag === null);
}

function* pairs(fields: readonly unknown[]): Generator<[string, unknown]> {
  for (let i = 0; i < fields.length; i += 2) yield [String(fields[i]), fields[i + 1]];
}

function signedRequest({ service }: Parts, path: string, fields: Readonly<Record<string, string>>, how: SignedRequest): supertest.Test {
  const signature = how.signature === undefined ? sign(ACCOUNT.authToken, service.publicUrl + path, Object.entries(fields)) : how.signature;
  let request = supertest(service.publicUrl).post(path).type('form');
  if (signature !== null) request = request.set('X-Twilio-Signature', signature);
  if (how.token !== undefined) request = request.set('I-Twilio-Idempotency-Token', how.token);
  return request.send(new URLSearchParams(fields).toString());
}
