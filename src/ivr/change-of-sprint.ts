import type { Changes, RecordWrite } from '../base/changes.ts';
import type { NewEvent } from '../base/events.ts';
import { shardOfId } from '../base/ids.ts';
import { canonicalPhone } from '../base/phone.ts';
import { type Contact, isShared } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, remember } from '../contacts/load-contact.ts';
import { chooseTemplate } from '../flows/choose-template.ts';
import { saidWords } from '../flows/said-words.ts';
import type { OfferStep } from '../flows/schema/voice-steps.ts';
import { type Accepted, acceptHandoff } from '../handoff/accept-handoff.ts';
import { leaveVoicemail, type Voicemail } from '../handoff/voicemail.ts';
import { parametersOf } from '../rules/settings.ts';
import { type Call, LIVE_CALL_TTL_SECONDS } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import { type CallTurn, eventsOfFacts } from './call-events.ts';
import { contextCardOf } from './context-card.ts';
import { noteCall } from './note-call.ts';
import { promiseCallback } from './promise-callback.ts';
import type { Sprint, SprintSetting } from './run-sprint.ts';

export interface SprintChange {
  readonly call: Call;
  readonly callVersion: number;
  readonly sprint: Sprint;
  readonly setting: SprintSetting;
  /** The contact as loaded; its version decides the write. */
  readonly contactVersion: number;
  /** Events that the webhook itself stands for, before those of the flow. */
  readonly events?: readonly NewEvent[];
  /** What the caller did that the sprint answers. */
  readonly by?: CallTurn['by'];
  /** A message that the caller left. */
  readonly voicemail?: Voicemail;
  /** The contact as the webhook itself changed it, if it did. */
  readonly contact?: Contact;
}

/** Everything one webhook of a call changes, as one commit: the call, the contact, a new handoff with its consent, the events. Pure. */
export function changesOfSprint(deps: CallDeps, change: SprintChange): Changes {
  const { call, sprint, setting } = change;
  const nowMs = setting.surroundings.nowMs;
  const accepted = sprint.handoff && accept(deps, change, nowMs);
  const known = contactAfter(change, accepted, nowMs);
  const promise = promiseCallback(deps, { call, sprint, setting, contact: known ?? setting.contact });
  const contact = promise?.contact ?? known;
  const writes: RecordWrite[] = [
    { ref: { kind: 'call', id: call.id }, expectedVersion: change.callVersion, value: call, ttlSeconds: LIVE_CALL_TTL_SECONDS },
  ];
  if (contact) {
    writes.push({
      ref: { kind: 'contact', id: contact.id },
      expectedVersion: change.contactVersion,
      value: contact,
      ttlSeconds: CONTACT_TTL_SECONDS,
    });
  }
  const left = change.voicemail && leaveVoicemail(change.voicemail, 0);
  if (left) writes.push(left.write);
  if (promise?.booked) writes.push(promise.booked.write);
  const events = [
    ...(change.events ?? []),
    ...eventsOfFacts(call, call.snapshot.context, sprint.facts, sprint.decisions, nowMs, {
      said: saidWords(setting.compiled, sprint.progress.prompts),
      ...(call.wait.step !== undefined && { at: call.wait.step }),
      ...(change.by && { by: change.by }),
    }),
    ...(accepted?.events ?? []),
    ...(left?.events ?? []),
    ...(promise?.events ?? []),
  ];
  return {
    shard: shardOfId(call.id) ?? 0,
    writes: accepted ? [...writes, ...accepted.writes] : writes,
    events,
    ...((accepted ?? promise?.booked) && { timers: [...(accepted?.timers ?? []), ...(promise?.booked ? [promise.booked.timer] : [])] }),
    ...(accepted && { ledger: accepted.ledger }),
  };
}

function accept(deps: CallDeps, change: SprintChange, nowMs: number): Accepted | undefined {
  const { call, sprint, setting } = change;
  const wanted = sprint.handoff;
  const step = wanted && (setting.compiled.flow.call.steps[wanted.step] as OfferStep);
  const typed = wanted?.typedNumber;
  const to = typed ?? (setting.caller.kind === 'number' ? setting.caller.canonical : undefined);
  if (!wanted || !step || !to) return undefined;
  const { context } = call.snapshot;
  const canonical = canonicalPhone(to);
  const often = parametersOf(deps.offers.rules(), 'invited-too-often');
  return acceptHandoff({
    handoffId: wanted.id,
    callerId: call.contactId,
    inviteeId: deps.keyring.contactId(canonical),
    callId: call.id,
    providerCallId: call.id.slice(5),
    flow: call.flow,
    step: wanted.step,
    language: context.language,
    ...(context.intent !== undefined && { intent: context.intent }),
    to: canonical,
    numberSource: typed === undefined ? 'caller-id' : 'typed',
    key: wanted.key,
    spokenTextHash: call.offer?.textHash ?? '',
    businessName: setting.compiled.flow.business,
    consentFor: step.consent,
    template: chooseTemplate(step, {
      ...(context.intent !== undefined && { intent: context.intent }),
      ...((typed !== undefined || isShared(setting.contact)) && { typedNumber: canonical }),
    }),
    lookBackHours: step.lookBackHours,
    undeliverableDays: step.eligibility.undeliverableDays,
    maxInvites: step.eligibility.maxInvites ?? often.maxInvites,
    perHours: step.eligibility.perHours ?? often.perHours,
    smsFallback: step.fallback.includes('sms'),
    ...(step.reminder && { reminder: { ...step.reminder, timeZone: setting.compiled.flow.timeZone } }),
    card: contextCardOf(call, setting.contact, nowMs),
    nowMs,
  });
}

/** What the words of the offer that was accepted say the key agrees to. */
function consentAsked({ sprint, setting }: SprintChange): OfferStep['consent'] | undefined {
  const step = sprint.handoff && setting.compiled.flow.call.steps[sprint.handoff.step];
  return step?.type === 'offer' ? step.consent : undefined;
}

function contactAfter(change: SprintChange, accepted: Accepted | undefined, nowMs: number): Contact | undefined {
  let contact = change.contact;
  const current = (): Contact | undefined => contact ?? change.setting.contact;
  const answer = change.sprint.facts.find((fact) => fact.type === 'offer-answered');
  const known = current();
  if (answer && known)
    contact = { ...known, offers: remember(known.offers, { atMs: nowMs, answer: answer.answer, callId: change.call.id }) };
  const latest = current();
  if (accepted && latest) {
    const { id, intent } = accepted.handoff;
    const lastAccepted = { handoffId: id, atMs: nowMs, ...(intent !== undefined && { intent }) };
    const isOwn = accepted.handoff.inviteeId === latest.id;
    const given = { atMs: nowMs, handoffId: id };
    const consent = isOwn ? { consent: given, ...(consentAsked(change) === 'calls' && { callsConsent: given }) } : {};
    contact = { ...(noteCall(latest, accepted.handoff.callId, intent, 'whatsapp') ?? latest), lastAccepted, ...consent };
  }
  return contact;
}
