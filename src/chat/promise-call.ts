import type { CallbackId, ChatId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { zoneOfNumber } from '../base/number-zone.ts';
import { parsePhone } from '../base/phone.ts';
import { bookCallback, callbackIdOf } from '../callbacks/book-callback.ts';
import { type CallableHours, nextCallable } from '../callbacks/callable-hours.ts';
import type { CallbackRules } from '../callbacks/callback.ts';
import { ringsSomewhere } from '../callbacks/callback-times.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import type { Flow } from '../flows/flow.ts';
import type { FlowShelf } from '../flows/published-flow.ts';
import { CallbackFields } from '../flows/schema/shared-steps.ts';
import type { CallPlace } from '../handoff/call-hour.ts';
import { type Actor, refuseHandling } from './actor.ts';
import { type ChangeDeps, changeChat, type Refusal, refuse } from './change-chat.ts';
import type { Chat } from './chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import { contactOf } from './end-chat.ts';
import { tellDesk } from './tell-customer.ts';

export interface PromiseCallDeps extends ChangeDeps {
  readonly keyring: Pick<Keyring, 'hash'>;
  readonly flows: Pick<FlowShelf, 'find' | 'forNumber'>;
  /** The first moment at which the settings let this person be called; undefined: not at all. */
  readonly nextCallHour: (place: CallPlace, fromMs: number) => number | undefined;
}

export type CallPromised = { readonly kind: 'promised'; readonly callbackId: CallbackId; readonly asap: boolean; readonly atMs: number };

/** The hours of the flow and those of the settings are matched so often. */
const MOST_LOOKS = 20;

/**
 * Promises a call to somebody who left a voice message: made like every promised call, the agent's phone first, that of
 * whoever promises it before all others; now, or at the first hour at which they may be called. Refused with chat-not-found,
 * chat-closed, chat-not-yours, call-not-possible (no voice message, a number that is withheld, does not ring or is blocked,
 * no hour within a week), callback-pending.
 */
export function promiseCall(deps: PromiseCallDeps, actor: Actor, chatId: ChatId): Promise<CallPromised | Refusal> {
  return changeChat<CallPromised | Refusal>(deps, chatId, async (draft) => {
    const { chat, nowMs } = draft;
    const refusal = refuseHandling(chat, actor);
    if (refusal) return { changed: false, outcome: refusal };
    const to = chat.voicemail && chat.address.phone;
    if (to === undefined || !ringsSomewhere(parsePhone(to)?.type)) return { changed: false, outcome: refuse('call-not-possible') };
    const contact = await contactOf(deps.store, draft);
    if (!contact) return { changed: false, outcome: refuse('call-not-possible') };
    if (contact.value.pendingCallback) return { changed: false, outcome: refuse('callback-pending') };
    const { flow } = ((await deps.flows.find(chat.flow)) ?? deps.flows.forNumber(chat.card?.entryNumber ?? chat.sender)).compiled;
    const { callable, rules } = settingsOf(flow, chat.team);
    const zone = zoneOfNumber(to) ?? flow.timeZone;
    const entryNumber = chat.card?.entryNumber ?? chat.sender;
    const atMs = firstHour(deps, { to, entryNumber, timeZone: flow.timeZone }, { callable, zone, nowMs });
    if (atMs === undefined) return { changed: false, outcome: refuse('call-not-possible') };
    const asap = atMs === nowMs;
    const booked = bookCallback({
      id: callbackIdOf(deps.keyring, chat.id, `${chat.id}:${chat.lastMessage.seq}:${nowMs}`),
      contactId: chat.contactId,
      to,
      entryNumber,
      business: flow.business,
      language: chat.language,
      ...(chat.intent !== undefined && { intent: chat.intent }),
      flow: chat.flow,
      team: chat.team ?? 'support',
      skills: chat.skills,
      promisedBy: actor.userId,
      origin: { kind: 'chat', chatId: chat.id, ...(chat.voicemail && { callId: chat.voicemail.callId }) },
      requestedAtMs: nowMs,
      asap,
      ...(!asap && { atMs }),
      zone,
      callable,
      rules,
      ...(chat.card && { card: chat.card }),
    });
    addPromise(draft, booked, actor);
    draft.writes.push({
      ref: { kind: 'contact', id: chat.contactId },
      expectedVersion: contact.version,
      value: { ...contact.value, pendingCallback: booked.pending },
      ttlSeconds: CONTACT_TTL_SECONDS,
    });
    return { changed: true, outcome: { kind: 'promised', callbackId: booked.callback.id, asap, atMs } };
  });
}

function addPromise(draft: ChatDraft, booked: ReturnType<typeof bookCallback>, actor: Actor): void {
  tellDesk(draft, 'callPromised', { agent: actor.name });
  draft.writes.push(booked.write);
  draft.timers.push(booked.timer);
  draft.events.push(...booked.events);
}

/** As the flow calls back elsewhere, on the phone before the chat, for that team before others; else as its schema has it. Pure. */
function settingsOf(flow: Flow, team: Chat['team']): { readonly callable: CallableHours; readonly rules: CallbackRules } {
  const steps = [...Object.values(flow.call.steps), ...Object.values(flow.chat.steps)].filter((step) => step.type === 'callback');
  const step = steps.find((each) => each.team === team) ?? steps[0];
  const fields = step ?? {
    callableFrom: CallbackFields.callableFrom.parse(undefined),
    callableTo: CallbackFields.callableTo.parse(undefined),
    tries: CallbackFields.tries.parse(undefined),
    everyMinutes: CallbackFields.everyMinutes.parse(undefined),
    giveUpHours: CallbackFields.giveUpHours.parse(undefined),
  };
  const { callableFrom, callableTo, tries, everyMinutes, giveUpHours } = fields;
  return { callable: { from: callableFrom, to: callableTo }, rules: { tries, everyMinutes, giveUpHours } };
}

/** The first moment that both the flow and the settings allow. */
function firstHour(
  { nextCallHour }: PromiseCallDeps,
  place: CallPlace,
  { callable, zone, nowMs }: { readonly callable: CallableHours; readonly zone: string; readonly nowMs: number },
): number | undefined {
  let atMs = nextCallable(callable, zone, nowMs);
  for (let n = 0; n < MOST_LOOKS; n += 1) {
    const allowed = nextCallHour(place, atMs);
    if (allowed === undefined) return undefined;
    const next = nextCallable(callable, zone, allowed);
    if (next === atMs) return atMs;
    atMs = next;
  }
  return undefined;
}
