import { AppError } from '../base/errors.ts';
import type { EventGroup, EventLog } from '../base/event-log.ts';
import type { DomainEvent } from '../base/events.ts';
import type { Logger } from '../base/log.ts';

export type EventHandler = (event: DomainEvent) => Promise<void>;

export interface RelayDeps {
  readonly log: Logger;
  readonly eventLog: EventLog;
  readonly group: EventGroup;
  /** Names this process among the readers of the group. */
  readonly reader: string;
  readonly handle: EventHandler;
  /** Calls back whenever this process committed something: the log is read at once instead of at the next look. */
  readonly onCommit: (listener: () => void) => () => void;
  readonly counted?: (outcome: 'done' | 'failed' | 'buried') => void;
}

export interface RunningLoop {
  /** Takes nothing new, waits for what is under way, at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const READ_COUNT = 16;
/** Most of them wait for their turn to be sent; what an agent writes must not wait behind them. */
const MAX_UNDER_WAY = 2_000;
const TAKEN_AT_ONCE = 8;
const LOOK_EVERY_MS = 250;
const REST_AFTER_FAILURE_MS = 1_000;
/** An event that failed this often is put aside for an operator. */
const MAX_DELIVERIES = 5;
/** How many lost events are fetched at once, of each shard. */
const LOST_COUNT = 1_000;
/** How long is waited before each new try while the store is away; together well under the time after which another reader takes over. */
const STORE_PAUSES_MS = [200, 400, 800, 1_600, 3_200];

/**
 * Reads the event log and has each event handled, at least once. What fails stays unacknowledged and comes back; what
 * fails again and again becomes a dead letter.
 */
export function runRelay(deps: RelayDeps): RunningLoop {
  const underWay = new Map<string, Promise<void>>();
  const acknowledge = acknowledger(deps);
  let wasAway = false;
  let running = true;
  let wake: (() => void) | undefined;
  let makeRoom: (() => void) | undefined;
  let nudged = false;
  const nudge = () => {
    nudged = true;
    wake?.();
  };
  const forget = deps.onCommit(nudge);

  async function rest(ms: number): Promise<void> {
    if (nudged || !running) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = undefined;
  }

  async function loop(): Promise<void> {
    while (running) {
      nudged = false;
      try {
        const events = await read();
        await takeAll(events);
        if (events.length === 0) await rest(LOOK_EVERY_MS);
      } catch (error) {
        wasAway = true;
        deps.log.warn({ err: error, group: deps.group }, 'the event log could not be read');
        nudged = false;
        await rest(REST_AFTER_FAILURE_MS);
      }
    }
  }

  /**
   * What is new. After a read that failed also what was handed to this reader and never arrived here: a store that froze
   * in that moment has counted it as read.
   */
  async function read(): Promise<readonly DomainEvent[]> {
    const fresh = await deps.eventLog.read(deps.group, deps.reader, READ_COUNT);
    if (!wasAway) return fresh;
    const lost = await deps.eventLog.unacknowledged(deps.group, deps.reader, LOST_COUNT);
    wasAway = false;
    const known = new Set(fresh.map(keyOf));
    return [...fresh, ...lost.filter((event) => !known.has(keyOf(event)))];
  }

  /** A few each turn of the event loop: a thousand events read at once must not keep a caller waiting. */
  async function takeAll(events: readonly DomainEvent[]): Promise<void> {
    let taken = 0;
    for (const event of events) {
      if (underWay.size >= MAX_UNDER_WAY) await room();
      if (!running) return;
      take(event);
      taken += 1;
      if (taken % TAKEN_AT_ONCE === 0) await nextTurn();
    }
  }

  function room(): Promise<void> {
    return new Promise((resolve) => {
      makeRoom = resolve;
    });
  }

  function take(event: DomainEvent): void {
    const key = keyOf(event);
    if (underWay.has(key)) return;
    const work = handleOne(deps, event, acknowledge, () => running).finally(() => {
      underWay.delete(key);
      makeRoom?.();
    });
    underWay.set(key, work);
  }

  const finished = loop();
  return {
    async stop(graceMs) {
      running = false;
      forget();
      wake?.();
      makeRoom?.();
      await finished;
      await Promise.race([Promise.allSettled(underWay.values()), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Acknowledges what was handled in one turn of the event loop together: most events want nothing done. */
function acknowledger(deps: RelayDeps): (event: DomainEvent) => Promise<void> {
  let handled: DomainEvent[] = [];
  let sent: Promise<void> | undefined;
  const send = async () => {
    await nextTurn();
    const events = handled;
    handled = [];
    sent = undefined;
    await deps.eventLog.acknowledge(deps.group, events);
  };
  return (event) => {
    handled.push(event);
    sent ??= send();
    return sent;
  };
}

function keyOf({ shard, id }: DomainEvent): string {
  return `${shard}/${id}`;
}

async function handleOne(
  deps: RelayDeps,
  event: DomainEvent,
  acknowledge: (event: DomainEvent) => Promise<void>,
  isRunning: () => boolean,
): Promise<void> {
  try {
    await whileStoreIsAway(() => deps.handle(event), isRunning);
    await whileStoreIsAway(() => acknowledge(event), isRunning);
    deps.counted?.('done');
    // Each key of a call is a step, and has the line of its webhook.
    deps.log[event.type === 'call.step' ? 'debug' : 'info'](namesOf(event), 'an event was handled');
  } catch (error) {
    deps.counted?.('failed');
    deps.log.error({ err: error, ...namesOf(event) }, 'an event could not be handled');
    await buryIfHopeless(deps, event, error);
  }
}

/** Tries again soon what fails because the store is away for a moment; anything else, and what lasts, comes back with the log. */
async function whileStoreIsAway(work: () => Promise<void>, isRunning: () => boolean): Promise<void> {
  for (const pauseMs of STORE_PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'store-unavailable') || !isRunning()) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return work();
}

/** What an event is about: by these a journey is followed through the log. */
function namesOf({ id, type, callId, handoffId, chatId }: DomainEvent) {
  return { eventId: id, type, callId, handoffId, chatId };
}

async function buryIfHopeless(deps: RelayDeps, event: DomainEvent, error: unknown): Promise<void> {
  try {
    if ((await deps.eventLog.deliveries(deps.group, event)) < MAX_DELIVERIES) return;
    await deps.eventLog.bury(deps.group, event, error instanceof Error ? error.message : String(error));
    deps.counted?.('buried');
  } catch (failure) {
    deps.log.warn({ err: failure, eventId: event.id }, 'a failed event could not be put aside; it will come again');
  }
}
