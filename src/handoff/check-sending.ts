import { type HandoffId, shardOfId } from '../base/ids.ts';
import type { DeliveryState } from '../channels/delivery.ts';
import type { SentMessage } from '../channels/messages.ts';
import { changeHandoff } from './change-handoff.ts';
import { isWanted } from './fail-handoff.ts';
import type { Handoff } from './handoff.ts';
import { UNKNOWN_OUTCOME } from './register-invite.ts';
import { checkTimer, fail, recordSendOutcome, type SendInviteDeps, sendInvite } from './send-invite.ts';
import { messageName } from './token.ts';
import { trackInvite } from './track-invite.ts';

/** How often the carrier is asked about one sending, and how far apart. */
const MAX_LOOKS = 6;
const LOOK_AGAIN_MS = 6_000;
/** Our clock and the carrier's may differ by this much. */
const CLOCK_SLACK_MS = 2_000;
/** It may have arrived: it is not repeated again, whatever else is. */
const GIVEN_UP = { code: UNKNOWN_OUTCOME, class: 'not-delivered' } as const;

const STATE_OF: Record<string, DeliveryState> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
};

/**
 * A sending whose result we do not know (a time-out, a crash of ours, a receipt that never came): asks the carrier what
 * it sent. Found: adopted. Not found after two looks: repeated once, while it is still wanted; then given up.
 */
export async function checkSending(deps: SendInviteDeps, id: HandoffId, looks: number): Promise<void> {
  const current = await changeHandoff(deps, id, () => undefined);
  if (!current || (current.handoff.delivery !== 'sending' && current.handoff.delivery !== 'sent')) return;
  const { handoff } = current;
  const found = await findOurs(deps, handoff);
  if (found === 'unreachable') return lookAgain(deps, handoff, looks);
  if (found) return adopt(deps, handoff, found);
  if (handoff.sending?.providerMessageId) return;
  if (looks < 1) return lookAgain(deps, handoff, looks);
  if (isWanted(handoff, deps.clock.nowMs()) && (handoff.sending?.attempt ?? 1) < 2) return sendInvite(deps, id, 2);
  return fail(deps, id, GIVEN_UP);
}

async function findOurs(deps: SendInviteDeps, handoff: Handoff): Promise<SentMessage | 'unreachable' | undefined> {
  const sinceMs = (handoff.sending?.startedAtMs ?? handoff.requestedAtMs) - CLOCK_SLACK_MS;
  try {
    const sent = await deps.carrier.findSent({ to: { channel: 'whatsapp', phone: handoff.to }, from: deps.sender, sinceMs });
    for (const message of sent) {
      if (message.providerMessageId === handoff.sending?.providerMessageId) return message;
      const owner = await deps.store.resolve(messageName(message.providerMessageId));
      if (!handoff.sending?.providerMessageId && (owner === undefined || owner === handoff.id)) return message;
    }
    return undefined;
  } catch {
    return 'unreachable';
  }
}

async function adopt(deps: SendInviteDeps, handoff: Handoff, message: SentMessage): Promise<void> {
  if (!handoff.sending?.providerMessageId) {
    const { attempt = 1 } = handoff.sending ?? {};
    await recordSendOutcome(deps, handoff.id, { kind: 'accepted', providerMessageId: message.providerMessageId }, attempt);
  }
  const state = STATE_OF[message.status];
  if (!state) return;
  await trackInvite(deps, {
    subject: { kind: 'invite', handoffId: handoff.id, attempt: handoff.sending?.attempt ?? 1 },
    providerMessageId: message.providerMessageId,
    state,
    ...(state === 'failed' && { code: message.code ?? 'unknown', failure: message.failure ?? 'unknown' }),
  });
}

async function lookAgain(deps: SendInviteDeps, handoff: Handoff, looks: number): Promise<void> {
  if (looks + 1 >= MAX_LOOKS) return fail(deps, handoff.id, GIVEN_UP);
  await deps.store.commit({
    shard: shardOfId(handoff.id) ?? 0,
    timers: [checkTimer(handoff.id, deps.clock.nowMs() + LOOK_AGAIN_MS, looks + 1)],
  });
}
