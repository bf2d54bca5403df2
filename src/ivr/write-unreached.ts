import type { Store, Versioned } from '../base/changes.ts';
import { type Decision, decideAndCommit } from '../base/decide.ts';
import type { NewEvent } from '../base/events.ts';
import { afterCallbackHandoffId, type CallbackId, type CallId, shardOfId } from '../base/ids.ts';
import { classifyCaller } from '../base/phone.ts';
import { type Callback, callbackTtlSeconds } from '../callbacks/callback.ts';
import { callbackEvent } from '../callbacks/callback-event.ts';
import { awaitsCall } from '../contacts/awaits-call.ts';
import { callsConsent } from '../contacts/consent.ts';
import { type Contact, isShared } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import { recoveryTemplate } from '../flows/early-end.ts';
import type { Flow } from '../flows/flow.ts';
import type { Recovery } from '../flows/schema/chat-steps.ts';
import { checkEligibility } from '../handoff/check-eligibility.ts';
import { consentIdOf } from '../handoff/handoff.ts';
import { recoverHandoff } from '../handoff/recover-handoff.ts';
import { actedSince } from '../handoff/register-invite.ts';
import { contactTable } from '../rules/contact-hours.ts';
import type { RecoveryReason } from '../rules/explain-recovery.ts';
import { parametersOf } from '../rules/settings.ts';
import { nextSuitableHour, suitableUntil, type WritingPlace } from '../rules/suitable-hour.ts';
import type { RecoverDeps } from './recover-caller.ts';

/** These two speak for a promise of the desk; this message makes none. */
const NOT_ASKED = ['desk-unstaffed', 'desk-too-slow'];
/** As an offer has it unless it says otherwise. Days. */
const UNDELIVERABLE_DAYS = 30;
const LOOK_UPS_WITHIN_MS = 2_000;
/** Held up longer than this it is no longer sent, ms. */
const WANTED_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;

interface Unreached {
  readonly callback: Versioned<Callback>;
  readonly contact: Versioned<Contact>;
  readonly closedAtMs: number;
  /** The call that led to it; the chat that answers the message opens with it. */
  readonly callId: CallId;
  readonly flow: Flow;
  readonly settings: Recovery;
  readonly message: NonNullable<Recovery['unreached']>;
  readonly consentId: string;
  readonly place: WritingPlace;
  readonly untilMs: number;
  readonly nowMs: number;
}

/** A promised call came to nothing because its customer did not come to the phone: where the flow names a template, it is decided a little later whether they are written to. */
export async function planUnreached(deps: Pick<RecoverDeps, 'store' | 'shelf'>, id: CallbackId): Promise<void> {
  const found = await loadOne<Callback>(deps.store, 'callback', id);
  const message = found && (await deps.shelf.find(found.value.flow))?.compiled.flow.recovery?.unreached;
  if (!found || !message || found.value.closed?.reason !== 'unreached' || found.value.written) return;
  await deps.store.commit({ shard: shardOfId(id) ?? 0, timers: [timer(id, found.value.closed.atMs + message.afterSeconds * 1000)] });
}

/**
 * Writes the one message to who was promised a call and not reached, to be sent by the jobs, if they agreed to be written to
 * about calls and nothing speaks against it now; otherwise why not. Decided once: called twice, or after a crash, it changes
 * nothing more.
 */
export function writeUnreached(deps: RecoverDeps, id: CallbackId): Promise<void> {
  return decideAndCommit<void>(deps.store, async () => {
    const callback = await loadOne<Callback>(deps.store, 'callback', id);
    if (callback?.value.closed?.reason !== 'unreached' || callback.value.written) return { outcome: undefined };
    return decide(deps, callback, callback.value.closed.atMs);
  });
}

async function decide(deps: RecoverDeps, callback: Versioned<Callback>, closedAtMs: number): Promise<Decision<void>> {
  const nowMs = deps.clock.nowMs();
  const settle = (rule: RecoveryReason, saw = '') => settled(callback, nowMs, [told(callback.value, nowMs, { reasons: [{ rule, saw }] })]);
  const flow = (await deps.shelf.find(callback.value.flow))?.compiled.flow;
  const settings = flow?.recovery;
  const message = settings?.unreached;
  if (!flow || !settings || !message) return settle('too-late');
  const untilMs = closedAtMs + message.withinHours * HOUR_MS;
  if (nowMs >= untilMs) return settle('too-late', new Date(untilMs).toISOString());
  const contact = await loadOne<Contact>(deps.store, 'contact', callback.value.contactId);
  const { origin, to, entryNumber } = callback.value;
  if (!contact) return settle('no-number');
  // A number that was typed is not proven to be theirs.
  if (contact.value.phone !== to) return settle('other-number');
  const { callId } = origin;
  const acted = callId === undefined ? 'in-a-chat' : actedSince(contact.value, callId, closedAtMs);
  if (acted || callId === undefined) return settle(acted ?? 'in-a-chat');
  if (awaitsCall(contact.value)) return settle('callback-pending');
  const consent = callsConsent(contact.value, nowMs, settings.consentDays);
  if (consent === 'none') return settle('no-consent');
  if (consent === 'too-old') return settle('consent-too-old', String(settings.consentDays));
  const table = contactTable(parametersOf(deps.offers.rules(), 'do-not-disturb').countries);
  // Nobody asked for it at this moment: the hours of contact of the country count whatever the rule says.
  const rules = { fromHour: settings.fromHour, toHour: settings.toHour, timeZone: flow.timeZone };
  const place = { to, entryNumber, table, rules };
  const hour = nextSuitableHour(place, nowMs, untilMs);
  if (typeof hour === 'string') return settle(hour === 'late' ? 'quiet-hours' : hour, `${settings.fromHour}-${settings.toHour}`);
  if (hour > nowMs) {
    const { id } = callback.value;
    return { outcome: undefined, changes: { shard: shardOfId(id) ?? 0, timers: [timer(id, hour)] } };
  }
  const consentId = consentIdOf(consent.handoffId);
  return askRules(deps, { callback, contact, closedAtMs, callId, flow, settings, message, consentId, place, untilMs, nowMs });
}

