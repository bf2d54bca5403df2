import type { CallView } from '../http/contract/sandbox.ts';
import type { Call, Signal } from './call.ts';
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
  let told = 0;
  return {
    sid: call.sid,
    view: () => viewCall(world, call),
    heard: ({ sinceLast = false } = {}) => {
      const from = sinceLast ? told : 0;
      told = call.heard.at(-1)?.id ?? 0;
      return call.heard.filter((line) => line.id > from && (line.kind === 'say' || line.kind === 'play')).map((line) => line.text);
    },
    ...callerActs(world, time, call),
    waitToHear: (what, limitMs) => {
      const look = () => lineWith(call, what);
      return waitUntil(world, look, () => `the caller to hear ${what}.\n${transcript(call)}`, limitMs);
    },
    waitFor: (state, limitMs) => {
      const look = () => call.state === state && viewCall(world, call);
      return waitUntil(world, look, () => `the call to be ${state}.\n${transcript(call)}`, limitMs);
    },
  };
}

type CallerActs = Pick<CallDriver, 'waitForGather' | 'press' | 'say' | 'stayQuiet' | 'hangUp'>;

function callerActs(world: World, time: Time, call: Call): CallerActs {
  const send = async (signal: Signal) => {
    call.line.send(signal);
    await time.idle();
  };
  const waitForGather = (limitMs?: number) => untilListening(world, time, call, limitMs);
  return {
    waitForGather,
    press: async (keys) => {
      for (const key of keys) {
        await waitForGather();
        await send({ kind: 'key', key });
      }
    },
    say: async (text, confidence = 0.9) => {
      await waitForGather();
      await send({ kind: 'speech', text, confidence });
    },
    stayQuiet: async () => {
      await waitForGather();
      await time.advance((call.gather?.timeoutSeconds ?? 5) * 1000);
    },
    hangUp: () => send({ kind: 'hangup', by: 'caller' }),
  };
}

async function untilListening(world: World, time: Time, call: Call, limitMs?: number): Promise<void> {
  const listening = () => call.gather !== undefined || call.state === 'recording';
  await time.idle();
  while (!listening() && call.state === 'playing' && (await time.step())) await time.idle();
  if (call.state === 'ended') throw new Error(`the call has ended; the line does not listen.\n${transcript(call)}`);
  await waitUntil(world, listening, () => `the line to listen.\n${transcript(call)}`, limitMs);
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
