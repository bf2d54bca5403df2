import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import { createAuthenticate } from './access/authenticate.ts';
import { prepareFirstUsers } from './access/prepare-first-users.ts';
import { systemClock } from './base/clock.ts';
import { createLogger } from './base/log.ts';
import { systemRandom } from './base/random.ts';
import { answerLeg } from './callbacks/answer-leg.ts';
import { takeBackCall } from './callbacks/take-back-call.ts';
import { answerWhileStarting } from './compose/answer-while-starting.ts';
import { carrierAlarms, describeCarrier } from './compose/describe-carrier.ts';
import { describeService } from './compose/describe-service.ts';
import type { Ground, ServiceOptions } from './compose/ground.ts';
import { createTemplates } from './compose/invite-catalogue.ts';
import { keepFresh, watchFigures } from './compose/keep-fresh.ts';
import { keepSandboxSecret } from './compose/keep-secrets.ts';
import { type Listener, listen } from './compose/listen.ts';
import { createMetrics } from './compose/metrics.ts';
import { openChats } from './compose/open-chats.ts';
import { openEntries } from './compose/open-entries.ts';
import { openOffers } from './compose/open-offers.ts';
import { openSandbox, SANDBOX_NUMBERS } from './compose/open-sandbox.ts';
import { openShelf } from './compose/open-shelf.ts';
import { openStores } from './compose/open-stores.ts';
import { prepareDataDir } from './compose/prepare-data-dir.ts';
import { printBanner } from './compose/print-banner.ts';
import {
  businessOf,
  callbackDeps,
  callDeps,
  countFault,
  createCarrier,
  localTimeOf,
  openOutlook,
  openSenders,
  timeZoneOf,
  voiceDeps,
  voiceOf,
} from './compose/service-parts.ts';
import { startJobs } from './compose/start-jobs.ts';
import { createTwilioWire } from './compose/twilio-wire.ts';
import { messageWebhooks, voiceWebhooksBefore } from './compose/webhooks.ts';
import type { Config, TwilioConfig } from './config.ts';
import { RECORDINGS_FOLDER } from './flows/recordings.ts';
import { trackFallback } from './handoff/fall-back.ts';
import { liftSender } from './handoff/lift-sender.ts';
import { trackReminder } from './handoff/send-reminder.ts';
import { trackInvite } from './handoff/track-invite.ts';
import { createApp, createProbeApp } from './http/create-app.ts';
import { createRefusedWebhooks } from './http/refused-webhooks.ts';
import type { WebhookWire } from './http/webhook-wire.ts';
import { createCallNotes, type HeldNotes, holdCallNotes } from './ivr/call-notes.ts';
import { takeRecordingNews } from './ivr/take-voicemail.ts';
import { createDecisionReader } from './reporting/count-decisions.ts';
import { createTodayReader } from './reporting/query-today.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

export type { ServiceOptions };

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const VERSION = '0.1.0';
const DRAIN_MS = 8_000;
/** Until it is known which flow answers, a caller may speak either. */
const LANGUAGES_AT_START = ['es', 'en'] as const;

/** A running service. */
export interface Service {
  readonly publicUrl: string;
  readonly port: number;
  /** The carrier emulator, in sandbox mode. */
  readonly sandbox: Sandbox | undefined;
  /** Stops taking calls, lets what runs finish, gives everything back. */
  close(): Promise<void>;
}

