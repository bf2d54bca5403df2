import type { InboundMessage } from '../channels/messages.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import { variableAsked } from '../flows/tickets/variable-asked.ts';
import type { Chat } from './chat.ts';
import { wantsPerson } from './wants-person.ts';

/** Is the message the answer to a question whose variable is never kept? Then the thread does not keep it either. Pure. */
export function hidesAnswer(compiled: CompiledFlow, { state, wait, whoAsked }: Chat, message: InboundMessage): boolean {
  if (state !== 'bot' || whoAsked || wantsPerson(compiled, message)) return false;
  const variable = variableAsked(compiled.flow, wait);
  return variable !== undefined && compiled.sensitive.has(variable);
}
