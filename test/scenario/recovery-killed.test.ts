import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import { type HandoffId, shardOfId } from '../../src/base/ids.ts';
import type { Keyring } from '../../src/base/keyring.ts';
import { emptyContact } from '../../src/contacts/load-contact.ts';
import { assignNumber } from '../../src/flows/assign-number.ts';
import { Flow } from '../../src/flows/flow.ts';
import { publishFlow } from '../../src/flows/publish-flow.ts';
import { identifyCall } from '../../src/ivr/identify-call.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import type { RedisStore } from '../../src/store/redis/redis-store.ts';
import { createNumberAssignments, createReleaseStore } from '../../src/store/redis/release-store.ts';
import { type BesideProcess, startBesideProcess } from '../support/beside-a-process.ts';
import type { CarrierForProcesses } from '../support/carrier-for-processes.ts';
import { until } from '../support/redis.ts';
import type { ReplyGate } from '../support/reply-gate.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { recoveryFlow } from './recovery-flow.ts';

/** A country without hours of its own: the flow's zone counts, and there it is about noon whenever the test runs. */
const FROM = '+447400123456';
const ENTRY = '+442071234567';
const SID = `CA${'7'.repeat(32)}`;

let ground: BesideProcess;
let client: Redis;
let store: RedisStore;
let keyring: Keyring;
let gate: ReplyGate;
let beside: CarrierForProcesses;
let environment: Record<string, string>;
let running: ServerProcess | undefined;

beforeAll(async () => {
  ground = await startBesideProcess();
  ({ client, store, keyring, gate, beside, environment } = ground);
  const flow = { ...recoveryFlow({ dropped: { template: 'call-dropped' } }), timeZone: zoneOfNoon() };
  const releases = createReleaseStore(client);
  await publishFlow({ releases, clock: systemClock }, { flow: Flow.parse({ specVersion: 1, id: 'cut-off', ...flow }), problems: [] });
  await assignNumber({ releases, assignments: createNumberAssignments(client) }, { number: ENTRY, flowId: 'cut-off' });
}, 60_000);

afterEach(async () => {
  gate.release();
  await running?.end('SIGKILL');
});

afterAll(() => ground?.stop());

/** `Etc/GMT+5` is five hours behind. */
function zoneOfNoon(): string {
  const behind = new Date().getUTCHours() - 12;
  return behind === 0 ? 'Etc/GMT' : `Etc/GMT${behind > 0 ? '+' : '-'}${Math.abs(behind)}`;
}

function post(path: string, more: Readonly<Record<string, string>>) {
  return beside.post(running?.url ?? '', path, { CallSid: SID, From: FROM, To: ENTRY, CallStatus: 'in-progress', ...more });
}

async function types(): Promise<readonly DomainEvent['type'][]> {
  const log = await createEventLog({ client, shards: 16, clock: systemClock });
  const all: DomainEvent[] = [];
  for await (const page of log.range(0, Date.now() + 1e10)) all.push(...page);
  return all.map(({ type }) => type);
}

const sent = () => beside.carrier.messages().filter((message) => message.to === `whatsapp:${FROM}`);

it('kill -9 between the decision and the sending: after the restart it is sent, once', { timeout: 180_000 }, async () => {
  const { callId, contactId } = identifyCall(keyring, FROM, SID);
  const shard = shardOfId(callId) ?? 0;
  const consented = { ...emptyContact(contactId, { phone: FROM }), callsConsent: { atMs: Date.now(), handoffId: 'h_00_A' as HandoffId } };
  const write = { ref: { kind: 'contact', id: contactId } as const, expectedVersion: 0, value: consented, ttlSeconds: 3600 };
  await store.commit({ shard, writes: [write] });
  running = await startServerProcess(environment);
  await post('/webhooks/twilio/voice/incoming', {});
  await post(`/webhooks/twilio/voice/input?c=${callId}&t=1`, { Digits: '1' });
  await post('/webhooks/twilio/voice/status', { CallStatus: 'completed', CallDuration: '9' });
  expect(await types()).toContain('recovery.planned');

  // It is due now; its commit is done, and nobody hears of it.
  gate.holdFrom('recovery.requested');
  await store.commit({ shard, timers: [{ id: `recover:${callId}`, atMs: Date.now(), payload: { type: 'call.recover', callId } }] });
  await until(async () => (await types()).includes('recovery.requested'), 60_000);
  await running.end('SIGKILL');
  expect(sent()).toEqual([]);

  gate.release();
  running = await startServerProcess(environment);
  await until(async () => (await types()).includes('handoff.delivered'), 90_000);
  expect(sent()).toHaveLength(1);
  expect((await types()).filter((type) => type === 'recovery.requested' || type === 'handoff.requested')).toHaveLength(2);
});