/** The rules of the offer have the last word, as they stand in the settings. */
async function askRules(deps: RecoverDeps, unreached: Unreached): Promise<Decision<void>> {
  const { callback, contact, callId, message, nowMs } = unreached;
  const { intent, language, card, entryNumber, to } = callback.value;
  const template = recoveryTemplate(message, { shared: isShared(contact.value), ...(intent !== undefined && { intent }) });
  const decision = await checkEligibility(deps, {
    caller: classifyCaller(to),
    contact: contact.value,
    contactId: contact.value.id,
    callId,
    entryNumber,
    language,
    intent,
    variables: card?.variables ?? {},
    templates: [template],
    offer: { skip: NOT_ASKED },
    desk: deps.outlook().desk,
    nowMs,
    deadlineMs: nowMs + LOOK_UPS_WITHIN_MS,
  });
  const say = (data: Readonly<Record<string, unknown>>) => told(callback.value, nowMs, { ...data, ...decision.record });
  if (!decision.allowed) return settled(callback, nowMs, [say({ reasons: decision.reasons })]);
  if (decision.number === 'ask') return settled(callback, nowMs, [say({ reasons: [{ rule: 'not-a-mobile', saw: '' }] })]);
  return write(deps, unreached, template, say({ template, consentId: unreached.consentId }));
}

function write(deps: RecoverDeps, unreached: Unreached, template: string, event: NewEvent): Decision<void> {
  const { callback, contact, callId, closedAtMs, settings, consentId, place, untilMs, nowMs } = unreached;
  const { id, flow, step = '', to, card } = callback.value;
  if (!card) return settled(callback, nowMs, []);
  const { maxInvites, perHours } = parametersOf(deps.offers.rules(), 'invited-too-often');
  const wanted = recoverHandoff({
    handoffId: afterCallbackHandoffId(deps.keyring.hash, id),
    contactId: contact.value.id,
    callId,
    providerCallId: callId.slice(5),
    flow,
    step,
    to,
    template,
    lookBackHours: settings.lookBackHours,
    rules: { undeliverableDays: UNDELIVERABLE_DAYS, maxInvites, perHours },
    origin: {
      entry: 'callback',
      endedAtMs: closedAtMs,
      wantedUntilMs: suitableUntil(place, nowMs, Math.min(untilMs, nowMs + WANTED_MS)),
      consentId,
    },
    card,
    nowMs,
  });
  // Written as it was read: whoever calls or writes at this moment changes it, and this decision is made anew.
  const unchanged = {
    ref: { kind: 'contact', id: contact.value.id } as const,
    expectedVersion: contact.version,
    value: contact.value,
    ttlSeconds: CONTACT_TTL_SECONDS,
  };
  const { changes } = settled(callback, nowMs, [event, ...wanted.events]);
  return { outcome: undefined, changes: { ...changes, writes: [...changes.writes, unchanged, ...wanted.writes], timers: wanted.timers } };
}

function told(callback: Callback, atMs: number, data: Readonly<Record<string, unknown>>): NewEvent {
  const type = data.reasons ? 'recovery.withheld' : 'recovery.requested';
  const event = callbackEvent(callback, type, atMs, { kind: 'unreached', ...data });
  const { callId } = callback.origin;
  return callId === undefined ? event : { ...event, callId };
}

function settled({ value, version }: Versioned<Callback>, nowMs: number, events: readonly NewEvent[]) {
  const callback: Callback = { ...value, written: true };
  const ref = { kind: 'callback', id: callback.id } as const;
  return {
    outcome: undefined,
    changes: {
      shard: shardOfId(callback.id) ?? 0,
      writes: [{ ref, expectedVersion: version, value: callback, ttlSeconds: callbackTtlSeconds(callback, nowMs) }],
      events,
    },
  };
}

function timer(id: CallbackId, atMs: number) {
  return { id: `unreached:${id}`, atMs, payload: { type: 'callback.unreached', callbackId: id } };
}

async function loadOne<T>(store: Store, kind: 'callback' | 'contact', id: string): Promise<Versioned<T> | undefined> {
  const [found] = (await store.load([{ kind, id }])) as (Versioned<T> | undefined)[];
  return found;
}
