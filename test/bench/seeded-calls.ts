import type { Redis } from 'ioredis';
import { makeId, shardOfId } from '../../src/base/ids.ts';
import { createKeyring, type Keyring } from '../../src/base/keyring.ts';
import { recordKey } from '../../src/store/redis/keys.ts';
import { type Caller, callerNo, ENTRY_NUMBER, nextPath, voiceWebhook } from './caller.ts';
import { openConnection } from './connection.ts';
import { type Contender, SECRET_KEY } from './contenders.ts';

const SHARDS = 16;
const KEPT_SECONDS = 6 * 3600;

/** A call that waits at the first menu of its flow, as the service itself wrote it. */
export interface SeededCall {
  readonly caller: Caller;
  readonly callId: string;
  readonly contactId: string;
  /** Where the carrier comes back to first. */
  readonly path: string;
  readonly key: string;
  /** The record as it was at the first menu. */
  readonly record: string;
}

/** Makes live calls by the thousand out of one real call; each can be put back to where it was. */
export interface CallSeeds {
  seed(count: number, family: number): Promise<readonly SeededCall[]>;
  /** Puts a call back to the first menu. */
  reset(call: SeededCall): void;
}

interface Model {
  readonly call: SeededCall;
  readonly contact: string;
}

/** `to`: the number that is called, and so the flow. */
export async function createCallSeeds(relevo: Contender, redis: Redis, to = ENTRY_NUMBER): Promise<CallSeeds> {
  const keyring = createKeyring(SECRET_KEY, SHARDS);
  const model = await startModelCall(relevo, redis, keyring, to);
  return {
    seed: async (count, family) => {
      const calls: SeededCall[] = [];
      for (let from = 0; from < count; from += 1000) {
        const pipeline = redis.pipeline();
        for (let n = from; n < Math.min(count, from + 1000); n += 1) {
          const { call, contact } = copyOf(model, keyring, callerNo(n, family));
          calls.push(call);
          pipeline.set(call.key, call.record, 'EX', KEPT_SECONDS);
          pipeline.set(recordKey({ kind: 'contact', id: call.contactId }), contact, 'EX', KEPT_SECONDS);
        }
        await pipeline.exec();
      }
      return calls;
    },
    reset: ({ key, record }) => void redis.set(key, record, 'EX', KEPT_SECONDS),
  };
}

async function startModelCall(relevo: Contender, redis: Redis, keyring: Keyring, to: string): Promise<Model> {
  const caller = callerNo(Number(to.slice(-6)), 9);
  const { callId, contactId } = idsOf(caller, keyring);
  const connection = await openConnection(relevo.port);
  const incoming = voiceWebhook(relevo.url, '/webhooks/twilio/voice/incoming', caller, {}, `model-${to}`, to);
  const answer = await connection.post(incoming.path, incoming.headers, incoming.body);
  connection.close();
  const key = recordKey({ kind: 'call', id: callId });
  const [record, contact] = await redis.mget(key, recordKey({ kind: 'contact', id: contactId }));
  if (answer.status !== 200 || !record || !contact) throw new Error(`a call could not be started: ${answer.status} ${answer.body}`);
  return { call: { caller, callId, contactId, key, record, path: nextPath(answer.body, relevo.url) }, contact };
}

function copyOf(model: Model, keyring: Keyring, caller: Caller): Model {
  const { call } = model;
  const { callId, contactId } = idsOf(caller, keyring);
  const copy = (text: string) =>
    text
      .replaceAll(call.callId, callId)
      .replaceAll(call.contactId, contactId)
      .replaceAll(call.caller.from, caller.from)
      .replaceAll(call.caller.callSid, caller.callSid);
  const key = recordKey({ kind: 'call', id: callId });
  return { call: { caller, callId, contactId, key, record: copy(call.record), path: copy(call.path) }, contact: copy(model.contact) };
}

/** The ids that the service gives this caller and this call. */
export function idsOf(caller: Caller, keyring: Keyring = createKeyring(SECRET_KEY, SHARDS)) {
  const contactId = keyring.contactId(caller.from);
  return { contactId, callId: makeId('c', shardOfId(contactId) ?? 0, caller.callSid) };
}
