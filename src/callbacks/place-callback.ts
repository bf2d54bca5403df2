import type { AgentPresence } from '../agents/agent.ts';
import type { TimerWrite } from '../base/changes.ts';
import { type CallbackId, shardOfId } from '../base/ids.ts';
import type { CallbackAction, CallbackPart, PlaceOutcome } from '../channels/calls.ts';
import { messageName } from '../handoff/token.ts';
import { isCallable } from './callable-hours.ts';
import type { Callback } from './callback.ts';
import { type CallbackDeps, phoneSeat } from './callback-deps.ts';
import { callbackEvent } from './callback-event.ts';
import { changeCallback } from './change-callback.ts';
import { agentsFor, turnOf } from './choose-agent.ts';
import { endCallback, notTaken, reschedule } from './end-callback.ts';
import { mayRing } from './refused-phones.ts';

/** When it is looked again whether somebody is free; and how long after everybody was asked they are asked once more. ms. */
const LOOK_AGAIN_MS = 15_000;
const ASK_AGAIN_MS = 2 * 60_000;
/** Longer than any answer of the carrier may take; after it a placing without a result is looked up. */
const LOOK_AFTER_CRASH_MS = 20_000;
const LOOK_AFTER_UNKNOWN_MS = 4_000;
/** While an agent's phone rings or they talk: in case nobody tells us the end. */
const WATCH_EVERY_MS = 60_000;
/** How long an agent's phone rings, in seconds. */
const AGENT_RINGS_SECONDS = 25;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The carrier's ids of calls are known as ours for so long, in seconds. */
const NAME_SECONDS = 2 * 24 * 3600;

/**
 * A callback's time has come: in its turn, and at an hour at which the customer may be called, a free agent's phone is
 * asked to ring. The intent is written before the carrier is asked. Run twice, or in two processes, it rings once.
 */
export async function callDue(deps: CallbackDeps, id: CallbackId): Promise<void> {
  const current = await changeCallback(deps, id, (callback, nowMs) => postponeOrGiveUp(callback, nowMs));
  const nowMs = deps.clock.nowMs();
  if (!current || current.changed || current.callback.state !== 'scheduled' || current.callback.dueAtMs > nowMs) return;
  const agent = await takeAgent(deps, current.callback, nowMs);
  if (!agent) return lookAgain(deps, current.callback, nowMs);
  const begun = await changeCallback(deps, id, (callback, at) => begin(deps, callback, agent, at));
  if (!begun?.changed) return release(deps, agent.userId, id);
  await placeAgentLeg(deps, begun.callback);
}

function postponeOrGiveUp(callback: Callback, nowMs: number) {
  if (callback.state !== 'scheduled' || callback.dueAtMs > nowMs) return undefined;
  // Giving up may tell the customer so: not at night either.
  if (!isCallable(callback.callable, callback.zone, nowMs)) return reschedule(callback, nowMs, 'not-at-this-hour', nowMs);
  const { giveUpHours, everyMinutes } = callback.rules;
  const waitedMs = nowMs - callback.promisedAtMs - callback.tries * everyMinutes * MINUTE_MS;
  if (waitedMs > giveUpHours * HOUR_MS) return endCallback(callback, 'nobody-free', nowMs);
  return undefined;
}

/** The best free agent whose phone does not ring already, if it is this callback's turn. */
async function takeAgent(deps: CallbackDeps, callback: Callback, nowMs: number): Promise<AgentPresence | undefined> {
  const [agents, open] = await Promise.all([ringable(deps, nowMs), deps.callbackIndex.open()]);
  const free = agentsFor(callback, agents, nowMs);
  const ahead = turnOf(callback.id, open, nowMs);
  for (const agent of free.slice(ahead)) {
    if (await deps.board.takeSeat(phoneSeat(agent.userId), callback.id, 1)) return agent;
  }
  return undefined;
}

/** The agents whose phone the carrier calls. */
async function ringable({ board, refusedPhones, agentDial }: CallbackDeps, nowMs: number): Promise<readonly AgentPresence[]> {
  const [agents, refused] = await Promise.all([board.agents(), refusedPhones.all()]);
  return agents.filter((agent) => mayRing(agent, agentDial, refused, nowMs));
}

/** Nobody is free, or others come first. Once everybody was asked, they are asked anew after a pause. */
async function lookAgain(deps: CallbackDeps, callback: Callback, nowMs: number): Promise<void> {
  if (callback.asked.length > 0) {
    const agents = await ringable(deps, nowMs);
    if (agentsFor({ ...callback, asked: [] }, agents, nowMs).length > 0) {
      await changeCallback(deps, callback.id, (now, at) =>
        now.state === 'scheduled' && now.dueAtMs <= at
          ? reschedule({ ...now, asked: [] }, at + ASK_AGAIN_MS, 'nobody-took-it', at)
          : undefined,
      );
      return;
    }
  }
  await setTimer(deps, callback.id, 'callback.due', nowMs + LOOK_AGAIN_MS);
}

