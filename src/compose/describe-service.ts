import type { AgentPresence } from '../agents/agent.ts';
import type { Clock } from '../base/clock.ts';
import type { Outlook } from '../channels/outlook.ts';
import type { Config } from '../config.ts';
import type { Problem } from '../flows/lint/problem.ts';
import { readTarget } from '../flows/number-assignments.ts';
import { aliasNames, LIVE, releaseAt } from '../flows/studio/alias.ts';
import { isVoid } from '../flows/studio/decide-approval.ts';
import type { DraftHead } from '../flows/studio/draft.ts';
import type { ScheduledRelease } from '../flows/studio/schedule.ts';
import type { FlowDetail } from '../http/contract/flows.ts';
import type { Overview } from '../http/contract/overview.ts';
import type { HealthCheck, Settings } from '../http/contract/settings.ts';
import { defined } from '../http/routes/defined.ts';
import { RETRY_FRAGMENT } from '../providers/twilio/retry-fragment.ts';
import type { LiveCounts } from '../reporting/fold-live.ts';
import { type AlarmDeps, alarmsOf } from './alarms.ts';
import type { Templates } from './invite-catalogue.ts';
import type { OpenShelf } from './open-shelf.ts';

export interface DescribeDeps extends AlarmDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly sandbox: boolean;
  readonly publicUrl: string;
  /** As they are used, the sandbox's invented ones included. */
  readonly addresses: {
    readonly whatsappFrom: string;
    readonly smsFrom?: string;
    readonly agentDial: string;
    readonly entryNumbers: readonly string[];
  };
  readonly shelf: OpenShelf;
  readonly templates: Templates;
  readonly outlook: () => Outlook;
  readonly store: { readonly kind: string; readonly durable: boolean; readonly description: string };
  readonly ping: () => Promise<void>;
  readonly agents: () => Promise<readonly AgentPresence[]>;
  readonly chats: () => Promise<{ readonly waiting: number; readonly assigned: number; readonly oldestQueuedAtMs?: number }>;
  readonly live: () => Promise<LiveCounts>;
  readonly drafts: () => Promise<readonly DraftHead[]>;
}

/** What can be told about the service now, for the pages and the probes. */
export function describeService(deps: DescribeDeps) {
  return {
    overview: () => overview(deps),
    settings: () => settings(deps),
    flows: () => flows(deps),
    checks: () => checks(deps),
  };
}

async function overview(deps: DescribeDeps): Promise<Overview> {
  const [live, chats, agents, alarms] = await Promise.all([deps.live(), deps.chats(), deps.agents(), alarmsOf(deps)]);
  const nowMs = deps.clock.nowMs();
  const { desk } = deps.outlook();
  return {
    atMs: nowMs,
    environment: deps.sandbox ? 'sandbox' : 'live',
    calls: { inFlows: live.callsInFlows, queued: live.callsQueued },
    handoffs: { underWay: live.handoffsUnderWay, waitingForDelivery: live.waitingForDelivery },
    chats: {
      waiting: chats.waiting,
      assigned: chats.assigned,
      ...(chats.oldestQueuedAtMs !== undefined && { oldestWaitSeconds: Math.max(0, Math.round((nowMs - chats.oldestQueuedAtMs) / 1000)) }),
    },
    agents: {
      present: agents.filter((agent) => agent.status !== 'offline').length,
      available: agents.filter((agent) => agent.status === 'available').length,
    },
    desk: { open: desk.open, ...(desk.waitSeconds !== undefined && { waitSeconds: desk.waitSeconds }) },
    store: deps.store,
    alarms,
  };
}

async function settings(deps: DescribeDeps): Promise<Settings> {
  const { config, publicUrl, addresses } = deps;
  const base = `${publicUrl}/webhooks/twilio`;
  const bodies = new Map(
    deps.templates.files.flatMap((file) =>
      Object.entries(file.languages).map(([language, { body }]) => [`${file.name.replaceAll('-', '_')} ${language}`, body] as const),
    ),
  );
  return {
    environment: deps.sandbox ? 'sandbox' : 'live',
    publicUrl,
    whatsappSender: addresses.whatsappFrom,
    ...(addresses.smsFrom && { smsSender: addresses.smsFrom }),
    agentDial: addresses.agentDial,
    defaultFlow: config.defaultFlow,
    numbers: numbersOf(deps),
    webhooks: [
      { purpose: 'A call comes in (voice, POST)', url: `${base}/voice/incoming${RETRY_FRAGMENT}` },
      { purpose: 'Voice fallback', url: `${base}/voice/fallback${RETRY_FRAGMENT}` },
      { purpose: 'Call status changes', url: `${base}/voice/status${RETRY_FRAGMENT}` },
      { purpose: 'A message comes in (WhatsApp and SMS)', url: `${base}/whatsapp/incoming${RETRY_FRAGMENT}` },
      { purpose: 'Message status', url: `${base}/whatsapp/status${RETRY_FRAGMENT}` },
    ],
    templates: deps.templates.states().map((state) => {
      const body = bodies.get(`${state.name} ${state.language}`);
      return {
        name: state.name,
        language: state.language,
        category: state.category ?? 'unknown',
        status: state.status,
        usable: state.sendable,
        ...(state.rejectionReason && { reason: state.rejectionReason }),
        ...(state.held && { held: state.held }),
        ...(state.contentSid && { providerTemplateId: state.contentSid }),
        ...(body !== undefined && { body }),
      };
    }),
    agents: (await deps.agents()).map(({ userId, name, status, teams, skills, languages, capacity, load }) => ({
      userId,
      name,
      status,
      teams: [...teams],
      skills: [...skills],
      languages: [...languages],
      capacity,
      load,
    })),
    health: [...(await checks(deps))],
  };
}

