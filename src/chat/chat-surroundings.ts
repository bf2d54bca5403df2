import { countryOf, lastDigits } from '../base/phone.ts';
import type { Outlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Surroundings } from '../flows/outcomes.ts';
import type { Chat } from './chat.ts';

/** What the chat side of a flow may look at. Pure. */
export function chatSurroundings(chat: Chat, contact: Contact | undefined, outlook: Outlook, nowMs: number): Surroundings {
  const phone = chat.address.phone;
  const country = phone === undefined ? undefined : countryOf(phone);
  return {
    nowMs,
    caller: {
      ...(phone !== undefined && { lastDigits: lastDigits(phone, 3) }),
      ...(country !== undefined && { country }),
      known: (contact?.calls.length ?? 0) + (contact?.chats.length ?? 0) > 0,
      lineType: 'mobile',
      earlierCalls: contact?.calls.length ?? 0,
    },
    queues: outlook.queues,
    desk: outlook.desk,
    ...(outlook.tables && { tables: outlook.tables }),
    entryNumber: chat.card?.entryNumber ?? chat.sender,
    chat: {
      caseNumber: chat.caseNumber,
      fromCall: chat.link !== undefined,
      ...(chat.link && chat.card?.endedEarly && { leftAt: chat.card.endedEarly.step }),
      ...(chat.survey && { surveyed: true }),
    },
  };
}
