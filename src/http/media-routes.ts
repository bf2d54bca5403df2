import { Router } from 'express';
import { onlookerOf } from '../access/onlooker.ts';
import type { Store } from '../base/changes.ts';
import { AppError } from '../base/errors.ts';
import { parseId } from '../base/ids.ts';
import { loadChat, loadThread } from '../chat/change-chat.ts';
import { maySee } from '../chat/may-see.ts';
import type { MediaStore } from '../chat/media-store.ts';
import { identityOf } from './access-guard.ts';
import { auditOf } from './audit-trail.ts';
import type { AuditMark } from './contract/audit-mark.ts';

const FETCHED: AuditMark = { action: 'medium.fetched', object: ['medium', 'params.id'], noted: 'with-answer' };

export interface MediaRouteDeps {
  readonly store: Store;
  readonly media: MediaStore;
}

/** Types that a browser may show in place; everything else is a download. */
const SHOWN = /^(image\/(jpeg|png|gif|webp)|audio\/|video\/)/;

/** `GET /api/media/<chat id>.<media id>`: what a customer sent, for those who may see that chat. */
export function mediaRoutes(deps: MediaRouteDeps): Router {
  const router = Router();
  router.get('/:id', async (req, res) => {
    const find = () => findMedium(deps, req.params.id, onlookerOf(identityOf(res).user));
    const { bytes, contentType } = await auditOf(res).around(req, res, FETCHED, { params: req.params }, find);
    res.setHeader('Content-Type', contentType);
    res.setHeader('Content-Disposition', SHOWN.test(contentType) ? 'inline' : 'attachment');
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    res.setHeader('Cache-Control', 'private, max-age=86400, immutable');
    res.end(bytes);
  });
  return router;
}

/** The medium, if it is in a chat that the user may see. Throws `not-found`: whether it exists is nobody else's business; `media-gone` once it was swept. */
async function findMedium(deps: MediaRouteDeps, id: string, user: Parameters<typeof maySee>[0]) {
  const dot = id.indexOf('.');
  const chatId = parseId('t', id.slice(0, dot));
  const mediaId = id.slice(dot + 1);
  const chat = chatId && (await loadChat(deps.store, chatId))?.value;
  if (!chat || !maySee(user, chat)) throw new AppError('not-found');
  const listed = (await loadThread(deps.store, chat.id)).some((entry) => entry.media?.some((medium) => medium.mediaId === mediaId));
  if (!listed) throw new AppError('not-found');
  const found = await deps.media.get(chat.id, mediaId);
  if (!found) throw new AppError('media-gone');
  return found;
}
