import type { DomainEvent } from '../base/events.ts';
import type { ReportingDeps } from './query-today.ts';
import { stepsWalked } from './steps-walked.ts';

/** How people went through a flow in a span of time: what the drawing shows as thickness. Step names are those of the flow as it runs. */
export interface FlowTraffic {
  readonly calls: number;
  readonly chats: number;
  readonly steps: readonly StepTraffic[];
  readonly moves: readonly StepMove[];
}

export interface StepTraffic {
  readonly side: 'call' | 'chat';
  readonly step: string;
  readonly entered: number;
  /** Callers whose call ended here while the flow still waited for them, and nobody had answered. */
  readonly hungUp: number;
}

/** From a step to the next one that was entered. */
export interface StepMove {
  readonly side: 'call' | 'chat';
  readonly from: string;
  readonly to: string;
  /** The exit that was taken; '' where it was none of its own (back, asking for a person); absent where the log does not say, as before it kept exits. */
  readonly exit?: string;
  readonly count: number;
}

interface Count {
  readonly calls: Set<string>;
  readonly chats: Set<string>;
  readonly entered: Map<string, number>;
  readonly hungUp: Map<string, number>;
  readonly moves: Map<string, number>;
  /** The step that a call or a chat entered last, by its id. */
  readonly last: Map<string, string>;
}

const SEPARATOR = '\n';

function add(counts: Map<string, number>, ...parts: readonly string[]): void {
  const key = parts.join(SEPARATOR);
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** No exit is called so: the log does not say. */
const UNTOLD = '?';

/** Adds the steps of one event; events of one call or chat come in their order. */
function countEvent(count: Count, event: DomainEvent): void {
  const side = event.type === 'chat.step' ? 'chat' : 'call';
  const id = side === 'chat' ? event.chatId : event.callId;
  if (id === undefined) return;
  if (event.type === 'call.ended') {
    const last = count.last.get(id);
    const { at, reachedPerson } = event.data ?? {};
    if (last !== undefined && at !== 'end' && reachedPerson !== true) add(count.hungUp, 'call', last);
    return;
  }
  (side === 'chat' ? count.chats : count.calls).add(id);
  for (const { step, exit } of stepsWalked(event)) {
    const last = count.last.get(id);
    const from = exit?.step ?? last;
    add(count.entered, side, step);
    if (from !== undefined && (last !== undefined || exit?.step !== undefined))
      add(count.moves, side, from, step, exit ? exit.name : UNTOLD);
    count.last.set(id, step);
  }
}

const COUNTED: ReadonlySet<DomainEvent['type']> = new Set(['call.step', 'call.ended', 'chat.step']);

/**
 * Counts the event log from one moment to another (ms), both included. `release`: only those who went through this one. A call that began before
 * is counted from its first step within.
 */
export async function countTraffic(
  { eventLog }: Pick<ReportingDeps, 'eventLog'>,
  about: { readonly flowId: string; readonly release?: number; readonly fromMs: number; readonly toMs: number },
): Promise<FlowTraffic> {
  const { flowId, release, fromMs, toMs } = about;
  const wanted = (flow: string | undefined) => (release === undefined ? flow?.startsWith(`${flowId}@`) : flow === `${flowId}@${release}`);
  const count: Count = {
    calls: new Set(),
    chats: new Set(),
    entered: new Map(),
    hungUp: new Map(),
    moves: new Map(),
    last: new Map(),
  };
  for await (const events of eventLog.range(fromMs, toMs)) {
    for (const event of events) if (COUNTED.has(event.type) && event.atMs <= toMs && wanted(event.flow)) countEvent(count, event);
  }
  return {
    calls: count.calls.size,
    chats: count.chats.size,
    steps: [...count.entered].map(([key, entered]) => {
      const [side, step = ''] = key.split(SEPARATOR);
      return { side: side === 'chat' ? 'chat' : 'call', step, entered, hungUp: count.hungUp.get(key) ?? 0 };
    }),
    moves: [...count.moves].map(([key, moved]) => {
      const [side, from = '', to = '', exit = ''] = key.split(SEPARATOR);
      return { side: side === 'chat' ? 'chat' : 'call', from, to, ...(exit !== UNTOLD && { exit }), count: moved };
    }),
  };
}
