import { type Response, Router } from 'express';
import { rolesMay } from '../../access/permissions.ts';
import type { UserStore } from '../../access/user-store.ts';
import { AppError } from '../../base/errors.ts';
import { releaseAt, type Standing } from '../../flows/studio/alias.ts';
import type { ApprovalRequest as Kept, SettledRequest } from '../../flows/studio/approval.ts';
import { askApproval } from '../../flows/studio/ask-approval.ts';
import { approve, type DecideApprovalDeps, isVoid, reject, waitingOf, withdraw } from '../../flows/studio/decide-approval.ts';
import type { DraftHead, Editor } from '../../flows/studio/draft.ts';
import { isSamePerson } from '../../flows/studio/second-person.ts';
import type { ApprovalRequest } from '../contract/approvals.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { defined } from './defined.ts';
import { editorOf } from './draft-routes.ts';

export interface ApprovalRoutesDeps extends Omit<DecideApprovalDeps, 'rest'> {
  readonly users: Pick<UserStore, 'list'>;
  /** Has this process take calls by what is published now. */
  readonly refreshShelf: () => Promise<void>;
}

/** A breath between two recorded cases: calls that came meanwhile are answered first. */
const rest = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What waits for a second person, and whether one is needed at all. */
export function createApprovalRoutes(given: ApprovalRoutesDeps): Router {
  const deps = { ...given, rest };
  const router = Router();
  mountRoute(router, API.waitingApprovals, async ({ query, res }) => {
    const waiting = await deps.approvals.waiting();
    return pageFrom(await views(deps, waiting, editorOf(res)), query);
  });
  mountRoute(router, API.approvals, async ({ params: { id }, query, res }) => {
    const [waiting, settled, standing, { draft }] = await Promise.all([
      waitingOf(deps, id),
      deps.approvals.settled(id),
      deps.releases.standingOf(id),
      deps.drafts.read(id),
    ]);
    if (!standing && !draft && waiting.length + settled.length === 0) throw new AppError('flow-not-found');
    const open = await views(deps, waiting, editorOf(res));
    return pageFrom([...open, ...settled.map((each) => viewOf(each, editorOf(res)))], query);
  });
  mountRoute(router, API.askApproval, async ({ params, body: { asked, note }, res }) => {
    const wanted = { flowId: params.id, asked: defined(asked) as Parameters<typeof askApproval>[1]['asked'], note, by: editorOf(res) };
    return viewOf(await askApproval(deps, wanted), editorOf(res));
  });
  mountRoute(router, API.approve, async ({ params: { id, approval }, body: { words }, res }) => {
    const decided = await approve(deps, { ...decision(res, id, approval), ...(words && { words }) });
    await deps.refreshShelf();
    return viewOf(decided, editorOf(res));
  });
  mountRoute(router, API.reject, async ({ params: { id, approval }, body: { words }, res }) =>
    viewOf(await reject(deps, { ...decision(res, id, approval), words }), editorOf(res)),
  );
  mountRoute(router, API.withdrawApproval, async ({ params: { id, approval }, res }) => {
    await withdraw(deps, decision(res, id, approval));
    return undefined;
  });
  mountRoute(router, API.studioSettings, () => deps.studioSettings.read());
  mountRoute(router, API.setStudioSettings, async ({ body }) => {
    if (body.secondPerson && (await publishers(deps)) < 2) throw new AppError('publishers-missing');
    await deps.studioSettings.write(body);
    return body;
  });
  return router;
}

async function publishers({ users }: ApprovalRoutesDeps): Promise<number> {
  const all = await users.list();
  return all.filter(({ user }) => !user.disabled && rolesMay(user.roles, 'flows:publish')).length;
}

function decision(res: Response, flowId: string, id: string) {
  return { flowId, id, by: editorOf(res) };
}

/** Those that wait, as whoever looks may decide them or not. */
async function views(deps: ApprovalRoutesDeps, waiting: readonly Kept[], who: Editor): Promise<ApprovalRequest[]> {
  if (waiting.length === 0) return [];
  const [heads, standing] = await Promise.all([deps.drafts.heads(), deps.releases.standing()]);
  return waiting.map((each) => ({ ...viewOf(each, who), void: isVoidNow(each, heads, standing) }));
}

function isVoidNow(request: Kept, heads: readonly DraftHead[], all: readonly Standing[]): boolean {
  const { flowId, asked } = request;
  const draft = heads.find((each) => each.flowId === flowId);
  const standing = all.find((each) => each.flowId === flowId);
  return isVoid(request, draft, asked.kind === 'move' && standing ? releaseAt(standing, asked.alias) : undefined);
}

function viewOf(request: Kept | SettledRequest, who: Editor): ApprovalRequest {
  const { by, editors, asked, ...rest } = request;
  const settledBy = 'settledBy' in rest ? { settledBy: { ...rest.settledBy } } : {};
  return {
    ...rest,
    ...settledBy,
    asked: { ...asked },
    by: { ...by },
    editors: editors.map((each) => ({ ...each })),
    mine: isSamePerson(by, who),
  };
}
