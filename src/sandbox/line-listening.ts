import type { HeardLine } from '../http/contract/sandbox.ts';
import type { Bridge, Call, DocumentRequest, Signal } from './call.ts';
import type { World } from './world.ts';

/** Whatever takes a call away from the document it runs. */
export class Diverted extends Error {
  readonly why: Diversion;

  constructor(why: Diversion) {
    super(why.kind);
    this.why = why;
  }
}

export type Diversion =
  | { readonly kind: 'hangup'; readonly by: 'caller' | 'service' | 'agent' }
  | { readonly kind: 'divert'; readonly request: DocumentRequest; readonly fromQueue: boolean }
  | { readonly kind: 'bridge'; readonly bridge: Bridge };

type Input = Extract<Signal, { kind: 'key' | 'speech' }>;
type Wanted = Exclude<Signal, { kind: 'hangup' | 'divert' | 'bridge' }>;

const DIVERTING = new Set(['hangup', 'divert', 'bridge']);

/** Waits for a signal that the document has a use for. Throws Diverted for those that end the document. */
export async function listen(call: Call, timeoutMs?: number): Promise<Wanted | 'elapsed'> {
  const signal = await call.line.next(timeoutMs);
  if (signal === 'elapsed') return signal;
  if (signal.kind === 'hangup' || signal.kind === 'divert' || signal.kind === 'bridge') throw new Diverted(signal);
  return signal;
}

/** After time away from the line: keys meanwhile are lost, a hang-up counts. Throws Diverted. */
export function checkLine(call: Call): void {
  call.line.flush();
  const signal = call.line.take((candidate) => DIVERTING.has(candidate.kind));
  if (signal) throw new Diverted(signal as Diversion);
}

/** Lets time pass; with `interruptible` a key or a word ends it and is the answer. Throws Diverted. */
export async function passTime(world: World, call: Call, ms: number, interruptible = false): Promise<Input | undefined> {
  const until = world.scheduler.nowMs() + ms;
  for (let left = ms; left > 0; left = until - world.scheduler.nowMs()) {
    const signal = await listen(call, left);
    if (signal === 'elapsed') return undefined;
    if (signal.kind !== 'key' && signal.kind !== 'speech') continue;
    if (interruptible) return signal;
    note(world, call, { kind: 'note', text: 'nobody is listening for keys now' });
  }
  return undefined;
}

/** Adds a line to what was heard and said on this call. */
export function note(world: World, call: Call, line: Omit<HeardLine, 'id' | 'atMs'>): void {
  const last = call.heard.at(-1);
  call.heard.push({ id: (last?.id ?? 0) + 1, atMs: world.scheduler.nowMs(), ...line });
  if (call.heard.length > 500) call.heard.splice(0, call.heard.length - 500);
  world.changes.announce();
}

/** Adds a problem to the call's list. */
export function noteCallProblem(world: World, call: Call, code: number, text: string, warning: boolean): void {
  call.problems.push({ atMs: world.scheduler.nowMs(), code, text, warning });
  world.log.warn({ code, text, callSid: call.sid }, 'carrier emulator: a problem on a call');
  world.changes.announce();
}
