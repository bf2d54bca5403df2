import { Router } from 'express';
import type { Logger } from '../base/log.ts';
import type { RecordingNews } from '../channels/voice.ts';
import { noteRefusal, requestOf } from './message-routes.ts';
import type { RefusedWebhooks } from './refused-webhooks.ts';
import { requestIdOf } from './request-id.ts';
import type { WebhookWire } from './webhook-wire.ts';

export interface RecordingRouteDeps {
  readonly wire: Pick<WebhookWire, 'readRecordingNews'>;
  readonly log: Logger;
  readonly refused: Pick<RefusedWebhooks, 'note'>;
  /** True if it was news. Throws when it could not be written down. */
  readonly take: (news: RecordingNews) => Promise<boolean>;
}

/** What the carrier tells of recordings beside the call. A failure of ours answers 503, so that its log keeps it. */
export function recordingRoutes(deps: RecordingRouteDeps): Router {
  const router = Router();
  router.post(['/status', '/transcript'], async (req, res) => {
    const told = deps.wire.readRecordingNews(await requestOf(req));
    const isNews = told !== undefined && (await deps.take(told));
    const about = { callId: told?.action.callId, providerId: told?.providerId, kind: told?.news.kind, isNews };
    deps.log.info({ requestId: requestIdOf(res), ...about }, 'news of a recording came in');
    res.status(200).end();
  });
  router.use(noteRefusal(deps.refused));
  return router;
}