/** The whole service: listens, connects, serves. Throws one sentence when it can't, and leaves nothing open. */
export async function startService(config: Config, options: ServiceOptions = {}): Promise<Service> {
  const isSandbox = config.twilio === undefined;
  const agentDial = config.agentDial ?? SANDBOX_NUMBERS.agent;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLogger(config.logLevel);
  const metrics = createMetrics();
  const refused = createRefusedWebhooks({ log, clock, counted: metrics.webhookRefused });
  let wire: WebhookWire | undefined;
  const earlyNotes = holdCallNotes();
  const starting = {
    wire: () => (config.role === 'worker' ? undefined : wire),
    log,
    clock,
    notes: earlyNotes,
    refused,
    agentDial,
    languages: LANGUAGES_AT_START,
  };
  await prepareDataDir(config.dataDir);
  const listener = await listen(config.port, answerWhileStarting(starting));
  const publicUrl = config.publicUrl ?? `http://localhost:${listener.port}`;
  const smsFrom = config.smsFrom ?? (isSandbox ? SANDBOX_NUMBERS.sms : undefined);
  const ground: Ground = {
    config,
    options,
    clock,
    random: options.random ?? systemRandom,
    log,
    metrics,
    refused,
    publicUrl,
    agentDial,
    whatsappFrom: config.whatsappFrom ?? SANDBOX_NUMBERS.whatsapp,
    smsFrom,
  };
  // In the order of their running: at last the store goes.
  const closers: (() => Promise<void> | void)[] = [() => listener.close(DRAIN_MS)];
  const closeAll = async () => {
    // From now on nothing new comes in; what is answered meanwhile ends its connection.
    void listener.close(DRAIN_MS);
    for (const close of closers.splice(0)) await close();
  };
  try {
    const secretKey = config.secretKey ?? (await keepSandboxSecret(config.dataDir));
    const emulator = isSandbox
      ? await openSandbox({
          ...ground,
          secretKey,
          serviceUrl: () => publicUrl,
          flowsFolder: flowsFolderOf(options),
          emulator: options.emulator ?? {},
        })
      : undefined;
    const twilio = config.twilio ?? emulator?.twilio;
    if (!twilio) throw new Error('There is neither a carrier account nor an emulator.');
    wire = createTwilioWire(publicUrl, twilio.authTokens);
    if (emulator) closers.unshift(() => emulator.sandbox.close());
    await assemble(ground, { secretKey, twilio, wire, listener, sandbox: emulator?.sandbox, earlyNotes, closers });
    return { publicUrl, port: listener.port, sandbox: emulator?.sandbox, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function flowsFolderOf(options: ServiceOptions): string {
  return options.flowsFolder ?? join(ROOT, 'flows');
}

interface Assembly {
  readonly secretKey: string;
  readonly twilio: TwilioConfig;
  readonly wire: WebhookWire;
  readonly listener: Listener;
  readonly sandbox: Sandbox | undefined;
  /** Of the calls that came before the store was there. */
  readonly earlyNotes: HeldNotes;
  readonly closers: (() => Promise<void> | void)[];
}

/** Puts the parts together and starts to serve. What must be given back is added to the closers as it is opened. */
async function assemble(ground: Ground, assembly: Assembly): Promise<void> {
  const { config, clock, log, publicUrl } = ground;
  const { closers, sandbox } = assembly;
  const stores = await openStores({ ...ground, secretKey: assembly.secretKey, lost: lostBy(ground), ...perSecond(ground) });
  closers.push(() => stores.close());
  const flowsFolder = flowsFolderOf(ground.options);
  const shelf = await openShelf({ ...stores, clock, log, flowsFolder, defaultFlow: config.defaultFlow });
  const carrier = createCarrier(ground, assembly.twilio);
  const senders = await openSenders(ground, stores);
  closers.unshift(() => senders.stop());
  const templates = createTemplates({
    files: shelf.folder.templates,
    contents: carrier.contents,
    log,
    businessOf: businessOf(shelf),
    holdOf: (templateId) => senders.hold(templateId),
    localTime: localTimeOf(clock, shelf),
    memory: stores.templateMemory,
  });
  const outlook = await openOutlook(ground, stores);
  closers.unshift(() => outlook.stop());
  const offers = await openOffers(ground, { stores, carrier, templates, senders, twilio: assembly.twilio });
  closers.unshift(() => offers.watched.stop());
  const calls = callDeps(ground, { stores, shelf, outlook, listener: assembly.listener, offers });
  const notes = createCallNotes(calls);
  assembly.earlyNotes.passTo(notes);
  closers.splice(-1, 0, () => notes.finish());
  const entries = openEntries({ ground, stores, shelf, templates, outlook, offers: offers.ground });
  const chats = openChats({
    ...ground,
    stores,
    shelf,
    carrier,
    templates,
    mediaFolder: join(flowsFolder, 'media'),
    outlook,
    runRequest: calls.runRequest,
    stepFailed: countFault(ground, stores),
  });
  closers.unshift(() => chats.close());
  const firstUsers = await prepareFirstUsers({ ...stores, random: ground.random }, { sandbox: sandbox !== undefined });
  const { fromSandbox } = firstUsers;
  if (fromSandbox.length > 0) log.warn({ users: fromSandbox.length }, 'users who were added in the sandbox can still sign in');
  await (sandbox ? templates.push() : templates.refresh());
  // Not before the templates are known: work that was left would find none to send.
  if (config.role !== 'web') {
    const jobs = startJobs({
      ...stores,
      ...chats,
      ...entries,
      log,
      clock,
      counted: ground.metrics.eventHandled,
      onCommit: (listener) => stores.store.onCommit(listener),
      callbacks: callbackDeps(ground, stores, carrier),
      handoffs: {
        ...stores,
        clock,
        log,
        shelf,
        offers: offers.ground,
        outlook: () => outlook.current(),
        carrier,
        catalogue: templates,
        guard: offers.guard,
        gate: offers.gate,
        board: stores.carrierBoard,
        boardChanged: () => senders.refresh(),
        failureNoted: ground.metrics.messageFailed,
        sender: ground.whatsappFrom,
        ...(ground.smsFrom && { smsSender: ground.smsFrom }),
      },
    });
    closers.unshift(() => jobs.stop(DRAIN_MS));
    closers.unshift(chats.runPeriodic());
  }
  closers.unshift(keepFresh(log, { shelf, templates, notes, carrier }));
  const today = createTodayReader({ eventLog: stores.eventLog, clock, timeZone: timeZoneOf(shelf) });
  const storeInfo = { kind: stores.connection.kind, durable: stores.connection.durable, description: stores.connection.describe() };
  const carrierParts = { ...ground, senders, board: stores.carrierBoard, state: () => offers.watched.sender() };
  const describe = describeService({
    config,
    clock,
    publicUrl,
    addresses: {
      whatsappFrom: ground.whatsappFrom,
      agentDial: ground.agentDial,
      entryNumbers: sandbox ? [SANDBOX_NUMBERS.entry] : [],
      ...(ground.smsFrom && { smsFrom: ground.smsFrom }),
    },
    shelf,
    templates,
    notes,
    sandbox: sandbox !== undefined,
    outlook: () => outlook.current(),
    store: storeInfo,
    ping: async () => void (await stores.connection.client.ping()),
    circuit: () => carrier.circuit,
    agents: () => stores.board.agents(),
    chats: () => chats.counts(),
    live: () => today.live(),
    faults: () => stores.faults.all(),
    deadLetters: async () => (await stores.eventLog.deadLetters('effects')).length,
    refusedWebhooks: () => ground.refused.recent(),
    stops: offers.watched.stops,
    sender: offers.watched.sender,
    carrierAlarms: () => carrierAlarms(carrierParts),
  });
  const authenticate = createAuthenticate({ ...stores, clock });
  const probes = { ...describe, log, authenticate, publicUrl: () => publicUrl, store: () => storeInfo, metrics: ground.metrics.registry };
  watchFigures(ground.metrics, { notes, carrier, outlook, senders, limit: () => offers.watched.sender().limitPerDay });
  if (config.role === 'worker') assembly.listener.serve(createProbeApp(probes));
  else {
    const app = createApp({
      ...stores,
      ...probes,
      ...entries,
      requestAllowHosts: config.requestAllowHosts,
      whatsappSender: ground.whatsappFrom,
      clock,
      today,
      records: stores.store,
      rules: offers.watched.rules,
      refreshRules: () => offers.watched.refresh(),
      decisions: createDecisionReader({ eventLog: stores.eventLog, clock }),
      random: ground.random,
      refreshShelf: () => shelf.refresh(),
      carrier: () => describeCarrier(carrierParts),
      askCarrier: async () => {
        const [isAnswering] = await Promise.all([offers.watched.refreshSender(), templates.refresh()]);
        return isAnswering;
      },
      callbackIndex: stores.callbackIndex,
      cancelCallback: (id) => takeBackCall(callbackDeps(ground, stores, carrier), id),
      liftSender: async (sender, by) => {
        const lifted = await liftSender({ ...stores, clock }, sender, by);
        await senders.refresh();
        return lifted;
      },
      timeZone: timeZoneOf(shelf),
      sandbox: sandbox !== undefined,
      version: VERSION,
      recordingsFolder: join(flowsFolder, RECORDINGS_FOLDER),
      webFolder: ground.options.webFolder ?? join(ROOT, 'dist/web'),
      webhooks: messageWebhooks({
        wire: assembly.wire,
        log,
        refused: ground.refused,
        receive: chats.receive,
        recordings: {
          wire: assembly.wire,
          log,
          refused: ground.refused,
          take: (news) => takeRecordingNews(calls, news),
        },
        callbacks: {
          wire: assembly.wire,
          log,
          refused: ground.refused,
          answer: (webhook) => answerLeg({ ...callbackDeps(ground, stores, carrier), voiceOf: voiceOf(shelf) }, webhook),
        },
        track: async (receipt) => {
          const { kind } = receipt.subject;
          if (kind === 'chat') await chats.track(receipt);
          else await { invite: trackInvite, fallback: trackFallback, reminder: trackReminder }[kind]({ ...stores, clock }, receipt);
        },
      }),
      guarded: [...chats.routes, ...(sandbox ? [sandboxRoutes(sandbox)] : [])],
    });
    chats.attach(assembly.listener.server, authenticate);
    assembly.listener.serve(
      voiceWebhooksBefore(app, voiceDeps(ground, { wire: assembly.wire, calls, notes, refused: ground.refused, stores, shelf })),
    );
  }
  if (ground.options.banner) {
    const refused = shelf.folder.refused.map(
      ({ flowId, problems }) => `${flowId}: ${problems.length} problems, first: ${problems[0]?.message ?? ''}`,
    );
    printBanner(ground.options.banner, {
      publicUrl,
      role: config.role,
      port: assembly.listener.port,
      sandbox: sandbox !== undefined,
      store: storeInfo,
      ...firstUsers,
      refused,
    });
  }
}

function lostBy({ log, options }: Ground): (problem: Error) => void {
  return (problem) => {
    log.error({ err: problem }, 'the service can not go on and ends');
    options.lost?.(problem);
  };
}

function perSecond({ options }: Ground): { readonly messagesPerSecond?: number } {
  return options.messagesPerSecond === undefined ? {} : { messagesPerSecond: options.messagesPerSecond };
}

function sandboxRoutes(sandbox: Sandbox): RequestHandler {
  const router = Router();
  router.use('/sandbox/api', sandbox.controlRouter());
  return router;
}
