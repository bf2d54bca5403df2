import type { ChatId } from '../base/ids.ts';
import type { Logger } from '../base/log.ts';
import type { MessageCarrier } from '../channels/messages.ts';
import { type ChangeDeps, changeChat, loadThread } from './change-chat.ts';
import type { ChatMessage } from './chat.ts';
import { MAX_MEDIA_BYTES, type MediaStore } from './media-store.ts';
import { updateMessage } from './track-delivery.ts';

export interface FetchMediaDeps extends ChangeDeps {
  readonly carrier: Pick<MessageCarrier, 'fetchMedia'>;
  readonly media: MediaStore;
  readonly log: Logger;
}

/** After so many tries an attachment is given up, and the thread says so. */
const MAX_TRIES = 5;
const RETRY_MS = 5_000;

/** Fetches the attachments of a message and shows them; tried again with growing pauses, then given up visibly. */
export async function fetchMedia(deps: FetchMediaDeps, chatId: ChatId, seq: number, tries = 1): Promise<void> {
  const message = (await loadThread(deps.store, chatId)).find((entry) => entry.seq === seq);
  if (!message?.incoming?.length) return;
  const media: NonNullable<ChatMessage['media']>[number][] = [];
  let problem: ChatMessage['mediaProblem'];
  for (const { url } of message.incoming) {
    try {
      const { bytes } = await deps.carrier.fetchMedia(url, MAX_MEDIA_BYTES + 1);
      if (bytes.byteLength > MAX_MEDIA_BYTES) problem = 'too-large';
      else media.push({ ...(await deps.media.put(bytes)), bytes: bytes.byteLength });
    } catch (error) {
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
  media: NonNullable<ChatMessage['media']>,
  problem: ChatMessage['mediaProblem'],
): Promise<void> {
  await changeChat(
    deps,
    chatId,
    (draft, thread) => {
      const found = thread.find((entry) => entry.seq === seq);
      if (!found?.incoming) return { changed: false, outcome: undefined };
      const { incoming: _, ...rest } = found;
      updateMessage(draft, { ...rest, ...(media.length > 0 && { media }), ...(problem && { mediaProblem: problem }) });
      draft.timers.push({ id: `media:${chatId}:${seq}`, atMs: null });
      return { changed: true, outcome: undefined };
    },
    true,
  );
}

async function comeBack(deps: FetchMediaDeps, chatId: ChatId, seq: number, tries: number): Promise<void> {
  await changeChat(deps, chatId, (draft) => {
    const payload = { type: 'chat.media', chatId, seq, tries: tries + 1 };
    draft.timers.push({ id: `media:${chatId}:${seq}`, atMs: draft.nowMs + RETRY_MS * 2 ** tries, payload });
    return { changed: true, outcome: undefined };
  });
}
