import { AppError } from '../base/errors.ts';
import type { ChatId } from '../base/ids.ts';
import type { MessageCarrier } from '../channels/messages.ts';
import type { FileOutcome } from '../flows/chat-outcomes.ts';
import { resumeChat } from '../flows/run-chat.ts';
import { type ChangeDeps, changeChat, loadThread } from './change-chat.ts';
import type { ChatMessage } from './chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import { contactOf, writeContactAfter } from './end-chat.ts';
import { MAX_MEDIA_BYTES, type MediaStore } from './media-store.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { runBot } from './run-bot.ts';
import { updateMessage } from './track-delivery.ts';

export interface FetchMediaDeps extends ChangeDeps, Omit<ReceiveDeps, keyof ChangeDeps> {
  readonly carrier: Pick<MessageCarrier, 'fetchMedia'>;
  readonly media: MediaStore;
}

/** After so many tries an attachment is given up, and the thread says so. */
const MAX_TRIES = 5;
const RETRY_MS = 5_000;

type Medium = NonNullable<ChatMessage['media']>[number];

/**
 * Fetches the attachments of a message and shows them; tried again with growing pauses, then given up visibly. A bot that
 * asked for a file goes on with what the bytes turned out to be.
 */
export async function fetchMedia(deps: FetchMediaDeps, chatId: ChatId, seq: number, tries = 1): Promise<void> {
  const message = (await loadThread(deps.store, chatId)).find((entry) => entry.seq === seq);
  if (!message?.incoming?.length) return;
  const media: Medium[] = [];
  let problem: ChatMessage['mediaProblem'];
  for (const { url } of message.incoming) {
    try {
      const { bytes, contentType } = await deps.carrier.fetchMedia(url, MAX_MEDIA_BYTES);
      media.push({ ...(await deps.media.put(chatId, bytes, contentType)), bytes: bytes.byteLength });
    } catch (error) {
      if (error instanceof AppError && error.code === 'media-too-large') {
        problem = 'too-large';
        continue;
      }
      deps.log.warn({ err: error, chatId, seq, tries }, 'an attachment could not be fetched');
      problem = 'unavailable';
    }
  }
  const again = problem === 'unavailable' && tries < MAX_TRIES;
  await (again ? comeBack(deps, chatId, seq, tries) : show(deps, chatId, seq, media, problem));
}

async function show(
  deps: FetchMediaDeps,
  chatId: ChatId,
  seq: number,
  media: readonly Medium[],
  problem: ChatMessage['mediaProblem'],
): Promise<void> {
  await changeChat(
    deps,
    chatId,
    async (draft, thread) => {
      const found = thread.find((entry) => entry.seq === seq);
      if (!found?.incoming) return { changed: false, outcome: undefined };
      const { incoming: _, ...rest } = found;
      updateMessage(draft, { ...rest, ...(media.length > 0 && { media }), ...(problem && { mediaProblem: problem }) });
      draft.timers.push({ id: `media:${chatId}:${seq}`, atMs: null });
      await tellBot(deps, draft, outcomeOf(media, problem));
      return { changed: true, outcome: undefined };
    },
    true,
  );
}

function outcomeOf([first]: readonly Medium[], problem: ChatMessage['mediaProblem']): FileOutcome {
  if (first) return { kind: 'kept', ...first };
  return { kind: problem === 'too-large' ? 'too-large' : 'unavailable' };
}

/** The bot goes on, if it waits for this. */
async function tellBot(deps: FetchMediaDeps, draft: ChatDraft, file: FileOutcome): Promise<void> {
  const { state, wait, snapshot, flow, sender } = draft.chat;
  if (state !== 'bot' || wait?.kind !== 'file' || !snapshot) return;
  const contact = await contactOf(deps.store, draft);
  const { compiled } = (await deps.flows.find(flow)) ?? deps.flows.forNumber(sender);
  await runBot(deps, draft, {
    compiled,
    contact: contact?.value,
    step: (surroundings) => resumeChat(compiled, snapshot, { type: 'FILE_CHECKED', file }, surroundings),
  });
  const { closed } = draft.chat;
  if (closed && contact) writeContactAfter(draft, contact, closed.disposition);
}

async function comeBack(deps: FetchMediaDeps, chatId: ChatId, seq: number, tries: number): Promise<void> {
  await changeChat(deps, chatId, (draft) => {
    const payload = { type: 'chat.media', chatId, seq, tries: tries + 1 };
    draft.timers.push({ id: `media:${chatId}:${seq}`, atMs: draft.nowMs + RETRY_MS * 2 ** tries, payload });
    return { changed: true, outcome: undefined };
  });
}
