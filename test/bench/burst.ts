import type { Redis } from 'ioredis';
import type { AgentPresence } from '../../src/agents/agent.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { recordKey } from '../../src/store/redis/keys.ts';
import { callerNo, isFromMemory, nextPath, voiceWebhook } from './caller.ts';
import type { SentMessage } from './carrier-process.ts';
import { type Connection, openConnection } from './connection.ts';
import type { Contender, Contenders } from './contenders.ts';
import { CONNECTIONS, type Load, median, runLoad } from './load.ts';
import { memoryOf } from './memory-of.ts';
import { idsOf } from './seeded-calls.ts';
import { keysOfReference, nextToken } from './voice-step.ts';

export const BURST = 2_000;
const FAMILY = 2;
/** As long as the answers tell the carrier to listen before it asks again. */
const ASK_AGAIN_AFTER_MS = 3_000;
const GIVE_UP_AFTER_MS = 60_000;

export interface BurstResult {
  readonly accepts: Load;
  readonly acceptsReference: Load;
  /** Answers to lines that are held, ms, sorted. */
  readonly holds: readonly number[];
  readonly holdsReference: readonly number[];
  readonly messages: readonly SentMessage[];
}

/** An agent who could take everything: without somebody at the desk nothing is offered. */
async function staffDesk(redis: Redis): Promise<() => void> {
  const board = createAgentBoard(redis, Date.now);
  const agent: Omit<AgentPresence, 'load' | 'seenAtMs'> = {
    userId: 'bench',
    name: 'Bench',
    teams: [],
    skills: [],
    languages: [],
    status: 'available',
    capacity: 10_000,
  };
  const beat = () => board.setPresence({ ...agent, seenAtMs: Date.now() });
  await beat();
  const timer = setInterval(beat, 5_000);
  return () => clearInterval(timer);
}

/** Two thousand callers accept at once, and hold the line until their message has arrived. */
export async function measureBurst({ relevo, express, redis, carrier }: Contenders): Promise<BurstResult> {
  const leaveDesk = await staffDesk(redis);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const paths: string[] = [];
  const post = (connection: Connection, n: number, path: string, fields: Readonly<Record<string, string>>) => {
    const webhook = voiceWebhook(relevo.url, path, callerNo(n, FAMILY), fields, nextToken());
    return connection.post(webhook.path, webhook.headers, webhook.body);
  };
  await runLoad(relevo, BURST, async (connection, n) => {
    const answers = [await post(connection, n, '/webhooks/twilio/voice/incoming', {})];
    for (const digits of ['1', '2'])
      answers.push(await post(connection, n, nextPath(answers.at(-1)?.body ?? '', relevo.url), { Digits: digits }));
    paths[n] = nextPath(answers.at(-1)?.body ?? '', relevo.url);
    return answers;
  });
  const reference = keysOfReference(express);
  const acceptsReference = await runLoad(express, BURST / 2, reference);
  const accepts = await runLoad(relevo, BURST, async (connection, n) => {
    const answer = await post(connection, n, paths[n] ?? '', { Digits: '1' });
    if (isFromMemory(answer.body)) return [answer];
    if (!answer.body.includes('/voice/hold?')) throw new Error(`the offer was not accepted: ${answer.body}`);
    paths[n] = nextPath(answer.body, relevo.url);
    return [answer];
  });
  const holds = await holdLines(relevo, paths, post);
  const holdsReference = await atRate(express, holds.rate, holds.latencies.length);
  await until(async () => (await carrier.messages()).length >= BURST);
  // A doubled message would come now, if ever.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  leaveDesk();
  return { accepts, acceptsReference, holds: holds.latencies, holdsReference, messages: await carrier.messages() };
}