/** Numbers with a flow of their own, and those known to be ours that get the default one. */
function numbersOf(deps: DescribeDeps): Settings['numbers'] {
  const assigned = deps.shelf.assigned();
  const others = deps.addresses.entryNumbers.filter((number) => !Object.hasOwn(assigned, number));
  return [
    ...Object.entries(assigned).map(([number, target]) => ({ number, ...readTarget(target), assigned: true })),
    ...others.map((number) => ({ number, flowId: deps.config.defaultFlow, alias: LIVE, assigned: false })),
  ];
}

async function checks(deps: DescribeDeps): Promise<readonly HealthCheck[]> {
  const store = await deps.ping().then(
    () => ({ ok: true, detail: deps.store.description }),
    () => ({ ok: false, detail: 'Redis does not answer. Calls are answered with one sentence and dialled to a person until it does.' }),
  );
  const flow = deps.shelf.serving().get(deps.config.defaultFlow);
  return [
    { name: 'store', ...store },
    {
      name: 'flow',
      ok: flow !== undefined,
      detail: flow ? `${flow.published.ref} answers` : `${deps.config.defaultFlow} has no good release.`,
      values: { flow: flow?.published.ref ?? deps.config.defaultFlow },
    },
  ];
}

async function flows(deps: DescribeDeps): Promise<readonly FlowDetail[]> {
  const { folder } = deps.shelf;
  const assigned = Object.entries(deps.shelf.assigned());
  const [drafts, live, scheduled, approvals] = await Promise.all([deps.drafts(), deps.live(), deps.scheduled(), deps.approvals()]);
  const known = [...deps.shelf.standing(), ...folder.refused, ...drafts].map(({ flowId }) => flowId);
  return [...new Set(known)].sort().map((id) => ({
    ...flowDetail(deps, id, assigned),
    ...draftOf(drafts, id),
    ...nameOf(deps, drafts, id),
    ...scheduledOf(scheduled, id),
    waiting: approvals.filter(
      (each) =>
        each.flowId === id &&
        !isVoid(
          each,
          drafts.find(({ flowId }) => flowId === id),
        ),
    ).length,
    liveCalls: live.callsByFlow[id] ?? 0,
  }));
}

function draftOf(drafts: readonly DraftHead[], id: string): Pick<FlowDetail, 'draft'> {
  const draft = drafts.find(({ flowId }) => flowId === id);
  if (!draft) return {};
  const { revision, savedBy, savedAtMs } = draft;
  return { draft: { revision, savedBy: { ...savedBy }, savedAtMs } };
}

/** A flow that nobody hears yet is called what its draft calls it. */
function nameOf({ shelf }: DescribeDeps, drafts: readonly DraftHead[], id: string): Partial<Pick<FlowDetail, 'name'>> {
  const name = drafts.find(({ flowId }) => flowId === id)?.name;
  return name === undefined || shelf.serving().has(id) || shelf.folder.refused.some(({ flowId }) => flowId === id) ? {} : { name };
}

function scheduledOf(all: readonly ScheduledRelease[], id: string): Pick<FlowDetail, 'scheduled'> {
  const found = all.find(({ flowId }) => flowId === id);
  if (!found) return {};
  const { draftRevision, note, makeLive, publishAtMs, by, refused, approval } = found;
  const seen = approval && { by: { ...approval.by }, atMs: approval.atMs, ...(approval.words !== undefined && { words: approval.words }) };
  const rest = { draftRevision, note, makeLive, publishAtMs, ...(seen && { approval: seen }) };
  return { scheduled: { ...rest, by: { ...by }, ...(refused && { refused: { ...refused, problems: [...refused.problems] } }) } };
}

function problemsOf({ shelf }: DescribeDeps, id: string): readonly Problem[] {
  const refused = shelf.folder.refused.find(({ flowId }) => flowId === id);
  if (refused) return refused.problems;
  const apart = shelf.apart().flatMap(({ flowId, problem }) => (flowId === id ? [problem] : []));
  const release = shelf.serving().get(id)?.release;
  return [...apart, ...(release?.problems ?? shelf.folder.good.find(({ flow }) => flow.id === id)?.problems ?? [])];
}

function flowDetail(deps: DescribeDeps, id: string, assigned: readonly (readonly [string, string])[]): FlowDetail {
  const found = deps.shelf.serving().get(id);
  const standing = deps.shelf.standing().find(({ flowId }) => flowId === id);
  const refused = deps.shelf.folder.refused.find(({ flowId }) => flowId === id);
  const problems = problemsOf(deps, id);
  const flow = found?.release.flow ?? refused?.flow;
  return {
    id,
    name: flow?.name ?? id,
    state: refused ? 'refused' : found ? 'serving' : 'draft',
    ...(found && { release: found.release.number, publishedAtMs: found.release.publishedAtMs, flow: found.release.flow }),
    ...(standing && { newest: standing.newest }),
    aliases: standing ? aliasNames(standing).map((name) => defined({ name, release: releaseAt(standing, name) })) : [],
    languages: flow?.languages ?? [],
    steps: { call: Object.keys(flow?.call.steps ?? {}).length, chat: Object.keys(flow?.chat.steps ?? {}).length },
    errors: problems.filter(({ severity }) => severity === 'error').length,
    warnings: problems.filter(({ severity }) => severity === 'warning').length,
    numbers: assigned.filter(([, target]) => readTarget(target).flowId === id).map(([number]) => number),
    problems: problems.map(({ code, severity, side, step, path, message }) => ({
      code,
      severity,
      message,
      ...(side && { side }),
      ...(step && { step }),
      ...(path && { path }),
    })),
  };
}
