import type { FailureClass } from '../../src/channels/delivery.ts';
import type { ChatStep } from '../../src/flows/schema/chat-steps.ts';
import type { VoiceStep } from '../../src/flows/schema/voice-steps.ts';
import type { RuleId } from '../../src/rules/table.ts';

/** What there is to prove: a rule of the offer, a class of failures, an exit of a type of step. */
type StepType = (VoiceStep | ChatStep)['type'];
type Claim = `rule:${RuleId}` | `failure:${FailureClass}` | `step:${StepType}` | `exit:${StepType} ${string}`;

export interface Shown<Id extends string> {
  readonly id: Id;
  /** What the test shows, in words: its title. */
  readonly words: string;
}

type IdOf<Name extends string> = Name extends `${string}:${infer Id}` ? Id : never;

/**
 * Says what a test proves. docs/proof.md is made from these calls by reading the files, so both arguments are written out;
 * a name that does not exist does not compile. The test itself goes by `id`, so that it can't prove something else.
 */
export function shows<const Name extends Claim>(name: Name, words: string): Shown<IdOf<Name>> {
  return { id: name.slice(name.indexOf(':') + 1) as IdOf<Name>, words };
}
