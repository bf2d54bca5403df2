import type { Changes, Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { Decision } from '../base/decide.ts';
import type { NewEvent } from '../base/events.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import type { Outlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import type { Flow } from '../flows/flow.ts';
import type { FlowShelf } from '../flows/published-flow.ts';
import type { Recovery } from '../flows/schema/chat-steps.ts';
import { checkEligibility, type EligibilityQuestion, type OfferGround } from '../handoff/check-eligibility.ts';
import { type RecoveryWanted, recoverHandoff } from '../handoff/recover-handoff.ts';
import { contactTable } from '../rules/contact-hours.ts';
import type { OfferDecision } from '../rules/decide-offer.ts';
import type { RecoveryReason } from '../rules/explain-recovery.ts';
import { parametersOf } from '../rules/settings.ts';
import { nextSuitableHour, suitableUntil, type WritingPlace } from '../rules/suitable-hour.ts';

/** What a message after a call needs, whatever it is written for. */
export interface RecoverDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly shelf: Pick<FlowShelf, 'find'>;
  readonly offers: OfferGround;
  readonly outlook: () => Pick<Outlook, 'desk'>;
}

/** These two speak for a promise of the desk; a message after a call makes none. */
const NOT_ASKED = ['desk-unstaffed', 'desk-too-slow'];
/** How long a number without WhatsApp is left alone, as an offer has it unless it says otherwise. Days. */
const UNDELIVERABLE_DAYS = 30;
const LOOK_UPS_WITHIN_MS = 2_000;
/** Held up longer than this (a carrier that is away, a restart), the message is no longer sent. Milliseconds. */
const WANTED_MS = 30 * 60_000;

/** Somebody who may be written to after a call, and until when that makes sense. */
export interface Addressee {
  readonly contact: Versioned<Contact>;
  readonly place: WritingPlace;
  readonly untilMs: number;
  readonly nowMs: number;
}

/** Where and in which hours they are written to. */
export function writingPlace(
  offers: OfferGround,
  flow: Flow,
  { fromHour, toHour }: Recovery,
  whom: { readonly to: string; readonly entryNumber: string; readonly ownHoursOnly?: boolean },
): WritingPlace {
  const { to, entryNumber, ownHoursOnly } = whom;
  const table = contactTable(parametersOf(offers.rules(), 'do-not-disturb').countries);
  const rules = { fromHour, toHour, timeZone: flow.timeZone, ...(ownHoursOnly !== undefined && { ownHoursOnly }) };
  return { to, entryNumber, table, rules };
}

/** When they may be written to: ms since the epoch, `nowMs` included; or why not at all, and what was seen. */
export function writingHour({
  place,
  nowMs,
  untilMs,
}: Omit<Addressee, 'contact'>): number | { readonly reason: RecoveryReason; readonly saw: string } {
  const hour = nextSuitableHour(place, nowMs, untilMs);
  if (typeof hour === 'number') return hour;
  return { reason: hour === 'late' ? 'quiet-hours' : hour, saw: `${place.rules.fromHour}-${place.rules.toHour}` };
}

type RulesQuestion = Omit<EligibilityQuestion, 'contact' | 'contactId' | 'templates' | 'offer' | 'desk' | 'nowMs' | 'deadlineMs'>;

/** What the rules of the offer say to it, as they stand in the settings. */
export function askRulesOfTheOffer(
  deps: RecoverDeps,
  { contact, nowMs }: Addressee,
  template: string,
  question: RulesQuestion,
): Promise<OfferDecision> {
  return checkEligibility(deps, {
    ...question,
    contact: contact.value,
    contactId: contact.value.id,
    templates: [template],
    offer: { skip: NOT_ASKED },
    desk: deps.outlook().desk,
    nowMs,
    deadlineMs: nowMs + LOOK_UPS_WITHIN_MS,
  });
}

type Wanted = Omit<RecoveryWanted, 'contactId' | 'providerCallId' | 'to' | 'lookBackHours' | 'rules' | 'origin' | 'nowMs'> & {
  readonly origin: Omit<RecoveryWanted['origin'], 'wantedUntilMs'>;
};

/** Writes the message down, to be sent by the jobs, in one commit with what `settle` changes for the events it is given. */
export function writeDown(
  deps: Pick<RecoverDeps, 'offers'>,
  { contact, place, untilMs, nowMs }: Addressee,
  { lookBackHours }: Recovery,
  wanted: Wanted,
  settle: (events: readonly NewEvent[]) => Changes,
): Decision<void> {
  const { maxInvites, perHours } = parametersOf(deps.offers.rules(), 'invited-too-often');
  const made = recoverHandoff({
    ...wanted,
    contactId: contact.value.id,
    providerCallId: wanted.callId.slice(5),
    to: place.to,
    lookBackHours,
    rules: { undeliverableDays: UNDELIVERABLE_DAYS, maxInvites, perHours },
    origin: { ...wanted.origin, wantedUntilMs: suitableUntil(place, nowMs, Math.min(untilMs, nowMs + WANTED_MS)) },
    nowMs,
  });
  // Written as it was read: whoever calls or writes at this moment changes it, and this decision is made anew.
  const unchanged = {
    ref: { kind: 'contact', id: contact.value.id } as const,
    expectedVersion: contact.version,
    value: contact.value,
    ttlSeconds: CONTACT_TTL_SECONDS,
  };
  const changes = settle(made.events);
  return {
    outcome: undefined,
    changes: { ...changes, writes: [...(changes.writes ?? []), unchanged, ...made.writes], timers: made.timers },
  };
}
