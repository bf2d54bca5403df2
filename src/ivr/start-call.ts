import type { Versioned } from '../base/changes.ts';
import { decideAndCommit } from '../base/decide.ts';
import type { NewEvent } from '../base/events.ts';
import type { CallStarted, VoiceReply } from '../channels/voice.ts';
import type { Contact } from '../contacts/contact.ts';
import { emptyContact, remember } from '../contacts/load-contact.ts';
import { createArmChooser } from '../flows/experiments.ts';
import { startCall as startFlow } from '../flows/run-call.ts';
import { advanceCall } from './advance-call.ts';
import { blameRelease } from './blame-release.ts';
import type { Call } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import { callEvent } from './call-events.ts';
import { changesOfSprint } from './change-of-sprint.ts';
import type { CallIdentityFound } from './identify-call.ts';
import { refuseCall, screenCaller } from './refuse-call.ts';
import { runSprint, type SprintSetting } from './run-sprint.ts';
import { surroundingsOf } from './surroundings.ts';

/** A return within this time of accepting counts as a bounce-back; metrics.md. Milliseconds. */
const RETURN_WINDOW_MS = 7 * 24 * 3_600_000;
/** The longest result is `TN-Validation-Passed-A-Diverted`. */
const MAX_ATTESTATION = 40;
const SWEEP_AFTER_MS = 4 * 3_600_000;

/**
 * A call comes in: the published flow of the called number, run to its first wait. The same call delivered again is
 * answered alike and begins once. Throws `store-unavailable`.
 */
export function startCall(deps: CallDeps, event: CallStarted, deadlineMs: number): Promise<VoiceReply> {
  const found = deps.identify(event.from, event.providerCallId);
  return decideAndCommit<VoiceReply>(deps.store, async () => {
    const [existing, known] = (await deps.store.load([
      { kind: 'call', id: found.callId },
      { kind: 'contact', id: found.contactId },
    ])) as [Versioned<Call> | undefined, Versioned<Contact> | undefined];
    if (existing) return { outcome: existing.value.last.reply };
    const published = deps.shelf.forNumber(event.to);
    const nowMs = deps.clock.nowMs();
    const refused = screenCaller(deps.offers.rules(), found, known?.value, nowMs);
    if (refused) return refuseCall(deps, { event, found, known, published, refused }, nowMs);
    return blameRelease(published.ref, () => begin(deps, event, found, known, deadlineMs));
  });
}

async function begin(
  deps: CallDeps,
  event: CallStarted,
  found: CallIdentityFound,
  known: Versioned<Contact> | undefined,
  deadlineMs: number,
) {
  const nowMs = deps.clock.nowMs();
  const published = deps.shelf.forNumber(event.to);
  const attested = event.attestation === undefined ? {} : { attestation: event.attestation.slice(0, MAX_ATTESTATION) };
  const setting: SprintSetting = {
    compiled: published.compiled,
    caller: found.caller,
    contact:
      known?.value ?? (found.caller.kind === 'number' ? emptyContact(found.contactId, { phone: found.caller.canonical }) : undefined),
    call: { id: found.callId, contactId: found.contactId, ...attested },
    surroundings: surroundingsOf(
      nowMs,
      event.to,
      found.caller,
      known?.value,
      deps.outlook(),
      createArmChooser(deps.keyring, found.contactId),
    ),
    deadlineMs,
  };
  const sprint = await runSprint(deps, setting, startFlow(published.compiled, {}, setting.surroundings));
  const before = {
    id: found.callId,
    contactId: found.contactId,
    from: event.from,
    to: event.to,
    flow: published.ref,
    startedAtMs: nowMs,
    turn: 0,
    path: [],
    ...attested,
  };
  const call = advanceCall(deps, before, sprint, { key: keyOfStart(event), nowMs, inQueue: false });
  const contact = setting.contact && { ...setting.contact, calls: remember(setting.contact.calls, { callId: call.id, atMs: nowMs }) };
  const changes = changesOfSprint(deps, {
    call,
    callVersion: 0,
    sprint,
    setting,
    contactVersion: known?.version ?? 0,
    events: startEvents(call, event, known?.value, nowMs),
    ...(contact && { contact }),
  });
  const sweep = { id: `sweep:${call.id}`, atMs: nowMs + SWEEP_AFTER_MS, payload: { type: 'call.sweep', callId: call.id } };
  return { outcome: call.last.reply, changes: { ...changes, timers: [...(changes.timers ?? []), sweep] } };
}

function keyOfStart(event: CallStarted): string {
  return event.idempotencyToken ?? 'start';
}

function startEvents(call: Call, event: CallStarted, contact: Contact | undefined, nowMs: number): readonly NewEvent[] {
  const { context } = call.snapshot;
  const started = callEvent(call, context, 'call.started', nowMs, {
    providerId: event.providerCallId,
    data: {
      ...(event.attestation !== undefined && { attestation: event.attestation }),
      ...(event.forwardedFrom !== undefined && { forwarded: true }),
    },
  });
  const accepted = contact?.lastAccepted;
  if (!accepted || nowMs - accepted.atMs > RETURN_WINDOW_MS) return [started];
  const data = {
    hoursSince: Math.round((nowMs - accepted.atMs) / 360_000) / 10,
    acceptedIntent: accepted.intent ?? null,
  };
  return [started, callEvent(call, context, 'call.returned', nowMs, { handoffId: accepted.handoffId, data })];
}
