import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { FlowFact } from '../flows/outcomes.ts';
import { noteWords } from '../flows/tickets/note-words.ts';
import type { ChatDraft } from './chat-draft.ts';
import { noteTicket } from './note-ticket.ts';

/** What the customer said or wrote, as far as it tells what the chat is about; answers whether it has become urgent by it. */
export function hearWords(draft: ChatDraft, { tickets }: CompiledFlow, text: string): boolean {
  if (!tickets || text.trim() === '') return false;
  const { ticket, facts } = noteWords(tickets, draft.chat.ticket ?? {}, text, draft.chat.language);
  if (Object.keys(ticket).length > 0) draft.chat = { ...draft.chat, ticket };
  noteTicket(draft, facts);
  return facts.some(({ type }: FlowFact) => type === 'ticket-urgent') && tickets.settings.urgent.straightToPerson;
}

/** What was said and chosen on the phone: the words spoken, and what was collected. */
export function hearCall(draft: ChatDraft, compiled: CompiledFlow): void {
  const { card } = draft.chat;
  if (!card || !compiled.tickets) return;
  const spoken = card.path.flatMap(([, , input]) => (input !== undefined && /\p{L}{3}/u.test(input) ? [input] : []));
  const collected = Object.values(card.variables).filter((value) => typeof value === 'string' && /\p{L}{3}/u.test(value));
  for (const text of [...spoken, ...(collected as string[])]) hearWords(draft, compiled, text);
}
