import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import { readTarget } from '../../flows/number-assignments.ts';
import { aliasNames, releaseAt, type Standing } from '../../flows/studio/alias.ts';
import type { ApprovalDeps } from '../../flows/studio/ask-approval.ts';
import { moveAlone } from '../../flows/studio/go-alone.ts';
import { type MoveAliasDeps, moveAlias, moveBack, removeAlias } from '../../flows/studio/move-alias.ts';
import type { FlowAlias } from '../contract/releases.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { editorOf } from './draft-routes.ts';

export interface AliasRoutesDeps extends Omit<ApprovalDeps, 'rest'> {
  /** Has this process take calls by what the aliases point at now. */
  readonly refreshShelf: () => Promise<void>;
}

/** Moving plays no recorded cases. */
const rest = async () => undefined;

/** Which release the aliases of a flow point at: what callers hear from now on. */
export function createAliasRoutes(deps: AliasRoutesDeps): Router {
  const router = Router();
  const now = async (flowId: string) => {
    await deps.refreshShelf();
    return aliasesOf(deps, flowId);
  };
  mountRoute(router, API.aliases, async ({ params }) => aliasesOf(deps, params.id));
  mountRoute(router, API.moveAlias, async ({ params, body, res }) => {
    const { id, alias } = params;
    await moveAlias(deps, { flowId: id, alias, release: body.release, ...asked(body), by: editorOf(res) });
    return now(id);
  });
  mountRoute(router, API.moveAliasAlone, async ({ params: { id, alias }, body, res }) => {
    const { release, alone } = body;
    await moveAlone({ ...deps, rest }, { flowId: id, alias, release, alone, ...asked(body), by: editorOf(res) });
    return now(id);
  });
  mountRoute(router, API.returnAlias, async ({ params, body, res }) => {
    await moveBack(deps, { flowId: params.id, alias: params.alias, ...asked(body), by: editorOf(res) });
    return now(params.id);
  });
  mountRoute(router, API.removeAlias, async ({ params, res }) => {
    await removeAlias(deps, { flowId: params.id, alias: params.alias, by: editorOf(res) });
    await deps.refreshShelf();
    return undefined;
  });
  return router;
}

interface Asked {
  readonly expected?: number | undefined;
  readonly note?: string | undefined;
  readonly despite?: string | undefined;
}

function asked({ expected, note, despite }: Asked) {
  return { ...(expected !== undefined && { expected }), ...(note !== undefined && { note }), ...(despite !== undefined && { despite }) };
}

async function aliasesOf({ releases, assignments }: MoveAliasDeps, flowId: string) {
  const [standing, moves, assigned] = await Promise.all([releases.standingOf(flowId), releases.moves(flowId), assignments.all()]);
  if (!standing) throw new AppError('flow-not-found');
  const targets = Object.entries(assigned).map(([number, text]) => ({ number, ...readTarget(text) }));
  const numbersOf = (alias: string) => targets.filter((each) => each.flowId === flowId && each.alias === alias).map(({ number }) => number);
  return {
    aliases: aliasNames(standing).map((name) => aliasView(standing, name, numbersOf(name))),
    moves: moves.map(({ by, approvedBy, ...move }) => ({ ...move, by: { ...by }, ...(approvedBy && { approvedBy: { ...approvedBy } }) })),
  };
}

function aliasView(standing: Standing, name: string, numbers: string[]): FlowAlias {
  const release = releaseAt(standing, name);
  const state = standing.aliases[name];
  return {
    name,
    numbers,
    ...(release !== undefined && { release }),
    ...(state && { movedAtMs: state.movedAtMs, movedBy: { ...state.movedBy } }),
    ...(state?.previous !== undefined && { previous: state.previous }),
    ...(state?.note !== undefined && { note: state.note }),
  };
}
