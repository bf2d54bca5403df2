import type { PartWrite, Store } from '../base/changes.ts';
import type { CallId } from '../base/ids.ts';
import type { Call, PathEntry } from './call.ts';

/** What was typed or said in a step, `atMs` after it was come to. Sensitive answers are never among it. */
export interface Entered {
  readonly step: string;
  /** When the step was entered, seconds since the call began. */
  readonly atSeconds: number;
  readonly value: string;
}

const FIELD = 'entered';

function enteredIn(path: readonly PathEntry[]): readonly Entered[] {
  return path.flatMap(([step, atSeconds, value]) => (value === undefined ? [] : [{ step, atSeconds, value }]));
}

/** What outlives the record of a call that is over: what was entered in it. Nothing where nothing is to be kept. */
export function enteredPart(call: Call, ttlSeconds: number): readonly PartWrite[] {
  const entered = enteredIn(call.path);
  return ttlSeconds <= 0 ? [] : [{ owner: { kind: 'call', id: call.id }, field: FIELD, value: entered, ttlSeconds }];
}

/** What was entered in a call, live or over; undefined where it is not, or no longer, kept. */
export async function readEntered(store: Pick<Store, 'load' | 'loadParts'>, callId: CallId): Promise<readonly Entered[] | undefined> {
  const owner = { kind: 'call', id: callId } as const;
  const [record] = await store.load([owner]);
  const call = record?.value as Call | undefined;
  if (call && !call.ended) return enteredIn(call.path);
  const part = (await store.loadParts(owner)).find(({ field }) => field === FIELD);
  return part?.value as readonly Entered[] | undefined;
}
