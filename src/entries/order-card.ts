import { type CallId, makeId, shardOfId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Contact } from '../contacts/contact.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { ContextCard } from '../handoff/context-card.ts';
import type { FoundOffer } from './find-offer.ts';
import type { InviteOrder } from './invite-order.ts';

const MAX_EARLIER = 3;

/** What the chat opens with when the call was on another line: what that line told, and what we remember of the person. */
export function orderCard(order: InviteOrder, offer: FoundOffer, contact: Contact | undefined, sender: string): ContextCard {
  const { call } = order;
  return {
    callStartedAtMs: call?.startedAtMs ?? order.consent.atMs,
    entryNumber: order.entryNumber ?? sender,
    language: offer.language,
    ...(order.intent !== undefined && { intent: order.intent }),
    flow: offer.published.ref,
    path: (call?.path ?? []).map(({ step, atSeconds, input }) => (input === undefined ? [step, atSeconds] : [step, atSeconds, input])),
    variables: order.variables ?? {},
    lookups: order.lookups ?? {},
    promised: call?.promised ?? {},
    waitedSeconds: call?.waitedSeconds ?? 0,
    offersBefore: contact?.offers.length ?? 0,
    earlierCalls: (contact?.calls ?? []).slice(-MAX_EARLIER).map(({ callId: _, ...rest }) => rest),
    earlierChats: (contact?.chats ?? []).slice(-MAX_EARLIER).map(({ chatId: _, ...rest }) => rest),
  };
}

/** The id under which the call on the other line stands in the event log: the same for each invite of that call. */
export function outsideCallId(keyring: Keyring, contactId: string, keyId: string, call: string): CallId {
  return makeId('c', shardOfId(contactId) ?? 0, `ext-${keyring.hash(`outside-call:${keyId}:${call}`).slice(0, 16)}`);
}

const KIND: Record<string, 'number' | 'string' | 'boolean'> = { integer: 'number', number: 'number', boolean: 'boolean', string: 'string' };

/** What is wrong with the variables that were handed over: secrets are not taken, and types are those of the flow. Pure. */
export function variableProblems(compiled: CompiledFlow, order: InviteOrder): { readonly path: string; readonly message: string }[] {
  const { variables } = compiled.flow;
  const given = { ...order.variables, ...Object.assign({}, ...Object.values(order.lookups ?? {})) };
  return Object.entries(given).flatMap(([name, value]) => {
    const declared = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const path = `body.variables.${name}`;
    if (declared?.sensitive) return [{ path, message: 'is a secret of the flow, and secrets are never stored: leave it out' }];
    if (!declared || value === null || typeof value === KIND[declared.type]) return [];
    return [{ path, message: `must be of the type ${declared.type}, as the flow declares it` }];
  });
}