/** Asks again for every held line when its time has come, until it is told how it goes on. */
async function holdLines(
  relevo: Contender,
  paths: string[],
  post: (connection: Connection, n: number, path: string, fields: Readonly<Record<string, string>>) => ReturnType<Connection['post']>,
): Promise<{ latencies: readonly number[]; rate: number }> {
  const startedAt = performance.now();
  const due = paths.map((_, n) => ({ n, at: startedAt + ASK_AGAIN_AFTER_MS + (n / paths.length) * ASK_AGAIN_AFTER_MS }));
  const latencies: number[] = [];
  const lanes = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(relevo.port)));
  await Promise.all(
    lanes.map(async (connection) => {
      for (let next = due.shift(); next; next = due.shift()) {
        await sleepUntil(next.at);
        const answer = await post(connection, next.n, paths[next.n] ?? '', { Digits: '', msg: 'Gather End' });
        if (answer.status !== 200) throw new Error(`a held line was answered ${answer.status}: ${answer.body}`);
        latencies.push(answer.ms);
        if (!answer.body.includes('/voice/hold?')) continue;
        paths[next.n] = nextPath(answer.body, relevo.url);
        due.push({ n: next.n, at: performance.now() + ASK_AGAIN_AFTER_MS });
      }
      connection.close();
    }),
  );
  const rate = latencies.length / ((performance.now() - startedAt - ASK_AGAIN_AFTER_MS) / 1000);
  return { latencies: latencies.sort((a, b) => a - b), rate };
}

/** Requests at an even rate, five seconds of them at most. */
async function atRate(reference: Contender, perSecond: number, atMost: number): Promise<readonly number[]> {
  const turn = keysOfReference(reference);
  const requests = Math.min(atMost, Math.ceil(perSecond * 5));
  const startedAt = performance.now();
  const latencies: number[] = [];
  const lanes = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(reference.port)));
  let next = 0;
  await Promise.all(
    lanes.map(async (connection) => {
      while (next < requests) {
        const n = next;
        next += 2;
        await sleepUntil(startedAt + (n / perSecond) * 1000);
        latencies.push(...(await turn(connection, n)).map(({ ms }) => ms));
      }
      connection.close();
    }),
  );
  return latencies.sort((a, b) => a - b);
}

async function sleepUntil(at: number): Promise<void> {
  const ms = at - performance.now();
  if (ms > 1) await new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS;
  while (!(await condition()) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 500));
}

export interface SendingFacts {
  readonly sent: number;
  readonly lost: number;
  readonly doubled: number;
  readonly perSecond: number;
  /** Most in any one second. */
  readonly peak: number;
}

/** What became of the invites, as the carrier saw them. */
export function sendingFacts(messages: readonly SentMessage[]): SendingFacts {
  const receivers = new Set(messages.map(({ to }) => to));
  const times = messages.map(({ createdAtMs }) => createdAtMs).sort((a, b) => a - b);
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  let peak = 0;
  for (let from = 0, to = 0; to < times.length; to += 1) {
    while ((times[to] ?? 0) - (times[from] ?? 0) >= 1000) from += 1;
    peak = Math.max(peak, to - from + 1);
  }
  return {
    sent: messages.length,
    lost: BURST - receivers.size,
    doubled: messages.length - receivers.size,
    perSecond: ((times.length - 1) * 1000) / spanMs,
    peak,
  };
}

export interface RecordMemory {
  readonly median: number;
  readonly most: number;
}

/** What the calls of the burst and their handoffs take in Redis, keys included, bytes; of every tenth. */
export async function recordMemory(redis: Redis): Promise<{ readonly call: RecordMemory; readonly handoff: RecordMemory }> {
  const calls: number[] = [];
  const handoffs: number[] = [];
  for (let n = 0; n < BURST; n += 10) {
    const ref = { kind: 'call', id: idsOf(callerNo(n, FAMILY)).callId } as const;
    const handoffId = /"handoffId":"(h_[^"]+)"/.exec((await redis.get(recordKey(ref))) ?? '')?.[1];
    if (handoffId === undefined) continue;
    calls.push(await memoryOf(redis, ref));
    handoffs.push(await memoryOf(redis, { kind: 'handoff', id: handoffId }));
  }
  const summary = (sizes: readonly number[]) => ({ median: median(sizes), most: Math.max(...sizes) });
  return { call: summary(calls), handoff: summary(handoffs) };
}
