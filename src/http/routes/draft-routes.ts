import { type Response, Router } from 'express';
import type { UserStore } from '../../access/user-store.ts';
import { AppError } from '../../base/errors.ts';
import type { Problem } from '../../flows/lint/problem.ts';
import type { BesideFlow } from '../../flows/parse-flow.ts';
import type { ReleaseStore } from '../../flows/releases.ts';
import { checkSource } from '../../flows/studio/check-source.ts';
import type { Editor } from '../../flows/studio/draft.ts';
import { type OpenedDraft, openDraft } from '../../flows/studio/open-draft.ts';
import { releaseSource } from '../../flows/studio/release-source.ts';
import { revertDraft } from '../../flows/studio/revert-draft.ts';
import { type SaveDraftDeps, saveDraft } from '../../flows/studio/save-draft.ts';
import { addFlow, startFlow } from '../../flows/studio/start-flow.ts';
import { writeJson } from '../../flows/write-json.ts';
import { identityOf } from '../access-guard.ts';
import type { FlowDraft } from '../contract/drafts.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface DraftRoutesDeps extends SaveDraftDeps {
  readonly releases: ReleaseStore;
  readonly users: Pick<UserStore, 'list'>;
  /** What flows are linted with. */
  readonly besideFlows: () => BesideFlow;
  readonly timeZone: string;
}

/** Drafts of flows: what is edited in the studio, wrong or not, until it is published. */
export function createDraftRoutes(deps: DraftRoutesDeps): Router {
  const router = Router();
  const problemsOf = createChecker(deps.besideFlows);
  const viewOf = (draft: OpenedDraft) => draftView(draft, problemsOf(draft.flowId, draft.source.flow));
  mountRoute(router, API.draft, async ({ params }) => viewOf(await openDraft(deps, params.id)));
  mountRoute(router, API.saveDraft, async ({ params: { id }, body, res }) => {
    const { baseRevision, cases } = body;
    const change = { baseRevision, flow: textOf('body.flow', body.flow), ...(cases !== undefined && { cases: casesText(cases) }) };
    const { revision, savedAtMs, source } = await saveDraft(deps, { flowId: id, ...change, by: editorOf(res) });
    return { revision, savedAtMs, problems: [...problemsOf(id, source.flow)] };
  });
  mountRoute(router, API.revertDraft, async ({ params, query: { revision }, res }) => {
    await revertDraft(deps, { flowId: params.id, by: editorOf(res), ...(revision !== undefined && { revision }) });
    return undefined;
  });
  mountRoute(router, API.flowFiles, async ({ params, query }) => filesOf(deps, params.id, query.of));
  mountRoute(router, API.createFlow, async ({ body, res }) => {
    const by = editorOf(res);
    if (!('flow' in body)) return viewOf({ ...(await startFlow(deps, withoutAbsent(body), by)), changed: true });
    const cases = body.cases === undefined ? undefined : textOf('body.cases', body.cases);
    const source = { flow: textOf('body.flow', body.flow), ...(cases !== undefined && { cases }) };
    return viewOf({ ...(await addFlow(deps, body.id, source, by)), changed: true });
  });
  mountRoute(router, API.studioLibrary, () => libraryOf(deps));
  return router;
}

/** Who is asking, as drafts and releases remember it. */
export function editorOf(res: Response): Editor {
  const { user, maker } = identityOf(res);
  return { userId: user.id, name: user.name, ...(maker === undefined ? { username: user.username } : { maker }) };
}

/** The problems of a text, found once: an editor asks again and again for the one it has just saved. */
function createChecker(beside: () => BesideFlow): (flowId: string, text: string) => readonly Problem[] {
  const last = new Map<string, { readonly text: string; readonly problems: readonly Problem[] }>();
  return (flowId, text) => {
    const known = last.get(flowId);
    if (known?.text === text) return known.problems;
    const { problems } = checkSource(flowId, text, beside());
    last.set(flowId, { text, problems });
    return problems;
  };
}

/** What was sent as the text of a file. Throws `body-invalid` for text that is no JSON object. */
function textOf(path: string, written: string | Readonly<Record<string, unknown>>): string {
  if (typeof written !== 'string') return writeJson(written);
  if (jsonObject(written) === undefined)
    throw new AppError('body-invalid', undefined, { details: [{ path, message: 'is no JSON object' }] });
  return written;
}

function casesText(cases: string | Readonly<Record<string, unknown>> | null): string | null {
  return cases === null ? null : textOf('body.cases', cases);
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function draftView(
  { flowId, revision, basedOn, changed, source, savedBy, savedAtMs }: OpenedDraft,
  problems: readonly Problem[],
): FlowDraft {
  const cases = source.cases === undefined ? undefined : jsonObject(source.cases);
  return {
    flowId,
    revision,
    changed,
    flow: jsonObject(source.flow) ?? {},
    problems: [...problems],
    ...(cases && { cases }),
    ...(basedOn !== undefined && { basedOn }),
    ...(savedBy && { savedBy }),
    ...(savedAtMs !== undefined && { savedAtMs }),
  };
}

async function filesOf(deps: DraftRoutesDeps, flowId: string, of: 'draft' | number) {
  const draft = await openDraft(deps, flowId);
  const { revision, changed, basedOn } = draft;
  if (of === 'draft') return { flowId, revision, changed, ...(basedOn !== undefined && { release: basedOn }), ...draft.source };
  const release = await deps.releases.get(flowId, of);
  if (!release) throw new AppError('release-not-found');
  return { flowId, revision, changed: false, release: of, ...(await releaseSource(deps.releases, release)) };
}

function withoutAbsent<T extends { readonly id: string; readonly name: string }>({ id, name, ...rest }: T) {
  return {
    id,
    name,
    ...(Object.fromEntries(Object.entries(rest).filter(([, each]) => each !== undefined)) as PresentOf<Omit<T, 'id' | 'name'>>),
  };
}

type PresentOf<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

async function libraryOf(deps: DraftRoutesDeps) {
  const { templates, refusedTemplates = [], recordings = new Map(), media = [], library, tables = {} } = deps.besideFlows();
  const [releases, users] = await Promise.all([deps.releases.list(), deps.users.list()]);
  const assigned = releases.flatMap(({ flow }) =>
    Object.values(flow.chat.steps).flatMap((step) => (step.type === 'assign' ? [step.team] : [])),
  );
  const teams = new Set([...assigned, ...users.flatMap(({ user }) => user.teams)]);
  return {
    templates: [...templates],
    refusedTemplates: [...refusedTemplates],
    calendars: { ...library?.calendars },
    parts: { ...library?.parts },
    tables: { ...tables },
    recordings: Object.fromEntries(recordings),
    media: media.map(({ name, bytes }) => ({ name, bytes })),
    teams: [...teams].sort(),
    flows: releases.map(({ flowId, flow }) => ({ id: flowId, name: flow.name })),
  };
}
