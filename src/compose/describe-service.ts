import type { AgentPresence } from '../agents/agent.ts';
import type { Clock } from '../base/clock.ts';
import type { Outlook, SenderOutlook } from '../channels/outlook.ts';
import type { Config } from '../config.ts';
import type { FlowDetail } from '../http/contract/flows.ts';
import type { Alarm, Overview } from '../http/contract/overview.ts';
import type { HealthCheck, Settings } from '../http/contract/settings.ts';
import type { RefusedCounts } from '../http/refused-webhooks.ts';
import type { CallNotes } from '../ivr/call-notes.ts';
import { RETRY_FRAGMENT } from '../providers/twilio/retry-fragment.ts';
import type { LiveCounts } from '../reporting/fold-live.ts';
import type { OfferStop } from '../rules/budgets.ts';
import type { Templates } from './invite-catalogue.ts';
import type { OpenShelf } from './open-shelf.ts';

export interface DescribeDeps {
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
  readonly notes: CallNotes;
  readonly store: { readonly kind: string; readonly durable: boolean; readonly description: string };
  readonly ping: () => Promise<void>;
  readonly circuit: () => string;
  readonly agents: () => Promise<readonly AgentPresence[]>;
  readonly chats: () => Promise<{ readonly waiting: number; readonly assigned: number; readonly oldestQueuedAtMs?: number }>;
  readonly live: () => Promise<LiveCounts>;
  readonly faults: () => Promise<Readonly<Record<string, number>>>;
  readonly deadLetters: () => Promise<number>;
  readonly refusedWebhooks: () => RefusedCounts;
  readonly stops: () => readonly OfferStop[];
  readonly sender: () => SenderOutlook;
}

/** A release whose steps failed so often by a bug is flagged. */
export const FAULTS_TO_FLAG = 3;

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

async function alarmsOf(deps: DescribeDeps): Promise<Alarm[]> {
  const alarms: Alarm[] = [];
  const raise = (code: string, severity: Alarm['severity'], message: string) => alarms.push({ code, severity, message });
  if (!deps.store.durable)
    raise(
      'store-not-durable',
      'critical',
      deps.store.kind === 'in-memory'
        ? 'What is stored is lost when this process ends. Install redis-server or valkey-server, or set REDIS_URL.'
        : 'What is stored is lost when this Redis restarts: it keeps no append-only file. Set its appendonly to yes.',
    );
  if (deps.circuit() !== 'closed')
    raise(
      'carrier-unreachable',
      'critical',
      'The carrier’s REST API fails. Callers who accept stay in the queue; invites are tried again.',
    );
  for (const alarm of [...refusals(deps), ...offerAlarms(deps)]) alarms.push(alarm);
  if (deps.notes.pending > 0) raise('notes-pending', 'warning', `${deps.notes.pending} notes of calls wait for the store to come back.`);
  for (const refused of deps.shelf.folder.refused)
    raise(
      'flow-refused',
      'warning',
      `The flow ${refused.flowId} has errors and was not published; see its page. The release before keeps serving.`,
    );
  for (const [flow, count] of Object.entries(await deps.faults())) {
    if (count >= FAULTS_TO_FLAG)
      raise(
        'release-failing',
        'critical',
        `Steps of ${flow} failed ${count} times by a bug; the callers were put through to a person. Publish a repaired flow.`,
      );
  }
  const unsendable = deps.templates.states().filter((state) => !state.sendable);
  if (unsendable.length > 0)
    raise(
      'template-not-approved',
      'warning',
      `${unsendable.length} template wordings can't be sent (${unsendable[0]?.name} ${unsendable[0]?.language}: ${unsendable[0]?.status}). Offers that need them end at the queue. Run: npm run templates -- push`,
    );
  const dead = await deps.deadLetters();
  if (dead > 0)
    raise('dead-letters', 'warning', `${dead} pieces of work failed five times and were put aside. Look at them and replay them.`);
  return alarms;
}

