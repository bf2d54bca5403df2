import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { flowFingerprint } from '../flow-fingerprint.ts';
import type { BesideFlow } from '../parse-flow.ts';
import type { Release, ReleaseStore } from '../releases.ts';
import { LIVE } from './alias.ts';
import type { Approval, ApprovalChange } from './approval.ts';
import type { DraftStore, Editor } from './draft.ts';
import type { FlowNews } from './flow-news.ts';
import { liveAfter } from './live-after.ts';
import { lookAtOffers, type OfferGateDeps, refuseUnready } from './offer-gate.ts';
import { type OpenDraftDeps, type OpenedDraft, openDraft } from './open-draft.ts';
import { checkRelease, type GateVerdict } from './release-gate.ts';
import { editorsOf, isSecond, type StudioSettingsStore } from './second-person.ts';

export interface PublishDraftDeps extends OpenDraftDeps, OfferGateDeps {
  readonly drafts: DraftStore;
  readonly releases: ReleaseStore;
  readonly flowNews: Pick<FlowNews, 'tell'>;
  readonly clock: Clock;
  readonly besideFlows: () => BesideFlow;
  /** Lets a process do what else it has to do, between two cases. */
  readonly rest: () => Promise<void>;
  readonly studioSettings: StudioSettingsStore;
}

interface Input {
  readonly flowId: string;
  /** The revision that whoever publishes has seen. */
  readonly draftRevision: number;
  readonly note: string;
  /** Has `live` point at it. */
  readonly makeLive: boolean;
  readonly by: Editor;
  /** A second person has looked at this very revision. */
  readonly approval?: Approval;
  /** Why an administrator does without one. */
  readonly alone?: string;
  /** Why it is to be live although its offers can’t be kept. */
  readonly despite?: string;
  readonly fromFiles?: true;
  /** The time that was set for it. */
  readonly publishAtMs?: number;
}

const TRIES = 5;

/** What a draft's publication would say, step by step. Throws `flow-not-found`, `store-unavailable`. */
export async function tryGate(deps: PublishDraftDeps, flowId: string, draftRevision?: number): Promise<GateVerdict> {
  const draft = await openDraft(deps, flowId);
  if (draftRevision !== undefined && draft.revision !== draftRevision) return outdated(draft.revision, draft.savedBy);
  return checkRelease({ flowId, source: draft.source, beside: deps.besideFlows(), rest: deps.rest });
}

/** May they publish this draft without asking anybody? Throws `store-unavailable`. */
export async function needsSecond({ studioSettings }: Pick<PublishDraftDeps, 'studioSettings'>, draft: OpenedDraft, by: Editor) {
  return (await studioSettings.read()).secondPerson && !isSecond(by, editorsOf(draft));
}

/** What is written about requests together with the release of that number. */
type Requests = (release: number, atMs: number) => ApprovalChange;

/**
 * Makes a draft the next release. Throws `release-refused` (the details say step by step why), `nothing-to-publish`,
 * `second-person-needed`, `flow-not-ready`, `approval-void`, `flow-not-found`, `conflict`, `store-unavailable`; nothing is changed then.
 */
export async function publishDraft(deps: PublishDraftDeps, input: Input, requests?: Requests): Promise<Release> {
  const { flowId, draftRevision, by, approval, alone, despite } = input;
  const draft = await openDraft(deps, flowId);
  if (draft.revision !== draftRevision) throw refused(outdated(draft.revision, draft.savedBy));
  if (!draft.changed) throw new AppError('nothing-to-publish');
  const { source, basedOn } = draft;
  const verdict = await checkRelease({ flowId, source, beside: deps.besideFlows(), rest: deps.rest });
  const { flow, warnings, cases } = verdict;
  if (!verdict.ok || !flow) throw refused(verdict);
  const editors = editorsOf(draft);
  if (approval === undefined && alone === undefined && (await needsSecond(deps, draft, by))) throw new AppError('second-person-needed');
  if (input.makeLive && despite === undefined)
    refuseUnready(flowId, await lookAtOffers(deps, { flowId, alias: LIVE, after: flow, problems: warnings }));
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
      editors,
      ...((approval !== undefined || isSecond(by, editors)) && { seenByTwo: true as const }),
      ...(approval && { approval }),
      ...(alone !== undefined && { alone }),
      ...(despite !== undefined && input.makeLive && { despite }),
      ...(input.publishAtMs !== undefined && { scheduledForMs: input.publishAtMs }),
      ...(input.fromFiles && { fromFiles: true as const }),
    };
    const live = liveAfter(standing, { atMs, by, note: input.note, ...(input.makeLive && { to: release.number }) });
    const publication = { release, source, draftRevision, ...(live && { live }) };
    const appended = await deps.releases.append({ ...publication, ...(requests && { approval: requests(release.number, atMs) }) });
    if (appended === 'approval-changed') throw new AppError('approval-void');
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
