import { createHash } from 'node:crypto';
import type { Versioned } from '../base/changes.ts';
import { type Decision, decideAndCommit } from '../base/decide.ts';
import { type HandoffId, randomTail, shardOfId } from '../base/ids.ts';
import type { RandomBytes } from '../base/random.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, emptyContact, remember } from '../contacts/load-contact.ts';
import { type Acceptance, acceptHandoff } from '../handoff/accept-handoff.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { outsideHandoffId } from '../handoff/token.ts';
import { parametersOf } from '../rules/settings.ts';
import type { AskDeps } from './ask-eligibility.ts';
import { bodyDigest } from './body-digest.ts';
import {
  decideInvite,
  decisionEvent,
  identifyInvitee,
  type OutsideInvitee,
  type OutsideReason,
  type QuestionRefusal,
  templateOf,
} from './decide-invite.ts';
import type { InviteOrder } from './invite-order.ts';
import { orderCard, outsideCallId, variableProblems } from './order-card.ts';

/** Can the invite of this handoff be written now? */
export type TemplateCheck =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unavailable'; readonly code: string }
  | { readonly kind: 'values-missing'; readonly names: readonly string[] }
  | { readonly kind: 'values-unknown'; readonly names: readonly string[] };

export interface CreateInviteDeps extends AskDeps {
  readonly random: RandomBytes;
  readonly checkTemplate: (handoff: Handoff) => TemplateCheck;
}

/** Whose key asks, and under which of their names for this request. */
export interface Requester {
  readonly keyId: string;
  readonly idempotencyKey: string;
}

type Kept =
  | { readonly kind: 'created'; readonly handoffId: HandoffId; readonly atMs: number }
  | { readonly kind: 'withheld'; readonly reasons: readonly OutsideReason[] };

export type Refused = {
  readonly kind: 'refused';
  readonly code:
    | QuestionRefusal['code']
    | 'idempotency-key-reused'
    | 'consent-too-old'
    | 'body-invalid'
    | 'template-unavailable'
    | 'template-reveals-call'
    | 'template-values-missing'
    | 'context-too-large';
  readonly details?: unknown;
};

export type Created = (Kept & { readonly replayed: boolean }) | Refused;

/** How long a request is answered alike when it is repeated, seconds. */
const REPEATED_SECONDS = 24 * 3600;
const CONSENT_MAX_AGE_MS = 24 * 3_600_000;
/** Their clock and ours may differ by this much. */
const CLOCK_SLACK_MS = 5 * 60_000;
/** A waiting handoff is no larger. */
const MAX_HANDOFF_BYTES = 2048;

/**
 * Another IVR's caller goes on in WhatsApp: the handoff, the proof of consent and the events in one commit, as when a call
 * of ours accepts; the sending follows from the event. The same key with the same body is answered alike and happens once.
 */
export async function createInvite(deps: CreateInviteDeps, requester: Requester, order: InviteOrder): Promise<Created> {
  const digest = bodyDigest(order);
  const name = `api-once:${requester.keyId}:${requester.idempotencyKey}`;
  const known = await deps.store.resolve(name);
  if (known !== undefined && known !== digest) return { kind: 'refused', code: 'idempotency-key-reused' };
  const who = identifyInvitee(deps, order);
  if ('kind' in who) return who;
  const mark = `api:${deps.keyring.hash(name)}`;
  let raced: Refused | undefined;
  return decideAndCommit<Created>(
    deps.store,
    async () => {
      if (raced) return { outcome: raced };
      const decision = await decide(deps, requester, order, who, mark);
      if (!decision.changes) return decision;
      // Last before the commit: what was refused as malformed does not use the key up.
      await deps.store.point(name, digest, REPEATED_SECONDS);
      if ((await deps.store.resolve(name)) !== digest) raced = { kind: 'refused', code: 'idempotency-key-reused' };
      return raced ? { outcome: raced } : decision;
    },
    ({ value }) => ({ ...(JSON.parse(value) as Kept), replayed: true }),
  );
}

