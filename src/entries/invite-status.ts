import type { Store, Versioned } from '../base/changes.ts';
import type { EventType } from '../base/events.ts';
import type { ChatId, HandoffId } from '../base/ids.ts';
import { maskPhone } from '../base/phone.ts';
import type { DeliveryState, FailureClass } from '../channels/delivery.ts';
import type { Handoff, LinkConfidence, LinkMethod } from '../handoff/handoff.ts';
import { isOutsideHandoff } from '../handoff/token.ts';

/** How far a handoff has come, in one word. */
export type InviteState = Exclude<DeliveryState, 'requested'> | 'requested' | 'engaged' | 'expired' | 'withdrawn';

/** One thing that happened to a handoff, as the other side may know it. */
export interface TimelineEntry {
  readonly type: EventType;
  readonly atMs: number;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface InviteStatus {
  readonly id: HandoffId;
  readonly state: InviteState;
  readonly reference?: string;
  /** Masked. */
  readonly number: string;
  readonly language: string;
  readonly intent?: string;
  readonly template: string;
  readonly requestedAtMs: number;
  readonly replyUntilMs: number;
  readonly failure?: { readonly code: string; readonly class: FailureClass; readonly atMs: number };
  readonly fallback?: 'sms' | 'none';
  readonly chat?: {
    readonly id: ChatId;
    readonly linkedAtMs: number;
    readonly method: LinkMethod;
    readonly confidence: LinkConfidence;
    readonly state?: string;
    readonly caseNumber?: string;
    readonly firstHumanReplyAtMs?: number;
    readonly disposition?: string;
  };
  readonly timeline: readonly TimelineEntry[];
}

/** What is read of a chat here: its record belongs to the chat. */
interface ChatSeen {
  readonly state: string;
  readonly caseNumber: string;
  readonly firstHumanReplyAtMs?: number;
  readonly closed?: { readonly disposition: string };
}

/** The state in one word: what the person did beats what the message did. Pure. */
export function inviteState(handoff: Handoff): InviteState {
  if (handoff.withdrawnAtMs) return 'withdrawn';
  if (handoff.claim) return 'engaged';
  if (handoff.expiredAtMs) return 'expired';
  return handoff.delivery;
}

/** What the other side calls it. */
export function referenceOf({ origin }: Pick<Handoff, 'origin'>): { readonly reference?: string } {
  return origin?.entry === 'api' && origin.reference !== undefined ? { reference: origin.reference } : {};
}

/** An invite of the API as it stands, with what happened to it; undefined if there is none. */
export async function inviteStatus(deps: { readonly store: Store }, id: HandoffId): Promise<InviteStatus | undefined> {
  if (!isOutsideHandoff(id)) return undefined;
  const ref = { kind: 'handoff', id } as const;
  const [[found], parts] = await Promise.all([
    deps.store.load([ref]) as Promise<(Versioned<Handoff> | undefined)[]>,
    deps.store.loadParts(ref),
  ]);
  if (!found) return undefined;
  const handoff = found.value;
  const noted = parts.map(({ value }) => value as TimelineEntry);
  const requested: TimelineEntry = { type: 'handoff.requested', atMs: handoff.requestedAtMs };
  const chat = handoff.claim && (await chatSeen(deps.store, handoff.claim.chatId));
  return {
    id,
    state: inviteState(handoff),
    ...referenceOf(handoff),
    number: maskPhone(handoff.to),
    language: handoff.language,
    ...(handoff.intent !== undefined && { intent: handoff.intent }),
    template: handoff.template,
    requestedAtMs: handoff.requestedAtMs,
    replyUntilMs: handoff.lookBackUntilMs,
    ...(handoff.failure && handoff.delivery === 'failed' && { failure: handoff.failure }),
    ...(handoff.fallback && { fallback: handoff.fallback.kind }),
    ...(handoff.claim && {
      chat: {
        id: handoff.claim.chatId,
        linkedAtMs: handoff.claim.atMs,
        method: handoff.claim.method,
        confidence: handoff.claim.confidence,
        ...(chat && { state: chat.state, caseNumber: chat.caseNumber }),
        ...(chat?.firstHumanReplyAtMs !== undefined && { firstHumanReplyAtMs: chat.firstHumanReplyAtMs }),
        ...(chat?.closed && { disposition: chat.closed.disposition }),
      },
    }),
    timeline: noted.some(({ type }) => type === 'handoff.requested') ? noted : [requested, ...noted],
  };
}

async function chatSeen(store: Store, id: ChatId): Promise<ChatSeen | undefined> {
  const [found] = await store.load([{ kind: 'chat', id }]);
  return found?.value as ChatSeen | undefined;
}
