import type { NewEvent } from '../base/events.ts';
import type { Keyring } from '../base/keyring.ts';
import { type Booked, bookCallback, callbackIdOf } from '../callbacks/book-callback.ts';
import type { Contact } from '../contacts/contact.ts';
import { emptyContact } from '../contacts/load-contact.ts';
import type { CallbackStep } from '../flows/schema/voice-steps.ts';
import type { Call } from './call.ts';
import { callEvent } from './call-events.ts';
import { contextCardOf } from './context-card.ts';
import type { Sprint, SprintSetting } from './run-sprint.ts';

export interface CallbackPromise {
  readonly booked?: Booked;
  readonly events: readonly NewEvent[];
  /** The person's record with what is promised now, or without what was. */
  readonly contact: Contact;
}

/** A call that the sprint promised, or took back, for the commit of its webhook; undefined when it did neither. Pure. */
export function promiseCallback(
  deps: { readonly keyring: Pick<Keyring, 'hash'> },
  at: { readonly call: Call; readonly sprint: Sprint; readonly setting: SprintSetting; readonly contact: Contact | undefined },
): CallbackPromise | undefined {
  const { call, sprint, setting } = at;
  const wanted = sprint.callback;
  if (!wanted) return undefined;
  const nowMs = setting.surroundings.nowMs;
  const contact = at.contact ?? emptyContact(call.contactId);
  const { pendingCallback, ...free } = contact;
  if (wanted.kind === 'callback-cancel') {
    const data = { callbackId: pendingCallback?.callbackId };
    const events = pendingCallback
      ? [callEvent(call, call.snapshot.context, 'callback.cancel-requested', nowMs, { step: wanted.step, data })]
      : [];
    return { events, contact: free };
  }
  const to = wanted.typedNumber ?? (setting.caller.kind === 'number' ? setting.caller.e164 : undefined);
  if (to === undefined) return undefined;
  const { flow } = setting.compiled;
  const step = flow.call.steps[wanted.step] as CallbackStep;
  const { context } = call.snapshot;
  const booked = bookCallback({
    id: callbackIdOf(deps.keyring, call.id, `${call.id}:${call.turn}`),
    contactId: call.contactId,
    to,
    entryNumber: step.from ?? call.to,
    business: flow.business,
    language: context.language,
    ...(context.intent !== undefined && { intent: context.intent }),
    flow: call.flow,
    step: wanted.step,
    team: step.team,
    skills: step.skills,
    origin: { kind: 'call', callId: call.id },
    requestedAtMs: nowMs,
    asap: wanted.asap,
    ...(wanted.atMs !== undefined && { atMs: wanted.atMs }),
    zone: wanted.zone,
    callable: { from: step.callableFrom, to: step.callableTo },
    rules: {
      tries: step.tries,
      everyMinutes: step.everyMinutes,
      giveUpHours: step.giveUpHours,
    },
    card: contextCardOf(call, contact, nowMs),
    ...(pendingCallback && { replaces: pendingCallback.callbackId }),
  });
  return { booked, events: booked.events, contact: { ...free, pendingCallback: booked.pending } };
}
