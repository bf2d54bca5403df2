import { type Call, createLine } from './call.ts';
import { makeSid } from './sids.ts';
import type { World } from './world.ts';

/** A leg that is made, and not yet on its way. */
export function createLeg(world: World, leg: Pick<Call, 'from' | 'to' | 'direction'> & { readonly parentSid?: string }): Call {
  const now = world.scheduler.nowMs();
  const call: Call = {
    sid: makeSid('CA', world.random),
    ...leg,
    extra: {},
    startedAtMs: now,
    status: 'queued',
    state: 'ringing',
    heard: [],
    problems: [],
    line: createLine(world),
    hurried: { atMs: now, documents: 0 },
  };
  world.calls.set(call.sid, call);
  return call;
}
