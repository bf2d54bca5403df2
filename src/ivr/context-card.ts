import type { Contact } from '../contacts/contact.ts';
import type { ContextCard } from '../handoff/context-card.ts';
import type { Call } from './call.ts';

const MAX_EARLIER = 5;

/** What the chat will open with, as the call stands now. The engine keeps sensitive variables out of the snapshot. */
export function contextCardOf(call: Call, contact: Contact | undefined, nowMs: number): ContextCard {
  const { context } = call.snapshot;
  const earlierCalls = (contact?.calls ?? []).filter((earlier) => earlier.callId !== call.id).slice(-MAX_EARLIER);
  return {
    callStartedAtMs: call.startedAtMs,
    entryNumber: call.to,
    language: context.language,
    ...(context.intent !== undefined && { intent: context.intent }),
    flow: call.flow,
    path: call.path,
    variables: context.variables,
    ...(context.arms && { arms: context.arms }),
    lookups: call.lookups ?? {},
    promised: context.offer?.promised ?? {},
    waitedSeconds: context.queuedAtMs === undefined ? 0 : Math.max(0, Math.round((nowMs - context.queuedAtMs) / 1000)),
    offersBefore: offersBefore(call, contact),
    earlierCalls: earlierCalls.map(({ callId: _, ...rest }) => rest),
    earlierChats: (contact?.chats ?? []).slice(-MAX_EARLIER).map(({ chatId: _, ...rest }) => rest),
  };
}

/** Offers made before this one: those of earlier calls as answered, and the earlier ones of this call. The contact's list holds both. */
function offersBefore(call: Call, contact: Contact | undefined): number {
  const ofEarlierCalls = (contact?.offers ?? []).filter((offer) => offer.callId !== call.id);
  return ofEarlierCalls.length + Math.max(0, (call.offersMade ?? 1) - 1);
}
