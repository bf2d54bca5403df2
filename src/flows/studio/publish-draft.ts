import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { flowFingerprint } from '../flow-fingerprint.ts';
import type { BesideFlow } from '../parse-flow.ts';
import type { Release, ReleaseStore } from '../releases.ts';
import type { DraftStore, Editor } from './draft.ts';
import type { FlowNews } from './flow-news.ts';
import { liveAfter } from './live-after.ts';
import { type OpenDraftDeps, openDraft } from './open-draft.ts';
import { checkRelease, type GateVerdict } from './release-gate.ts';

export interface PublishDraftDeps extends OpenDraftDeps {
  readonly drafts: DraftStore;
  readonly releases: ReleaseStore;
  readonly flowNews: Pick<FlowNews, 'tell'>;
  readonly clock: Clock;
  readonly besideFlows: () => BesideFlow;
  /** Lets a process do what else it has to do, between two cases. */
  readonly rest: () => Promise<void>;
}

interface Input {
  readonly flowId: string;
  /** The revision that whoever publishes has seen. */
  readonly draftRevision: number;
  readonly note: string;
  /** Has `live` point at it. */
  readonly makeLive: boolean;
  readonly by: Editor;
}

const TRIES = 5;

/** What a draft's publication would say, step by step. Throws `flow-not-found`, `store-unavailable`. */
export async function tryGate(deps: PublishDraftDeps, flowId: string, draftRevision?: number): Promise<GateVerdict> {
  const draft = await openDraft(deps, flowId);
  if (draftRevision !== undefined && draft.revision !== draftRevision) return outdated(draft.revision, draft.savedBy);
  return checkRelease({ flowId, source: draft.source, beside: deps.besideFlows(), rest: deps.rest });
}

/**
 * Makes a draft the next release. Throws `release-refused` (the details say step by step why), `nothing-to-publish`,
 * `flow-not-found`, `conflict`, `store-unavailable`; nothing is changed then.
 */
export async function publishDraft(deps: PublishDraftDeps, input: Input): Promise<Release> {
  const { flowId, draftRevision, by } = input;
  const draft = await openDraft(deps, flowId);
  if (draft.revision !== draftRevision) throw refused(outdated(draft.revision, draft.savedBy));
  if (!draft.changed) throw new AppError('nothing-to-publish');
  const { source, basedOn } = draft;
  const verdict = await checkRelease({ flowId, source, beside: deps.besideFlows(), rest: deps.rest });
  const { flow, warnings, cases } = verdict;
  if (!verdict.ok || !flow) throw refused(verdict);
  for (let n = 0; n < TRIES; n += 1) {
    const atMs = deps.clock.nowMs();
    const standing = await deps.releases.standingOf(flowId);
    const release: Release = {
      flowId,
      number: (standing?.newest ?? 0) + 1,
      flow,
      publishedAtMs: atMs,
      author: by.userId,
      authorName: by.name,
      note: input.note,
      sha256: flowFingerprint(flow),
      problems: warnings,
      ...(cases && { cases }),
      ...(basedOn !== undefined && { basedOn }),
    };
    const live = liveAfter(standing, { atMs, by, note: input.note, ...(input.makeLive && { to: release.number }) });
    const appended = await deps.releases.append({ release, source, draftRevision, ...(live && { live }) });
    if (appended === 'draft-changed') throw refused(outdated((await openDraft(deps, flowId)).revision));
    if (appended === 'appended') {
      await deps.flowNews.tell({ kind: 'released', flowId, release: release.number, by, atMs });
      return release;
    }
  }
  throw new AppError('conflict');
}

/** The refusal with its steps, as the page shows them. */
export function refused({ steps }: Pick<GateVerdict, 'steps'>): AppError {
  return new AppError('release-refused', undefined, { details: { steps } });
}

function outdated(revision: number, savedBy?: Editor): GateVerdict {
  const who = savedBy ? `${savedBy.name} has saved the draft meanwhile` : 'The draft was changed meanwhile';
  const message = `${who} (revision ${revision}): look at what changed, then publish again.`;
  return {
    ok: false,
    warnings: [],
    steps: [
      { step: 'draft', ok: false, problems: [{ code: 'draft-changed', severity: 'error', message }] },
      ...(['shape', 'problems', 'templates', 'cases'] as const).map((step) => ({ step, problems: [] })),
    ],
  };
}
