import { Router } from 'express';
import type { AgentBoard } from '../../agents/agent-board.ts';
import { type CannedReply, FIRST_CANNED_REPLIES } from '../../agents/canned-replies.ts';
import { changeCannedReply } from '../../agents/change-canned-reply.ts';
import { changeOpeningHours } from '../../agents/change-opening-hours.ts';
import type { DeskSettings } from '../../agents/desk-settings.ts';
import type { OpeningHours as Hours } from '../../agents/opening-hours.ts';
import type { CannedReplyEntry, OpeningHours } from '../contract/desk-settings.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface DeskSettingRoutesDeps {
  readonly deskSettings: DeskSettings;
  readonly board: Pick<AgentBoard, 'signal'>;
  /** Of the business; opening hours are in it until they name another. */
  readonly timeZone: string;
}

function entriesOf(replies: readonly CannedReply[]): CannedReplyEntry[] {
  const entries = new Map<string, CannedReplyEntry>();
  for (const { shortcut, language, title, text } of replies) {
    const entry = entries.get(shortcut) ?? { shortcut, wordings: [] };
    entry.wordings.push({ language, title, text });
    entries.set(shortcut, entry);
  }
  return [...entries.values()];
}

function viewOf({ timeZone, days }: Hours): OpeningHours {
  const spans = Object.entries(days).map(([day, each]) => [day, each.map(([from, to]) => [from, to])]);
  return { timeZone, days: Object.fromEntries(spans) };
}

/** What supervisors and administrators set for the desk: ready-made replies and opening hours. */
export function createDeskSettingRoutes(deps: DeskSettingRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.cannedReplies, async () => ({
    items: entriesOf((await deps.deskSettings.cannedReplies()) ?? FIRST_CANNED_REPLIES),
  }));
  mountRoute(router, API.putCannedReply, async ({ params: { shortcut }, body: { wordings } }) => {
    await changeCannedReply(deps, { shortcut, wordings });
    return { shortcut, wordings };
  });
  mountRoute(router, API.deleteCannedReply, async ({ params: { shortcut } }) => {
    await changeCannedReply(deps, { shortcut, wordings: [] });
    return undefined;
  });
  mountRoute(router, API.openingHours, async () =>
    viewOf((await deps.deskSettings.openingHours()) ?? { timeZone: deps.timeZone, days: {} }),
  );
  mountRoute(router, API.setOpeningHours, async ({ body }) => viewOf(await changeOpeningHours(deps, body)));
  return router;
}
