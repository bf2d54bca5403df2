import type { ChatId } from '../base/ids.ts';
import type { CompiledTickets } from '../flows/tickets/compile-tickets.ts';
import { keep } from '../flows/tickets/reach-desk.ts';
import type { Ticket } from '../flows/tickets/ticket.ts';
import { deskSceneOf } from './bring-to-desk.ts';
import { changeChat } from './change-chat.ts';
import { addEvent, addMessage, type ChatDraft } from './chat-draft.ts';
import { LOOK_AGAIN_MS, noteTicket, setDueTimer } from './note-ticket.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { tellDesk } from './tell-customer.ts';

/**
 * Looks after a ticket that is not answered: a chat that waits while everybody has gone is kept and its customer told; before a
 * promise is missed, and when it is, the thread and the event log say so, once each. Any number of times.
 */
export async function keepPromise(deps: ReceiveDeps, chatId: ChatId): Promise<void> {
  await changeChat<void>(deps, chatId, async (draft) => {
    const { state, ticket, flow } = draft.chat;
    const nothing = { changed: false, outcome: undefined };
    if (!ticket || (state !== 'waiting' && state !== 'assigned')) return nothing;
    const { compiled } = (await deps.flows.find(flow)) ?? deps.flows.forNumber(draft.chat.sender);
    const { tickets } = compiled;
    if (!tickets) return nothing;
    const changed = ticket.promise
      ? watch(draft, ticket, ticket.promise, tickets)
      : state === 'waiting' && lookAgain(deps, draft, compiled, tickets);
    return changed ? { changed: true, outcome: undefined } : nothing;
  });
}

function lookAgain(deps: ReceiveDeps, draft: ChatDraft, compiled: Parameters<typeof deskSceneOf>[2], tickets: CompiledTickets): boolean {
  const waitedMs = draft.nowMs - (draft.chat.queuedAtMs ?? draft.nowMs);
  if (waitedMs >= LOOK_AGAIN_MS) {
    const kept = keep(deskSceneOf(deps, draft, compiled, tickets), draft.chat.ticket ?? {});
    draft.chat = { ...draft.chat, ticket: kept.ticket };
    noteTicket(draft, kept.facts);
    for (const { text } of kept.sayings) addMessage(draft, { kind: 'bot' }, text);
  }
  setDueTimer(draft, tickets.settings.promise);
  return true;
}

function watch(draft: ChatDraft, ticket: Ticket, promise: NonNullable<Ticket['promise']>, { settings }: CompiledTickets): boolean {
  const { dueAtMs } = promise;
  const isMissed = draft.nowMs >= dueAtMs;
  if (isMissed && promise.missed) return false;
  const warnAtMs = dueAtMs - settings.promise.warnMinutes * 60_000;
  const isDueSoon = !isMissed && !promise.warned && draft.nowMs >= warnAtMs;
  if (isMissed || isDueSoon) {
    const next = isMissed ? { ...promise, warned: true as const, missed: true as const } : { ...promise, warned: true as const };
    draft.chat = { ...draft.chat, ticket: { ...ticket, promise: next } };
    tellDesk(draft, isMissed ? 'ticketMissed' : 'ticketDueSoon');
    addEvent(draft, isMissed ? 'ticket.overdue' : 'ticket.due-soon', { dueAtMs });
  }
  setDueTimer(draft, settings.promise);
  return true;
}
