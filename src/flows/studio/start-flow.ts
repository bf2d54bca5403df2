import { AppError } from '../../base/errors.ts';
import { writeJson } from '../write-json.ts';
import { blankFlow } from './blank-flow.ts';
import { type Draft, type Editor, type FlowSource, nameIn } from './draft.ts';
import { openDraft } from './open-draft.ts';
import { refuseTooLarge, type SaveDraftDeps } from './save-draft.ts';

export interface FlowStart {
  readonly id: string;
  readonly name: string;
  readonly languages?: readonly string[];
  readonly business?: string;
  /** The flow that is copied; absent: the smallest one that answers a call and a chat. */
  readonly from?: string;
}

interface Deps extends SaveDraftDeps {
  /** Of the business, where nothing else is said. */
  readonly timeZone: string;
}

/** Begins a flow as a draft, which nobody can call before it is published. Throws `flow-exists`, `flow-not-found` (what is copied), `store-unavailable`. */
export async function startFlow(deps: Deps, start: FlowStart, by: Editor): Promise<Draft> {
  return addFlow(deps, start.id, start.from === undefined ? blank(deps, start) : await copied(deps, start, start.from), by);
}

/** Begins a flow as a draft with the texts of its files. Throws `flow-exists`, `draft-too-large`, `store-unavailable`. */
export async function addFlow(deps: Deps, flowId: string, source: FlowSource, by: Editor): Promise<Draft> {
  refuseTooLarge(source);
  const { revision, draft } = await deps.drafts.read(flowId);
  if (draft || deps.fileOf(flowId) || (await deps.releases.latest(flowId))) throw new AppError('flow-exists');
  const begun: Draft = {
    flowId,
    revision: revision + 1,
    ...nameIn(source),
    savedBy: by,
    savedAtMs: deps.clock.nowMs(),
    editors: [by],
    source,
  };
  if (!(await deps.drafts.write(begun))) throw new AppError('flow-exists');
  await deps.flowNews.tell({ kind: 'draft-saved', flowId, revision: begun.revision, by, atMs: begun.savedAtMs });
  return begun;
}

function blank({ timeZone }: Deps, { id, name, business = name, languages = ['es', 'en'] }: FlowStart): FlowSource {
  return { flow: writeJson(blankFlow({ id, name, business: business.slice(0, 60), timeZone, languages })) };
}

async function copied(deps: Deps, { id, name, languages, business }: FlowStart, from: string): Promise<FlowSource> {
  const { source } = await openDraft(deps, from);
  const flow = JSON.parse(source.flow) as Record<string, unknown>;
  const changed = { ...flow, id, name, ...(languages && { languages }), ...(business !== undefined && { business }) };
  if (source.cases === undefined) return { flow: writeJson(changed) };
  return { flow: writeJson(changed), cases: writeJson({ ...(JSON.parse(source.cases) as object), flow: id }) };
}