async function decide(
  deps: CreateInviteDeps,
  requester: Requester,
  order: InviteOrder,
  who: OutsideInvitee,
  mark: string,
): Promise<Decision<Created>> {
  const ref = { kind: 'contact', id: who.contactId } as const;
  const [found] = (await deps.store.load([ref])) as (Versioned<Contact> | undefined)[];
  const nowMs = deps.clock.nowMs();
  const shard = shardOfId(who.contactId) ?? 0;
  const markOf = (kept: Kept) => [{ name: mark, value: JSON.stringify(kept), ttlSeconds: REPEATED_SECONDS }];
  const acceptance = acceptanceOf(deps, requester, order, who, found?.value, nowMs);
  const accepted = acceptHandoff(acceptance);
  const refusal = refuse(deps, order, who, accepted.handoff, nowMs);
  if (refusal) return { outcome: refusal };
  const about = { contact: found?.value, callId: acceptance.callId, nowMs };
  const verdict = await decideInvite(deps, who, order, about);
  const decided = decisionEvent(who, order, verdict, about);
  if (!verdict.allowed) {
    const kept: Kept = { kind: 'withheld', reasons: verdict.reasons };
    return { outcome: { ...kept, replayed: false }, changes: { shard, marks: markOf(kept), events: [decided] } };
  }
  const kept: Kept = { kind: 'created', handoffId: accepted.handoff.id, atMs: nowMs };
  const contact = contactAfter(found?.value ?? emptyContact(who.contactId, { phone: who.caller.canonical }), accepted.handoff, nowMs);
  return {
    outcome: { ...kept, replayed: false },
    changes: {
      shard,
      marks: markOf(kept),
      writes: [...accepted.writes, { ref, expectedVersion: found?.version ?? 0, value: contact, ttlSeconds: CONTACT_TTL_SECONDS }],
      timers: accepted.timers,
      ledger: accepted.ledger,
      events: [decided, { ...decided, type: 'offer.accepted', data: { key: order.consent.key, entry: 'api' } }, ...accepted.events],
    },
  };
}

function acceptanceOf(
  deps: CreateInviteDeps,
  requester: Requester,
  order: InviteOrder,
  who: OutsideInvitee,
  contact: Contact | undefined,
  nowMs: number,
): Acceptance {
  const { offer, contactId } = who;
  const { step, published, language } = offer;
  const { consent, template, wanted, reference } = order;
  const often = parametersOf(deps.offers.rules(), 'invited-too-often');
  const callName = order.call?.id ?? requester.idempotencyKey;
  return {
    handoffId: outsideHandoffId(shardOfId(contactId) ?? 0, randomTail(deps.random, 16)),
    callerId: contactId,
    inviteeId: contactId,
    callId: outsideCallId(deps.keyring, contactId, requester.keyId, callName),
    providerCallId: callName,
    flow: published.ref,
    step: offer.stepId,
    language,
    ...(order.intent !== undefined && { intent: order.intent }),
    to: who.caller.canonical,
    numberSource: order.numberSource,
    key: consent.key,
    spokenTextHash: createHash('sha256').update(consent.wording).digest('hex'),
    businessName: published.compiled.flow.business,
    template: templateOf(offer, order, contact),
    lookBackHours: step.lookBackHours,
    undeliverableDays: step.eligibility.undeliverableDays,
    maxInvites: step.eligibility.maxInvites ?? often.maxInvites,
    perHours: step.eligibility.perHours ?? often.perHours,
    smsFallback: order.smsFallback ?? step.fallback.includes('sms'),
    card: orderCard(order, offer, contact, deps.sender),
    nowMs,
    outside: {
      origin: { entry: 'api', keyId: requester.keyId, ...(reference !== undefined && { reference }) },
      consent,
      ...(template?.values && { values: template.values }),
      ...(wanted && { wanted }),
    },
  };
}

/** What is wrong with the order, whoever the person is; nothing of it is kept. */
function refuse(
  deps: CreateInviteDeps,
  order: InviteOrder,
  { offer }: OutsideInvitee,
  handoff: Handoff,
  nowMs: number,
): Refused | undefined {
  const { atMs } = order.consent;
  if (atMs > nowMs + CLOCK_SLACK_MS || atMs < nowMs - CONSENT_MAX_AGE_MS) return { kind: 'refused', code: 'consent-too-old' };
  const problems = variableProblems(offer.published.compiled, order);
  if (problems.length > 0) return { kind: 'refused', code: 'body-invalid', details: problems };
  const bytes = Buffer.byteLength(JSON.stringify(handoff));
  if (bytes > MAX_HANDOFF_BYTES) return { kind: 'refused', code: 'context-too-large', details: { bytes, most: MAX_HANDOFF_BYTES } };
  const template = deps.checkTemplate(handoff);
  switch (template.kind) {
    case 'ready':
      return undefined;
    case 'values-missing':
      return { kind: 'refused', code: 'template-values-missing', details: { missing: template.names } };
    case 'values-unknown':
      return {
        kind: 'refused',
        code: 'body-invalid',
        details: template.names.map((name) => ({ path: `body.template.values.${name}`, message: 'is no variable of the template' })),
      };
    case 'unavailable':
      if (template.code === 'template-reveals-call') return { kind: 'refused', code: 'template-reveals-call' };
      return { kind: 'refused', code: 'template-unavailable', details: { template: handoff.template, reason: template.code } };
  }
}

function contactAfter(contact: Contact, { id, callId, intent }: Handoff, nowMs: number): Contact {
  return {
    ...contact,
    offers: remember(contact.offers, { atMs: nowMs, answer: 'accepted', callId }),
    lastAccepted: { handoffId: id, atMs: nowMs, ...(intent !== undefined && { intent }) },
  };
}
