import { type Choice, choicesOf } from './chat-choices.ts';
import type { Flow } from './flow.ts';
import type { ChatStep } from './schema/chat-steps.ts';
import type { VoiceStep } from './schema/voice-steps.ts';

export type FlowSide = 'call' | 'chat';

/** An arrow that leaves a step. `name` is unique within the step; `path` says where the target stands inside the step. */
export interface Exit {
  readonly name: string;
  readonly to: string;
  readonly path: readonly (string | number)[];
}

function named(step: Readonly<Record<string, unknown>>, names: readonly string[]): Exit[] {
  return names.flatMap((name) => (typeof step[name] === 'string' ? [{ name, to: step[name], path: [name] }] : []));
}

export type StepType = (VoiceStep | ChatStep)['type'];

const FIXED: Readonly<Record<StepType, readonly string[]>> = {
  say: ['next'],
  menu: ['invalid', 'noInput'],
  collect: ['next', 'invalid', 'noInput', 'person'],
  confirm: ['yes', 'no', 'invalid', 'noInput'],
  branch: ['otherwise'],
  request: ['ok', 'notFound', 'failed'],
  set: ['next'],
  language: ['next'],
  hours: ['open', 'closed', 'holiday'],
  split: [],
  run: [],
  return: [],
  offer: ['accepted', 'declined', 'ignored', 'person', 'withheld', 'failed'],
  queue: ['connected', 'full', 'failed'],
  dial: ['answered', 'noAnswer', 'failed'],
  voicemail: ['next', 'tooShort', 'failed'],
  callback: ['next', 'declined', 'cancelled', 'failed'],
  hangup: [],
  send: ['next'],
  ask: ['next', 'invalid'],
  survey: ['next', 'denied', 'invalid'],
  assign: ['next'],
  close: [],
};

/** Arrows whose number the file decides: they are called by the kind and what tells them apart, as `key 1`. */
const LISTED: Readonly<Partial<Record<StepType, readonly string[]>>> = {
  menu: ['key'],
  branch: ['case'],
  split: ['arm'],
  run: ['exit'],
  send: ['button', 'row'],
  ask: ['button', 'row'],
};

/** Every type of step with the kinds of exits that it can have. */
export const EXIT_KINDS: ReadonlyMap<StepType, readonly string[]> = new Map(
  (Object.keys(FIXED) as StepType[]).map((type) => [type, [...(LISTED[type] ?? []), ...FIXED[type]]]),
);

/** The kind of an exit: `key` of `key 1`, and itself of any other. The exits of a run are called by its part. */
export function kindOfExit(type: StepType, name: string): string {
  if (type === 'run') return 'exit';
  return LISTED[type]?.find((kind) => name.startsWith(`${kind} `)) ?? name;
}

/** The exit of an answer that can be tapped and has one of its own. */
export function exitOfChoice({ id, path }: Pick<Choice, 'id' | 'path'>): string {
  return `${path[0] === 'list' ? 'row' : 'button'} ${id}`;
}

/** Every arrow that leaves a step, options and cases first. */
export function exitsOf(step: VoiceStep | ChatStep): readonly Exit[] {
  const fixed = named(step, FIXED[step.type]);
  if (step.type === 'menu') {
    return [...step.options.map((option, at) => ({ name: `key ${option.key}`, to: option.to, path: ['options', at, 'to'] })), ...fixed];
  }
  if (step.type === 'branch') {
    return [...step.cases.map((each, at) => ({ name: `case ${at + 1}`, to: each.to, path: ['cases', at, 'to'] })), ...fixed];
  }
  if (step.type === 'split') return step.arms.map((arm, at) => ({ name: `arm ${arm.id}`, to: arm.to, path: ['arms', at, 'to'] }));
  if (step.type === 'run') return Object.entries(step.exits).map(([name, to]) => ({ name, to, path: ['exits', name] }));
  if (step.type === 'ask' || step.type === 'send') {
    const taps = choicesOf(step).flatMap(({ id, to, path }) =>
      to === undefined ? [] : [{ name: exitOfChoice({ id, path }), to, path: [...path, 'to'] }],
    );
    return [...taps, ...fixed];
  }
  return fixed;
}

/** The steps of one side, in the order of the file. */
export function stepsOf(flow: Flow, side: FlowSide): readonly (readonly [id: string, step: VoiceStep | ChatStep])[] {
  return Object.entries(flow[side].steps);
}

/** Does the step wait for the caller, the customer, the carrier or a look-up? Where no step of a loop waits, it never ends. */
export function isWaiting(step: VoiceStep | ChatStep): boolean {
  return !['say', 'branch', 'set', 'language', 'hours', 'split', 'return', 'send'].includes(step.type);
}
