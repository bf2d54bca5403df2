import type { NewEvent } from '../base/events.ts';
import type { CallId, ContactId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import { type Caller, classifyCaller } from '../base/phone.ts';
import type { DeskOutlook } from '../channels/outlook.ts';
import { type Contact, isShared } from '../contacts/contact.ts';
import { chooseTemplate } from '../flows/choose-template.ts';
import { checkEligibility, type OfferGround } from '../handoff/check-eligibility.ts';
import type { OfferRecord } from '../rules/decide-offer.ts';
import { type EntryFlows, type FoundOffer, findOffer } from './find-offer.ts';
import type { InviteOrder, InviteQuestion } from './invite-order.ts';

/** Why a person may not be invited: the rule, and what it saw. */
export interface OutsideReason {
  readonly rule: string;
  readonly saw: string;
}

export type OutsideVerdict =
  | { readonly allowed: true; readonly record: OfferRecord }
  | { readonly allowed: false; readonly reasons: readonly OutsideReason[]; readonly record: OfferRecord };

export interface DecideDeps {
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly flows: EntryFlows;
  readonly desk: () => DeskOutlook;
  /** The rules of the offer, as calls of ours are measured by them. */
  readonly offers: OfferGround;
  /** Our WhatsApp sender, E.164. */
  readonly sender: string;
}

/** Whom a request is about, and by which offer it is decided. */
export interface OutsideInvitee {
  readonly caller: Extract<Caller, { kind: 'number' }>;
  readonly contactId: ContactId;
  readonly offer: FoundOffer;
}

export interface QuestionRefusal {
  readonly kind: 'refused';
  readonly code: 'number-invalid' | 'flow-not-found' | 'flow-has-no-offer';
}

/** How long an answer may take when lines are looked up, ms. */
const LOOK_UPS_WITHIN_MS = 2_000;

/** Whom a question is about. Pure. */
export function identifyInvitee(deps: Pick<DecideDeps, 'keyring' | 'flows'>, question: InviteQuestion): OutsideInvitee | QuestionRefusal {
  const caller = classifyCaller(question.number);
  if (caller.kind !== 'number') return { kind: 'refused', code: 'number-invalid' };
  const offer = findOffer(deps.flows, question);
  if ('refused' in offer) return { kind: 'refused', code: offer.refused };
  return { caller, contactId: deps.keyring.contactId(caller.canonical), offer };
}

/** Which template would invite: the one that was asked for, or the offer's, by the intent and by whose number it is. Pure. */
export function templateOf(
  { step }: FoundOffer,
  question: InviteQuestion & Pick<InviteOrder, 'template'>,
  contact: Contact | undefined,
): string {
  const about = {
    ...(question.intent !== undefined && { intent: question.intent }),
    ...((question.numberSource === 'typed' || isShared(contact)) && { typedNumber: question.number }),
  };
  return question.template?.name ?? chooseTemplate(step, about);
}

/** By the rules of the offer; and the number must be one that can be written to: on another line nobody is asked for a better one. */
export async function decideInvite(
  deps: DecideDeps,
  { caller, contactId, offer }: OutsideInvitee,
  question: InviteQuestion & Pick<InviteOrder, 'template' | 'variables'>,
  about: { readonly contact: Contact | undefined; readonly callId?: CallId; readonly nowMs: number },
): Promise<OutsideVerdict> {
  const decision = await checkEligibility(deps, {
    caller,
    contact: about.contact,
    contactId,
    ...(about.callId !== undefined && { callId: about.callId }),
    entryNumber: question.entryNumber ?? deps.sender,
    language: offer.language,
    intent: question.intent,
    attestation: question.attestation,
    variables: question.variables ?? {},
    templates: [templateOf(offer, question, about.contact)],
    offer: offer.step.eligibility,
    desk: deps.desk(),
    nowMs: about.nowMs,
    deadlineMs: about.nowMs + LOOK_UPS_WITHIN_MS,
  });
  const { record } = decision;
  if (!decision.allowed) return { allowed: false, reasons: decision.reasons, record };
  if (decision.number === 'caller') return { allowed: true, record };
  const line = { rule: 'line-type', saw: `${caller.country ?? 'no country'}: not a mobile line, ask for a mobile number` };
  return { allowed: false, reasons: [line], record };
}

/** What the event log keeps of the decision on another IVR's offer, with what each rule saw. */
export function decisionEvent(
  { contactId, offer }: OutsideInvitee,
  question: InviteQuestion,
  verdict: OutsideVerdict,
  about: { readonly callId?: CallId; readonly nowMs: number },
): NewEvent {
  return {
    type: verdict.allowed ? 'offer.made' : 'offer.withheld',
    atMs: about.nowMs,
    contactId,
    ...(about.callId !== undefined && { callId: about.callId }),
    flow: offer.published.ref,
    step: offer.stepId,
    language: offer.language,
    ...(question.entryNumber !== undefined && { entryNumber: question.entryNumber }),
    ...(question.intent !== undefined && { intent: question.intent }),
    data: { ...(!verdict.allowed && { reasons: verdict.reasons }), ...verdict.record, entry: 'api' },
  };
}
