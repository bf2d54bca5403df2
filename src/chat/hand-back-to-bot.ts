import type { ChatId } from '../base/ids.ts';
import type { Surroundings } from '../flows/outcomes.ts';
import { resumeChat } from '../flows/run-chat.ts';
import { type Actor, refuseHandling } from './actor.ts';
import { restartBot } from './bot-turns.ts';
import { changeChat, type Refusal, refuse } from './change-chat.ts';
import { type Chat, isSilenced } from './chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import type { SeatDeps } from './claim-chat.ts';
import { contactOf, writeContactAfter, writeContactNow } from './end-chat.ts';
import { endPromise } from './note-ticket.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { runBot } from './run-bot.ts';
import { serviceWindow } from './service-window.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

export type HandedBack = { readonly kind: 'handed-back'; readonly chat: Chat };

/**
 * The agent gives the chat back to the bot, which goes on where the flow says; the customer is told. Only inside the
 * window: the bot could not write. Refused with chat-not-found, chat-closed, chat-not-yours, opted-out, window-closed.
 */
export async function handBackToBot(
  deps: SeatDeps & ReceiveDeps,
  actor: Actor,
  handBack: { readonly chatId: ChatId },
): Promise<HandedBack | Refusal> {
  let owner: string | undefined;
  const outcome = await changeChat<HandedBack | Refusal>(deps, handBack.chatId, async (draft) => {
    if (draft.chat.state === 'bot') return { changed: false, outcome: { kind: 'handed-back', chat: draft.chat } };
    const refusal = refuseHandling(draft.chat, actor) ?? refuseBot(draft.chat, draft.nowMs);
    if (refusal) return { changed: false, outcome: refusal };
    owner = draft.chat.agentId;
    tellDesk(draft, 'handedBack', { agent: actor.name });
    await giveToBot(deps, draft);
    return { changed: true, outcome: { kind: 'handed-back', chat: draft.chat } };
  });
  if (outcome.kind === 'handed-back' && owner !== undefined) await deps.board.leaveSeat(owner, handBack.chatId);
  return outcome;
}

function refuseBot(chat: Chat, nowMs: number): Refusal | undefined {
  if (chat.state !== 'assigned') return refuse('chat-not-yours');
  if (isSilenced(chat)) return refuse('opted-out');
  return serviceWindow(chat.lastInboundAtMs, nowMs).open ? undefined : refuse('window-closed');
}

/** The bot goes on after the human, or begins anew where it has no place or its release is gone; where its flow ends, so does the chat. */
async function giveToBot(deps: ReceiveDeps, draft: ChatDraft): Promise<void> {
  const contact = await contactOf(deps.store, draft);
  const published = await deps.flows.find(draft.chat.flow);
  const { agentId, agentName: _, assignedAtMs: __, queuedAtMs: ___, ...rest } = draft.chat;
  const { snapshot } = draft.chat;
  draft.chat = { ...rest, state: 'bot', unread: 0, ...(agentId !== undefined && { lastAgentId: agentId }) };
  endPromise(draft);
  tellCustomer(draft, 'backToBot');
  if (published && snapshot) {
    const { compiled } = published;
    const step = (surroundings: Surroundings) => resumeChat(compiled, snapshot, { type: 'AGENT_DONE' }, surroundings);
    await runBot(deps, draft, { compiled, contact: contact?.value, step });
  } else await restartBot(deps, draft, contact?.value);
  const { closed } = draft.chat;
  if (closed && contact) writeContactAfter(draft, contact, closed.disposition);
  else if (contact && draft.pendingCallback !== undefined) writeContactNow(draft, contact);
}