function begin(deps: CallbackDeps, callback: Callback, agent: AgentPresence, nowMs: number) {
  if (callback.state !== 'scheduled' || callback.dueAtMs > nowMs) return undefined;
  const phone = agent.phone ?? deps.agentDial;
  const begun: Callback = {
    ...callback,
    state: 'calling-agent',
    attempt: callback.attempt + 1,
    placing: { userId: agent.userId, name: agent.name, phone, startedAtMs: nowMs },
  };
  return {
    callback: begun,
    events: [callbackEvent(begun, 'callback.calling', nowMs, { userId: agent.userId, attempt: begun.attempt })],
    timers: [checkTimer(begun, nowMs + LOOK_AFTER_CRASH_MS)],
  };
}

/** Asks the carrier to ring the agent's phone, and writes down what came of it. */
export async function placeAgentLeg(deps: CallbackDeps, callback: Callback): Promise<void> {
  if (!callback.placing) return;
  const outcome = await deps.calls.place({
    to: callback.placing.phone,
    from: callback.entryNumber,
    answered: actionOf(callback, 'agent'),
    status: actionOf(callback, 'status'),
    ringSeconds: AGENT_RINGS_SECONDS,
  });
  await recordPlacing(deps, callback, outcome);
}

async function recordPlacing(deps: CallbackDeps, placed: Callback, outcome: PlaceOutcome): Promise<void> {
  if (outcome.kind === 'accepted') await adoptLeg(deps, placed, outcome.providerCallId);
  else if (outcome.kind === 'unknown') await setTimer(deps, placed.id, 'callback.check', deps.clock.nowMs() + LOOK_AFTER_UNKNOWN_MS);
  else {
    deps.log.warn({ callbackId: placed.id, outcome: outcome.kind }, 'an agent’s phone could not be rung for a callback');
    if (outcome.kind === 'refused' && outcome.number) await refusePhone(deps, placed, outcome.code);
    const settled = await changeCallback(deps, placed.id, (callback, nowMs) => {
      if (!isSameLeg(callback, placed)) return undefined;
      if (outcome.kind === 'busy') return reschedule(callback, nowMs + outcome.retryAfterMs, 'carrier-busy', nowMs);
      return notTaken(callback, `carrier-refused-${outcome.code}`, nowMs);
    });
    if (settled?.changed) await release(deps, placed.placing?.userId, placed.id);
  }
}

/** It is not rung again until somebody sets another, or the same anew: the alarm names the agent. */
async function refusePhone(deps: CallbackDeps, { placing }: Callback, code: string): Promise<void> {
  if (!placing) return;
  const { userId, name, phone } = placing;
  const own = phone === deps.agentDial ? {} : { userId };
  await deps.refusedPhones.refuse({ ...own, name, phone, code, atMs: deps.clock.nowMs() });
  deps.log.error({ userId, code }, 'the carrier refuses to call an agent’s phone; it is not rung until it is changed');
}

/** The carrier's id of the agent's leg is known: it is watched, and no other callback takes it for its own. */
export async function adoptLeg(deps: CallbackDeps, placed: Callback, providerCallId: string): Promise<void> {
  await deps.store.point(messageName(providerCallId), placed.id, NAME_SECONDS);
  await changeCallback(deps, placed.id, (callback, nowMs) => {
    if (!isSameLeg(callback, placed) || !callback.placing || callback.placing.providerCallId !== undefined) return undefined;
    const adopted: Callback = { ...callback, placing: { ...callback.placing, providerCallId } };
    return { callback: adopted, timers: [checkTimer(adopted, nowMs + WATCH_EVERY_MS)] };
  });
}

/** Does the record still speak of this ringing of an agent's phone? */
function isSameLeg(callback: Callback, placed: Callback): boolean {
  return callback.state === 'calling-agent' && callback.attempt === placed.attempt;
}

export function actionOf({ id, attempt }: Pick<Callback, 'id' | 'attempt'>, part: CallbackPart, round = 0): CallbackAction {
  return { kind: 'callback', part, callbackId: id, attempt, round };
}

/** The timer by which a callback under way is looked after. */
export function checkTimer({ id }: Pick<Callback, 'id'>, atMs: number): TimerWrite {
  return { id: `callback:${id}`, atMs, payload: { type: 'callback.check', callbackId: id } };
}

export async function setTimer(deps: CallbackDeps, id: CallbackId, type: 'callback.due' | 'callback.check', atMs: number): Promise<void> {
  await deps.store.commit({ shard: shardOfId(id) ?? 0, timers: [{ id: `callback:${id}`, atMs, payload: { type, callbackId: id } }] });
}

/** The agent's phone is free again. */
export async function release(deps: Pick<CallbackDeps, 'board'>, userId: string | undefined, id: CallbackId): Promise<void> {
  if (userId !== undefined) await deps.board.leaveSeat(phoneSeat(userId), id);
}
