import type { CallbackId } from '../base/ids.ts';
import { isFinal, type LegStatus, type PlacedCall } from '../channels/calls.ts';
import { messageName } from '../handoff/token.ts';
import type { Callback } from './callback.ts';
import type { CallbackDeps } from './callback-deps.ts';
import { changeCallback } from './change-callback.ts';
import { reschedule } from './end-callback.ts';
import { legEnded } from './leg-ended.ts';
import { adoptLeg, checkTimer, placeAgentLeg, release, setTimer } from './place-callback.ts';

const WATCH_EVERY_MS = 60_000;
const ASK_CARRIER_AGAIN_MS = 10_000;
/** Our clock and the carrier's may differ by this much. */
const CLOCK_SLACK_MS = 2_000;
/** A placing that the carrier has not got twice is put off by this much. */
const PUT_OFF_MS = 60_000;

/**
 * Looks after a callback under way, in case nobody told us how it went on (a time-out, a crash of ours, a webhook that was
 * lost): what the carrier placed is adopted; what it did not is repeated once; a leg that is over is taken as such.
 */
export async function checkCallback(deps: CallbackDeps, id: CallbackId): Promise<void> {
  const current = await changeCallback(deps, id, () => undefined);
  if (!current || current.callback.state === 'scheduled' || current.callback.state === 'closed') return;
  const { callback } = current;
  try {
    if (callback.placing?.providerCallId !== undefined) await watch(deps, callback, callback.placing.providerCallId);
    else await lookUp(deps, callback);
  } catch (error) {
    deps.log.warn({ err: error, callbackId: id }, 'the carrier could not be asked about a callback; asking again');
    await setTimer(deps, id, 'callback.check', deps.clock.nowMs() + ASK_CARRIER_AGAIN_MS);
  }
}

async function watch(deps: CallbackDeps, callback: Callback, providerCallId: string): Promise<void> {
  const status: LegStatus = (await deps.calls.statusOf(providerCallId)) ?? 'failed';
  if (isFinal(status)) return void (await legEnded(deps, callback, { status, settled: true }));
  await changeCallback(deps, callback.id, (now, nowMs) => ({ callback: now, timers: [checkTimer(now, nowMs + WATCH_EVERY_MS)] }));
}

async function lookUp(deps: CallbackDeps, callback: Callback): Promise<void> {
  const ours = await findOurs(deps, callback);
  if (ours) return adoptLeg(deps, callback, ours.providerCallId);
  if (!callback.placing || callback.placing.repeated) return putOff(deps, callback);
  const again = await changeCallback(deps, callback.id, (now, nowMs) => {
    if (now.state !== 'calling-agent' || now.attempt !== callback.attempt || !now.placing || now.placing.repeated) return undefined;
    const repeated: Callback = { ...now, placing: { ...now.placing, startedAtMs: nowMs, repeated: true } };
    return { callback: repeated, timers: [checkTimer(repeated, nowMs + 2 * ASK_CARRIER_AGAIN_MS)] };
  });
  if (again?.changed) await placeAgentLeg(deps, again.callback);
}

async function findOurs(deps: CallbackDeps, { id, placing, entryNumber }: Callback): Promise<PlacedCall | undefined> {
  if (!placing) return undefined;
  const sinceMs = placing.startedAtMs - CLOCK_SLACK_MS;
  for (const placed of await deps.calls.findPlaced({ to: placing.phone, from: entryNumber, sinceMs })) {
    const owner = await deps.store.resolve(messageName(placed.providerCallId));
    if (owner === undefined || owner === id) return placed;
  }
  return undefined;
}

async function putOff(deps: CallbackDeps, placed: Callback): Promise<void> {
  const put = await changeCallback(deps, placed.id, (callback, nowMs) =>
    callback.state === 'calling-agent' && callback.attempt === placed.attempt
      ? reschedule(callback, nowMs + PUT_OFF_MS, 'carrier-unreachable', nowMs)
      : undefined,
  );
  if (put?.changed) await release(deps, placed.placing?.userId, placed.id);
}
