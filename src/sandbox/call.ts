import type { CallView, HeardLine, Problem } from '../http/contract/sandbox.ts';
import type { Activity } from './activity.ts';
import type { Scheduler } from './scheduler.ts';
import type { Parameters } from './signature.ts';

/** Where the next document of a call comes from. */
export interface DocumentRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly parameters: Parameters;
  /** Given in place of an address by the REST API. */
  readonly inline?: string;
}

/** What reaches a line from outside while a document runs. */
export type Signal =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'speech'; readonly text: string; readonly confidence: number }
  | { readonly kind: 'hangup'; readonly by: 'caller' | 'service' | 'agent' }
  | { readonly kind: 'divert'; readonly request: DocumentRequest; readonly fromQueue: boolean }
  | { readonly kind: 'bridge'; readonly bridge: Bridge }
  | { readonly kind: 'bridge-ended' }
  | { readonly kind: 'phone'; readonly does: 'answer' | 'decline' }
  /** The leg that this one dialled has heard its own document: it may be joined, or it is over. */
  | { readonly kind: 'leg'; readonly outcome: 'join' | 'completed' | 'busy' | 'no-answer' | 'failed' };

/** Two parties who talk. Each leg hears `bridge-ended` when the other side ends it. */
export interface Bridge {
  /** Who the caller talks to, as shown: `agent phone`, a number. */
  readonly partner: string;
  readonly startedAtMs: number;
  /** False once somebody has hung up. */
  readonly live: boolean;
  /** Ends it; the other side is told. */
  end(by: 'caller' | 'partner'): void;
}

/** A leg: an inbound call, one that the REST API asked for, or the leg that a `<Dial>` makes and that has a document of its own. */
export interface Call {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: 'inbound' | 'outbound-dial' | 'outbound-api';
  readonly parentSid?: string;
  /** Parameters of every webhook of this call besides those that are computed. */
  readonly extra: Parameters;
  readonly startedAtMs: number;
  status: CallView['status'];
  state: CallView['state'];
  answeredAtMs?: number;
  /** A machine picked up: it presses no keys. */
  machine?: boolean;
  endedAtMs?: number;
  endedBy?: NonNullable<CallView['endedBy']>;
  readonly heard: HeardLine[];
  readonly problems: Problem[];
  gather?: NonNullable<CallView['gather']>;
  queue?: { readonly name: string; readonly joinedAtMs: number };
  dialled?: string;
  readonly line: Line;
  /** Set by the REST API: replaces the number's fallback and status addresses. */
  fallbackUrl?: string;
  statusCallback?: string;
  /** Which of its events are told, and how many were. */
  progress?: { readonly events: readonly string[]; told: number };
  /** Documents fetched since time last moved: a guard against loops that take no time. */
  hurried: { atMs: number; documents: number };
}

/** The mailbox of a leg. */
export interface Line {
  send(signal: Signal): void;
  /** The oldest signal; 'elapsed' when none came within the time. Without a time it waits for ever. */
  next(timeoutMs?: number): Promise<Signal | 'elapsed'>;
  /** Takes out the first signal that matches, without waiting. */
  take(matches: (signal: Signal) => boolean): Signal | undefined;
  /** Forgets keys and words that nobody listened to. */
  flush(): void;
}

/** A leg counts as under way unless it waits for a signal. */
export function createLine(world: { readonly scheduler: Scheduler; readonly activity: Activity }): Line {
  const waiting: Signal[] = [];
  let wake: ((signal: Signal | 'elapsed') => void) | undefined;
  return {
    send: (signal) => {
      if (wake) wake(signal);
      else waiting.push(signal);
    },
    next: (timeoutMs) => {
      const first = waiting.shift();
      if (first) return Promise.resolve(first);
      if (timeoutMs !== undefined && timeoutMs <= 0) return Promise.resolve('elapsed' as const);
      return new Promise((resolve) => {
        let cancel = () => {};
        wake = (signal) => {
          wake = undefined;
          cancel();
          world.activity.hold();
          resolve(signal);
        };
        world.activity.release();
        if (timeoutMs !== undefined) cancel = world.scheduler.schedule(timeoutMs, () => wake?.('elapsed'));
      });
    },
    take: (matches) => {
      const index = waiting.findIndex(matches);
      return index < 0 ? undefined : waiting.splice(index, 1)[0];
    },
    flush: () => {
      const kept = waiting.filter((signal) => signal.kind !== 'key' && signal.kind !== 'speech');
      waiting.splice(0, waiting.length, ...kept);
    },
  };
}
