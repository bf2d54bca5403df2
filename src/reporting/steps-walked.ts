import type { DomainEvent } from '../base/events.ts';

/** A step that was entered, and by which exit. */
export interface StepWalked {
  readonly step: string;
  /** Absent: the log did not keep exits then. `name` '': by none. `step`: the exit of another step than the one before. */
  readonly exit?: { readonly name: string; readonly step?: string };
}

const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : undefined;

/** The steps of one event of a call or a chat, in order; events from before exits were kept, and before there was a list of steps, are read too. Pure. */
export function stepsWalked({ step, data }: Pick<DomainEvent, 'step' | 'data'>): readonly StepWalked[] {
  const steps = texts(data?.steps) ?? (step === undefined ? [] : [step]);
  const exits = texts(data?.exits);
  return steps.map((each, at) => {
    const written = exits?.[at];
    if (written === undefined) return { step: each };
    const joint = written.indexOf(', ');
    return { step: each, exit: joint < 0 ? { name: written } : { step: written.slice(0, joint), name: written.slice(joint + 2) } };
  });
}
