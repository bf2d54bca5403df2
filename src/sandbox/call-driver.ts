import type { CallView } from '../http/contract/sandbox.ts';
import type { Call } from './call.ts';
import { pressKeys } from './operate.ts';
import type { Time } from './time.ts';
import { viewCall } from './view.ts';
import { waitUntil } from './wait-until.ts';
import type { World } from './world.ts';

/** A caller, played by a test. Each act resolves when the carrier has nothing more under way. */
export interface CallDriver {
  readonly sid: string;
  view(): CallView;
  /** What was said and played to the caller, oldest first; `sinceLast` only what is new since it was last asked so. */
  heard(options?: { readonly sinceLast?: boolean }): string[];
  /** Until the line listens for keys or speech; in manual time what is spoken before passes at once. */
  waitForGather(limitMs?: number): Promise<void>;
  /** Presses keys, each when the line listens. */
  press(keys: string): Promise<void>;
  say(text: string, confidence?: number): Promise<void>;
  /** Lets the line wait in vain: needs manual time. */
  stayQuiet(): Promise<void>;
  hangUp(): Promise<void>;
  /** Until the caller has heard this. */
  waitToHear(what: string | RegExp, limitMs?: number): Promise<string>;
  waitFor(state: CallView['state'], limitMs?: number): Promise<CallView>;
}

/** A driver of a call that was started. */
export function driveCall(world: World, time: Time, call: Call): CallDriver {
  const view = () => viewCall(world, call);
  const listening = () => call.gather !== undefined || call.state === 'recording';
  let told = 0;
  const waitForGather = async (limitMs?: number): Promise<void> => {
    await time.idle();
    while (!listening() && call.state === 'playing' && (await time.step())) await time.idle();
    if (call.state === 'ended') throw new Error(`the call has ended; the line does not listen.\n${transcript(call)}`);
    await waitUntil(world, listening, () => `the line to listen.\n${transcript(call)}`, limitMs);
  };
  return {
    sid: call.sid,
    view,
    heard: ({ sinceLast = false } = {}) => {
      const from = sinceLast ? told : 0;
      told = call.heard.at(-1)?.id ?? 0;
      return call.heard.filter((line) => line.id > from && (line.kind === 'say' || line.kind === 'play')).map((line) => line.text);
    },
    waitForGather,
    press: async (keys) => {
      for (const key of keys) {
        await waitForGather();
        pressKeys(call, key);
        await time.idle();
      }
    },
    say: async (text, confidence = 0.9) => {
      await waitForGather();
      call.line.send({ kind: 'speech', text, confidence });
      await time.idle();
    },
    stayQuiet: async () => {
      await waitForGather();
      const seconds = call.gather?.timeoutSeconds ?? 5;
      await time.advance(seconds * 1000);
    },
    hangUp: async () => {
      call.line.send({ kind: 'hangup', by: 'caller' });
      await time.idle();
    },
    waitToHear: (what, limitMs) =>
      waitUntil(
        world,
        () => lineWith(call, what),
        () => `the caller to hear ${what}.\n${transcript(call)}`,
        limitMs,
      ),
    waitFor: (state, limitMs) =>
      waitUntil(
        world,
        () => call.state === state && view(),
        () => `the call to be ${state}.\n${transcript(call)}`,
        limitMs,
      ),
  };
}

function lineWith(call: Call, what: string | RegExp): string | undefined {
  const fits = (text: string) => (typeof what === 'string' ? text.includes(what) : what.test(text));
  return call.heard.find((line) => line.kind === 'say' && fits(line.text))?.text;
}

function transcript(call: Call): string {
  const lines = call.heard.map((line) => `  ${line.kind}: ${line.text}`);
  const problems = call.problems.map((problem) => `  problem ${problem.code}: ${problem.text}`);
  return [`${call.state} (${call.status})`, ...lines, ...problems].join('\n');
}
