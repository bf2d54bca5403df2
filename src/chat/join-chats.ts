import type { AgentBoard } from '../agents/agent-board.ts';
import type { Versioned } from '../base/changes.ts';
import type { DomainEvent } from '../base/events.ts';
import { parseId } from '../base/ids.ts';
import type { Contact } from '../contacts/contact.ts';
import { type ChangeDeps, changeChat, loadChat } from './change-chat.ts';
import { contactOf, endChat } from './end-chat.ts';
import { tellDesk } from './tell-customer.ts';

/**
 * Two records turned out to be one person, and both have a chat that is open: what the person writes goes to that of the
 * number. The other says so; if no human has it, it is over. True if the event was of that kind. Any number of times.
 */
export async function joinChats(deps: ChangeDeps & { readonly board: Pick<AgentBoard, 'signal'> }, event: DomainEvent): Promise<boolean> {
  if (event.type !== 'contact.merged' || !event.contactId) return false;
  const from = parseId('p', typeof event.data?.from === 'string' ? event.data.from : '');
  if (!from) return true;
  const [into, second] = (await deps.store.load([
    { kind: 'contact', id: event.contactId },
    { kind: 'contact', id: from },
  ])) as (Versioned<Contact> | undefined)[];
  const { openChatId } = second?.value ?? {};
  const goesOn = into?.value.openChatId && (await loadChat(deps.store, into.value.openChatId))?.value;
  if (!openChatId || !goesOn || goesOn.state === 'closed' || goesOn.id === openChatId) return true;
  await changeChat<void>(deps, openChatId, async (draft) => {
    if (draft.chat.state === 'closed' || draft.chat.goesOnIn === goesOn.id) return { changed: false, outcome: undefined };
    tellDesk(draft, 'goesOnIn', { caseNumber: goesOn.caseNumber });
    draft.chat = { ...draft.chat, goesOnIn: goesOn.id };
    if (draft.chat.state !== 'assigned') endChat(draft, await contactOf(deps.store, draft), 'merged', 'sweep');
    return { changed: true, outcome: undefined };
  });
  await deps.board.signal({ kind: 'offers', chatId: openChatId });
  return true;
}
