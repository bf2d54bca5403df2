import type { ChatId } from '../base/ids.ts';
import type { SharedPerson } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import { type Actor, refuseHandling } from './actor.ts';
import { type ChangeDeps, changeChat, type Refusal, refuse } from './change-chat.ts';
import { addEvent } from './chat-draft.ts';
import { contactOf } from './end-chat.ts';
import { cleanName } from './open-chat.ts';
import { tellDesk } from './tell-customer.ts';

const MOST_PEOPLE = 6;

export type Named = { readonly kind: 'named'; readonly person: SharedPerson };

/** Who writes in this chat: one of the people known of the number, or one more. */
export type WhoWrites = { readonly personId: string } | { readonly name: string };

/**
 * An agent says that another person than usual writes from this number. From then on the number counts as shared: the next
 * chat asks who writes, and invites say nothing of the call. Refused with chat-not-found, chat-closed, chat-not-yours,
 * person-not-found, too-many-people.
 */
export function namePerson(
  deps: ChangeDeps,
  actor: Actor,
  { chatId, who }: { readonly chatId: ChatId; readonly who: WhoWrites },
): Promise<Named | Refusal> {
  return changeChat<Named | Refusal>(deps, chatId, async (draft) => {
    const refusal = refuseHandling(draft.chat, actor);
    if (refusal) return { changed: false, outcome: refusal };
    const found = await contactOf(deps.store, draft);
    if (!found) return { changed: false, outcome: refuse('chat-not-found') };
    const note = { sinceMs: draft.nowMs, by: actor.name };
    const known = found.value.people ?? [{ id: '1', name: cleanName(found.value.profileName) ?? '', ...note }];
    const chosen = 'personId' in who ? known.find(({ id }) => id === who.personId) : known.find(({ name }) => name === cleanName(who.name));
    if (!chosen && 'personId' in who) return { changed: false, outcome: refuse('person-not-found') };
    if (!chosen && known.length >= MOST_PEOPLE) return { changed: false, outcome: refuse('too-many-people') };
    const person = chosen ?? { id: String(known.length + 1), name: cleanName('name' in who ? who.name : '') ?? '', ...note };
    const people = chosen ? known : [...known, person];
    const { whoAsked: _, ...chat } = draft.chat;
    draft.chat = { ...chat, person: { id: person.id, name: person.name } };
    tellDesk(draft, 'personNamed', { by: actor.name, name: person.name });
    addEvent(draft, 'contact.shared', { personId: person.id, people: people.length, by: actor.userId });
    draft.writes.push({
      ref: { kind: 'contact', id: draft.chat.contactId },
      expectedVersion: found.version,
      value: { ...found.value, people },
      ttlSeconds: CONTACT_TTL_SECONDS,
    });
    return { changed: true, outcome: { kind: 'named', person } };
  });
}