const STOPPED_WHY = { budget: 'the budget of invites ran out', 'no-replies': 'nobody there answers', 'by-hand': 'by hand' } as const;

/** Offers that are not made although callers reach them: to whom, why, and where it is lifted. */
function offerAlarms(deps: DescribeDeps): readonly Alarm[] {
  const stopped = deps.stops().map(({ scope, name, why, atMs }): Alarm => {
    const whom = scope === 'all' ? 'everybody' : scope === 'country' ? `numbers of ${name}` : `numbers beginning with ${name}`;
    const message = `Offers to ${whom} are stopped: ${STOPPED_WHY[why]}. Look at it, then lift it in the settings, under the rules of the offer.`;
    return { code: 'offers-stopped', severity: 'critical', message, sinceMs: atMs };
  });
  const { status, quality } = deps.sender();
  const isOffline = status !== undefined && !status.startsWith('ONLINE');
  const sender: Alarm[] = [
    ...(isOffline
      ? [
          {
            code: 'sender-offline',
            severity: 'critical' as const,
            message: `The carrier says the WhatsApp sender is ${status}. Nothing is offered until it is back: look at its page in the carrier’s console.`,
          },
        ]
      : []),
    ...(quality === 'low'
      ? [
          {
            code: 'sender-quality-low',
            severity: 'warning' as const,
            message: 'WhatsApp rates the quality of the sender as low: people block or report it. Send less, and look at who is invited.',
          },
        ]
      : []),
  ];
  return [...stopped, ...sender];
}

function refusals(deps: DescribeDeps): readonly Alarm[] {
  const { unsigned, malformed } = deps.refusedWebhooks();
  const alarm = (code: string, count: number, what: string): Alarm[] =>
    count === 0 ? [] : [{ code, severity: 'warning', message: `${count} webhook${count === 1 ? ' was' : 's were'} ${what}` }];
  return [
    ...alarm(
      'webhooks-refused',
      unsigned,
      'refused in the last 10 minutes, the signature is missing or wrong: check PUBLIC_URL and TWILIO_AUTH_TOKEN.',
    ),
    ...alarm(
      'webhooks-malformed',
      malformed,
      'malformed or too large in the last 10 minutes: look for “a webhook was refused” in the log.',
    ),
  ];
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
    ...Object.entries(assigned).map(([number, flowId]) => ({ number, flowId, assigned: true })),
    ...others.map((number) => ({ number, flowId: deps.config.defaultFlow, assigned: false })),
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
    },
  ];
}

async function flows(deps: DescribeDeps): Promise<readonly FlowDetail[]> {
  const { folder } = deps.shelf;
  const assigned = Object.entries(deps.shelf.assigned());
  const serving = deps.shelf.serving();
  const ids = new Set([...serving.keys(), ...folder.refused.map(({ flowId }) => flowId)]);
  return [...ids].sort().map((id) => flowDetail(deps, id, assigned));
}

function flowDetail(deps: DescribeDeps, id: string, assigned: readonly (readonly [string, string])[]): FlowDetail {
  const { folder } = deps.shelf;
  const found = deps.shelf.serving().get(id);
  const refused = folder.refused.find(({ flowId }) => flowId === id);
  const problems = refused?.problems ?? folder.good.find(({ flow }) => flow.id === id)?.problems ?? [];
  const flow = found?.release.flow ?? refused?.flow;
  return {
    id,
    name: flow?.name ?? id,
    state: refused ? 'refused' : 'serving',
    ...(found && { release: found.release.number, publishedAtMs: found.release.publishedAtMs, flow: found.release.flow }),
    languages: flow?.languages ?? [],
    steps: { call: Object.keys(flow?.call.steps ?? {}).length, chat: Object.keys(flow?.chat.steps ?? {}).length },
    errors: problems.filter(({ severity }) => severity === 'error').length,
    warnings: problems.filter(({ severity }) => severity === 'warning').length,
    numbers: assigned.filter(([, flowId]) => flowId === id).map(([number]) => number),
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
