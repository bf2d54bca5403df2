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
import { recoveryTemplate } from '../flows/early-end.ts';
import type { Flow } from '../flows/flow.ts';
import type { Recovery } from '../flows/schema/chat-steps.ts';
import { consentIdOf } from '../handoff/handoff.ts';
import { actedSince } from '../handoff/register-invite.ts';
import type { RecoveryReason } from '../rules/explain-recovery.ts';
import { type Addressee, askRulesOfTheOffer, type RecoverDeps, writeDown, writingHour, writingPlace } from './message-after.ts';

const HOUR_MS = 3_600_000;

interface Unreached extends Addressee {
  readonly callback: Versioned<Callback>;
  readonly closedAtMs: number;
  /** The call that led to it; the chat that answers the message opens with it. */
  readonly callId: CallId;
  readonly flow: Flow;
  readonly settings: Recovery;
  readonly message: NonNullable<Recovery['unreached']>;
  readonly consentId: string;
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
  // Nobody asked for it at this moment: the hours of contact of the country count whatever the rule says.
  const place = writingPlace(deps.offers, flow, settings, { to, entryNumber });
  const hour = writingHour({ place, nowMs, untilMs });
  if (typeof hour !== 'number') return settle(hour.reason, hour.saw);
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
  const decision = await askRulesOfTheOffer(deps, unreached, template, {
    caller: classifyCaller(to),
    callId,
    entryNumber,
    language,
    intent,
    variables: card?.variables ?? {},
  });
  const say = (data: Readonly<Record<string, unknown>>) => told(callback.value, nowMs, { ...data, ...decision.record });
  if (!decision.allowed) return settled(callback, nowMs, [say({ reasons: decision.reasons })]);
  if (decision.number === 'ask') return settled(callback, nowMs, [say({ reasons: [{ rule: 'not-a-mobile', saw: '' }] })]);
  return write(deps, unreached, template, say({ template, consentId: unreached.consentId }));
}

function write(deps: RecoverDeps, unreached: Unreached, template: string, event: NewEvent): Decision<void> {
  const { callback, callId, closedAtMs, settings, consentId, nowMs } = unreached;
  const { id, flow, step = '', card } = callback.value;
  if (!card) return settled(callback, nowMs, []);
  const origin = { entry: 'callback', endedAtMs: closedAtMs, consentId } as const;
  const wanted = { handoffId: afterCallbackHandoffId(deps.keyring.hash, id), callId, flow, step, template, origin, card };
  return writeDown(deps, unreached, settings, wanted, (events) => settled(callback, nowMs, [event, ...events]).changes);
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
