import { Router } from 'express';
import type { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { describeChange } from '../../flows/describe-change.ts';
import { diffFlows } from '../../flows/diff-flows.ts';
import type { DraftFlow } from '../../flows/edit/draft.ts';
import type { Readiness } from '../../flows/readiness/readiness.ts';
import type { ReleaseHead, ReleaseStore } from '../../flows/releases.ts';
import { aliasNames, LIVE, releaseAt, type Standing } from '../../flows/studio/alias.ts';
import type { ApprovalDeps } from '../../flows/studio/ask-approval.ts';
import { publishAlone } from '../../flows/studio/go-alone.ts';
import { lookAtOffers } from '../../flows/studio/offer-gate.ts';
import { openDraft } from '../../flows/studio/open-draft.ts';
import { needsSecond, publishDraft, tryGate } from '../../flows/studio/publish-draft.ts';
import type { GateStep as Step } from '../../flows/studio/release-gate.ts';
import { releaseSource } from '../../flows/studio/release-source.ts';
import { findRelease, restoreRelease } from '../../flows/studio/restore-release.ts';
import type { ScheduleStore } from '../../flows/studio/schedule.ts';
import { scheduleRelease } from '../../flows/studio/schedule-release.ts';
import type { FlowRelease, GateStep, NewRelease } from '../contract/releases.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { defined } from './defined.ts';
import { editorOf } from './draft-routes.ts';

export interface ReleaseRoutesDeps extends Omit<ApprovalDeps, 'rest'> {
  readonly releases: ReleaseStore;
  readonly schedules: ScheduleStore;
  /** Has this process take calls by what is published now. */
  readonly refreshShelf: () => Promise<void>;
}

/** A breath between two recorded cases: calls that came meanwhile are answered first. */
const rest = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Releases of flows: publishing, looking back, taking up again. */
export function createReleaseRoutes(outside: ReleaseRoutesDeps): Router {
  const deps = { ...outside, rest };
  const router = Router();
  mountRoute(router, API.checkDraft, async ({ params, body, res }) => {
    const by = editorOf(res);
    const { ok, steps, flow, warnings } = await tryGate(deps, params.id, body.draftRevision);
    const verdict = { ok, steps: steps.map(stepView) };
    if (!ok || !flow) return verdict;
    const draft = await openDraft(deps, params.id);
    const [secondPerson, readiness] = await Promise.all([
      draft.changed && needsSecond(deps, draft, by),
      lookAtOffers(deps, { flowId: params.id, alias: LIVE, after: flow, problems: warnings }),
    ]);
    return { ...verdict, secondPerson, ...(readiness && { readiness: readinessView(params.id, readiness) }) };
  });
  mountRoute(router, API.publishDraft, async ({ params, body, res }) => {
    const release = await publishDraft(deps, { flowId: params.id, ...given(body), by: editorOf(res) });
    await deps.refreshShelf();
    return releaseView(release, await deps.releases.standingOf(params.id));
  });
  mountRoute(router, API.publishAlone, async ({ params, body, res }) => {
    const release = await publishAlone(deps, { flowId: params.id, ...given(body), alone: body.alone, by: editorOf(res) });
    await deps.refreshShelf();
    return releaseView(release, await deps.releases.standingOf(params.id));
  });
  mountRoute(router, API.scheduleRelease, async ({ params, body, res }) => {
    const { publishAtMs } = body;
    const wanted = { flowId: params.id, ...given(body), publishAtMs, by: editorOf(res) };
    const { draftRevision, note, makeLive, by } = await scheduleRelease(deps, wanted);
    return { draftRevision, note, makeLive, publishAtMs, by: { ...by } };
  });
  mountRoute(router, API.cancelSchedule, async ({ params }) => {
    if (!(await deps.schedules.remove(params.id))) throw new AppError('not-scheduled');
    return undefined;
  });
  mountRoute(router, API.releases, async ({ params, query }) => {
    const [heads, standing] = await Promise.all([deps.releases.history(params.id), deps.releases.standingOf(params.id)]);
    if (!standing) await openDraft(deps, params.id);
    return pageFrom(heads.map((head) => releaseView(head, standing)).reverse(), query);
  });
  mountRoute(router, API.release, async ({ params }) => {
    const release = await findRelease(deps.releases, params.id, params.number);
    const [source, standing] = await Promise.all([releaseSource(deps.releases, release), deps.releases.standingOf(params.id)]);
    return { ...releaseView(release, standing), flow: jsonOf(source.flow), problems: [...(release.problems ?? [])] };
  });
  mountRoute(router, API.restoreRelease, async ({ params, body, res }) => {
    const { id, number } = params;
    const { revision } = await restoreRelease(deps, { flowId: id, number, baseRevision: body.baseRevision, by: editorOf(res) });
    return { revision };
  });
  mountRoute(router, API.flowDiff, async ({ params: { id }, query }) => {
    const [from, to] = await Promise.all([query.from, query.to].map((of) => contentOf(deps, id, of)));
    const { changes, boxes } = diffFlows(from ?? {}, to ?? {});
    return { boxes: { ...boxes }, changes: changes.map((change) => ({ ...change, words: describeChange(change) })) };
  });
  return router;
}

/** What a body says, without what it does not. */
function given({ draftRevision, note, makeLive, despite, fromFiles }: z.infer<typeof NewRelease>) {
  return { draftRevision, note, makeLive, ...(despite !== undefined && { despite }), ...(fromFiles && { fromFiles }) };
}

function readinessView(flowId: string, { verdict, offers, items }: Readiness) {
  return { flowId, verdict, offers, items: items.map((item) => ({ ...item, findings: [...item.findings] })) };
}

function stepView({ step, ok, problems }: Step): GateStep {
  return defined({ step, ok, problems: problems.map((each) => ({ ...each })) }) as GateStep;
}

function releaseView({ problems = [], cases, ...head }: ReleaseHead, standing: Standing | undefined): FlowRelease {
  const { flowId, number, publishedAtMs, author, authorName, note, basedOn } = head;
  const aliases = standing ? aliasNames(standing).filter((alias) => releaseAt(standing, alias) === number) : [];
  return {
    flowId,
    number,
    publishedAtMs,
    author,
    aliases,
    warnings: problems.length,
    ...(authorName !== undefined && { authorName }),
    ...(note !== undefined && { note }),
    ...(basedOn !== undefined && { basedOn }),
    ...(cases && { cases: { ...cases } }),
    ...(head.editors && { editors: head.editors.map((each) => ({ ...each })) }),
    ...(head.approval && { approval: { ...head.approval, askedBy: { ...head.approval.askedBy }, by: { ...head.approval.by } } }),
    ...(head.alone !== undefined && { alone: head.alone }),
    ...(head.scheduledForMs !== undefined && { scheduledForMs: head.scheduledForMs }),
    ...(head.despite !== undefined && { despite: head.despite }),
    ...(head.fromFiles && { fromFiles: true }),
  };
}

async function contentOf(deps: ReleaseRoutesDeps, flowId: string, of: 'draft' | number): Promise<DraftFlow> {
  if (of === 'draft') return jsonOf((await openDraft(deps, flowId)).source.flow);
  return jsonOf((await releaseSource(deps.releases, await findRelease(deps.releases, flowId, of))).flow);
}

function jsonOf(text: string): DraftFlow {
  return JSON.parse(text.replace(/^\uFEFF/, '')) as DraftFlow;
}
