import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { shardOfId } from '../base/ids.ts';
import type { Contact } from '../contacts/contact.ts';
import {
  type DecideDeps,
  decideInvite,
  decisionEvent,
  identifyInvitee,
  type OutsideReason,
  type QuestionRefusal,
} from './decide-invite.ts';
import type { InviteQuestion } from './invite-order.ts';

export interface AskDeps extends DecideDeps {
  readonly store: Store;
  readonly clock: Clock;
}

export type EligibilityAnswer =
  | { readonly kind: 'eligible'; readonly flow: string; readonly step: string; readonly language: string; readonly chatSeconds?: number }
  | { readonly kind: 'withheld'; readonly reasons: readonly OutsideReason[] }
  | QuestionRefusal;

/** May this person be offered the chat on another line? The same rules as for calls of ours; a no is written down with what each saw. */
export async function askEligibility(deps: AskDeps, question: InviteQuestion): Promise<EligibilityAnswer> {
  const who = identifyInvitee(deps, question);
  if ('kind' in who) return who;
  const [found] = (await deps.store.load([{ kind: 'contact', id: who.contactId }])) as (Versioned<Contact> | undefined)[];
  const about = { contact: found?.value, nowMs: deps.clock.nowMs() };
  const verdict = await decideInvite(deps, who, question, about);
  if (!verdict.allowed) {
    await deps.store.commit({ shard: shardOfId(who.contactId) ?? 0, events: [decisionEvent(who, question, verdict, about)] });
    return { kind: 'withheld', reasons: verdict.reasons };
  }
  const { published, stepId, language } = who.offer;
  const { open, waitSeconds } = deps.desk();
  return {
    kind: 'eligible',
    flow: published.ref,
    step: stepId,
    language,
    ...(open && waitSeconds !== undefined && { chatSeconds: waitSeconds }),
  };
}
