import type { AgentBoard } from '../agents/agent-board.ts';
import type { Store, Versioned } from '../base/changes.ts';
import type { CallbackId } from '../base/ids.ts';
import { maskPhone } from '../base/phone.ts';
import type { Callback } from './callback.ts';
import type { CallbackIndex, IndexedCallback } from './callback-index.ts';

export interface ProjectCallbackDeps {
  readonly store: Store;
  readonly callbackIndex: CallbackIndex;
  readonly board: Pick<AgentBoard, 'signal'>;
}

/** What turns and lists know of a callback; undefined once it is closed. Pure. */
export function indexedCallback(callback: Callback): IndexedCallback | undefined {
  if (callback.state === 'closed') return undefined;
  const {
    id,
    team,
    skills,
    language,
    intent,
    asap,
    promisedAtMs,
    dueAtMs,
    requestedAtMs,
    state,
    tries,
    zone,
    origin,
    placing,
    promisedBy,
  } = callback;
  return {
    id,
    team,
    skills,
    language,
    asap,
    promisedAtMs,
    dueAtMs,
    requestedAtMs,
    state,
    tries,
    zone,
    origin,
    address: maskPhone(callback.to),
    ...(intent !== undefined && { intent }),
    ...(promisedBy !== undefined && { promisedBy }),
    ...(placing && state !== 'scheduled' && { agent: { userId: placing.userId, name: placing.name } }),
  };
}

/** Brings the index up to the callback's own record, and has the desks look. Any number of times, in any order. */
export async function projectCallback(deps: ProjectCallbackDeps, id: CallbackId): Promise<void> {
  const [found] = (await deps.store.load([{ kind: 'callback', id }])) as (Versioned<Callback> | undefined)[];
  if (!found) return;
  await deps.callbackIndex.project(id, found.version, indexedCallback(found.value));
  await deps.board.signal({ kind: 'callbacks' });
}
