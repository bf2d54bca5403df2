import type { InboundMessage } from '../channels/messages.ts';
import type { Contact } from '../contacts/contact.ts';
import { readWireId } from '../flows/chat-choices.ts';
import { resumeChat } from '../flows/run-chat.ts';
import { addInbound } from './add-inbound.ts';
import { replyOf } from './bot-turns.ts';
import { loadChat } from './change-chat.ts';
import type { Chat } from './chat.ts';
import { type ChatDraft, draftOf } from './chat-draft.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { applyRun, runToWait } from './run-bot.ts';
import { reopenFor } from './take-opt-out.ts';
import { wantsPerson } from './wants-person.ts';

/** A typed answer counts for so long after the question, ms: later it begins something new. A tap says itself what it answers. */
const TYPED_WITHIN_MS = 24 * 3_600_000;

/**
 * Is this the answer to what the person was asked when their last chat was closed? Then it goes into that chat, which goes
 * on with a person if it was not solved. Undefined for every other message: it opens a new episode.
 */
export async function answerSurvey(deps: ReceiveDeps, message: InboundMessage, contact: Contact): Promise<ChatDraft | undefined> {
  const last = contact.chats.at(-1);
  const found = last && (await loadChat(deps.store, last.chatId));
  const survey = found?.value.survey;
  if (!found || !survey || found.value.state !== 'closed') return undefined;
  const tapped = readWireId(message.buttonPayload)?.step === survey.step;
  const draft = draftOf(found.value, found.version, deps.clock.nowMs());
  if (found.value.wait?.kind !== 'survey') return tapped ? keepOnly(draft, message) : undefined;
  if (!tapped && draft.nowMs - survey.askedAtMs >= TYPED_WITHIN_MS) return undefined;
  return (await tryAnswer(deps, draft, message, contact)) ?? (tapped ? keepOnly(draft, message) : undefined);
}

/** Tapped once more after the answer: it is in the thread, and changes nothing. */
function keepOnly(draft: ChatDraft, message: InboundMessage): ChatDraft {
  addInbound(draft, message);
  draft.chat = { ...draft.chat, unread: 0 };
  return draft;
}

async function tryAnswer(deps: ReceiveDeps, draft: ChatDraft, message: InboundMessage, contact: Contact): Promise<ChatDraft | undefined> {
  const { flow, snapshot } = draft.chat;
  const published = await deps.flows.find(flow);
  if (!published || !snapshot || wantsPerson(published.compiled, message)) return undefined;
  const { compiled } = published;
  const step = (surroundings: Parameters<typeof resumeChat>[3]) => resumeChat(compiled, snapshot, replyOf(message), surroundings);
  try {
    const run = await runToWait(deps, draft, { compiled, contact, step });
    const isAnswer = run.facts.some(({ type }) => type === 'survey-answered' || type === 'survey-commented');
    if (!isAnswer && !isSkip(draft.chat, message, run.progress.wait.kind)) return undefined;
    addInbound(draft, message);
    reopenFor(draft, contact);
    applyRun(deps, draft, compiled, run);
    if (draft.chat.state === 'closed') draft.chat = { ...draft.chat, unread: 0 };
    return draft;
  } catch (error) {
    deps.log.error({ err: error, chatId: draft.chat.id, flow }, 'an answer to a survey could not be taken');
    deps.stepFailed(flow);
    return undefined;
  }
}

/** "Nothing to add", after the answer. */
function isSkip({ survey }: Chat, message: InboundMessage, wait: string): boolean {
  return survey?.answer !== undefined && wait !== 'survey' && message.media.length === 0;
}
