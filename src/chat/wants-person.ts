import type { InboundMessage } from '../channels/messages.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import { asksForPerson } from '../flows/human-words.ts';

/** Does the message ask for a person, in any language or in the flow's own words? Pure. */
export function wantsPerson(compiled: CompiledFlow, message: InboundMessage): boolean {
  if (message.buttonPayload !== undefined) return false;
  return asksForPerson(message.text, Object.values(compiled.flow.humanWords ?? {}).flat());
}
