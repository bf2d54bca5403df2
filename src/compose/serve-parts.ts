import { join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { createAuthenticate } from '../access/authenticate.ts';
import type { CallbackId } from '../base/ids.ts';
import { answerLeg } from '../callbacks/answer-leg.ts';
import { takeBackCall } from '../callbacks/take-back-call.ts';
import type { Flow } from '../flows/flow.ts';
import type { FoundProblem } from '../flows/readiness/facts.ts';
import { RECORDINGS_FOLDER } from '../flows/recordings.ts';
import { trackFallback } from '../handoff/fall-back.ts';
import { liftSender } from '../handoff/lift-sender.ts';
import { trackReminder } from '../handoff/send-reminder.ts';
import { trackInvite } from '../handoff/track-invite.ts';
import type { FlowDetail } from '../http/contract/flows.ts';
import { createApp, createProbeApp } from '../http/create-app.ts';
import { isSameOrigin } from '../http/same-origin.ts';
import { takeRecordingNews } from '../ivr/take-voicemail.ts';
import { createDecisionReader } from '../reporting/count-decisions.ts';
import { createTodayReader, type TodayReader } from '../reporting/query-today.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createDraftSocket } from '../ws/draft-socket.ts';
import { carrierAlarms, describeCarrier } from './describe-carrier.ts';
import { describeReadiness, judgeReadiness } from './describe-readiness.ts';
import { describeService } from './describe-service.ts';
import { fileOf } from './file-of.ts';
import type { Ground } from './ground.ts';
import { watchFigures } from './keep-fresh.ts';
import { openIdDoor } from './open-id-door.ts';
import type { Parts } from './open-parts.ts';
import { SANDBOX_NUMBERS } from './open-sandbox.ts';
import type { Stores } from './open-stores.ts';
import { besideFlows } from './open-tables.ts';
import { readinessParts } from './readiness-parts.ts';
import { callbackDeps, timeZoneOf, voiceDeps, voiceOf } from './service-parts.ts';
import { messageWebhooks, voiceWebhooksBefore } from './webhooks.ts';

/** What is known of the store for those who look at the service. */
export function storeInfo({ connection }: Stores) {
  return { kind: connection.kind, durable: connection.durable, description: connection.describe() };
}

/** Begins to answer: a worker its probes, every other process calls, messages and pages too. */
export function serveParts(ground: Ground, parts: Parts): void {
  const { clock, log, publicUrl } = ground;
  const { stores, listener, notes, carrier, outlook, senders, offers, shelf, chats } = parts;
  const today = createTodayReader({ eventLog: stores.eventLog, clock, timeZone: timeZoneOf(shelf) });
  const authenticate = createAuthenticate({ ...stores, clock });
  const probes = {
    ...describeParts(ground, parts, today),
    log,
    authenticate,
    publicUrl: () => publicUrl,
    store: () => storeInfo(stores),
    metrics: ground.metrics.registry,
  };
  watchFigures(ground.metrics, { notes, carrier, outlook, senders, limit: () => offers.watched.sender().limitPerDay });
  if (ground.config.role === 'worker') {
    listener.serve(createProbeApp(probes));
    return;
  }
  const app = createApp({ ...appDeps(ground, parts), ...probes, today, readiness: readinessOf(ground, parts, probes.flows) });
  const studio = createDraftSocket({
    ...stores,
    clock,
    log,
    authenticate,
    isTrusted: (headers) => isSameOrigin('POST', headers, { publicUrl, sandbox: ground.config.twilio === undefined }),
    fileOf: (flowId) => fileOf(shelf, flowId),
  });
  parts.closers.unshift(() => studio.close());
  chats.attach(listener.server, authenticate, [studio]);
  listener.serve(voiceWebhooksBefore(app, voiceDeps(ground, { ...parts, refused: ground.refused })));
}

function describeParts(ground: Ground, parts: Parts, today: TodayReader) {
  const { config, clock, publicUrl } = ground;
  const { stores, shelf, templates, notes, sandbox, outlook, carrier, chats, offers } = parts;
  return describeService({
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
    store: storeInfo(stores),
    ping: async () => void (await stores.connection.client.ping()),
    circuit: () => carrier.circuit,
    agents: () => stores.board.agents(),
    chats: () => chats.counts(),
    tickets: () => chats.tickets(),
    live: () => today.live(),
    drafts: () => stores.drafts.heads(),
    scheduled: () => stores.schedules.all(),
    approvals: () => stores.approvals.waiting(),
    faults: () => stores.faults.all(),
    deadLetters: async () => (await stores.eventLog.deadLetters('effects')).length,
    refusedWebhooks: () => ground.refused.recent(),
    stops: offers.watched.stops,
    sender: offers.watched.sender,
    refusedPhones: () => stores.refusedPhones.all(),
    carrierAlarms: () => carrierAlarms(carrierParts(ground, parts)),
  });
}

function readinessOf(ground: Ground, parts: Parts, flows: () => Promise<readonly FlowDetail[]>) {
  const known = readinessParts(ground, parts);
  return async (flowId: string) => {
    const detail = (await flows()).find(({ id }) => id === flowId);
    return detail && describeReadiness(known, detail);
  };
}

function carrierParts(ground: Ground, { senders, stores, offers }: Parts) {
  return { ...ground, senders, board: stores.carrierBoard, state: () => offers.watched.sender() };
}

function appDeps(ground: Ground, parts: Parts) {
  const { clock } = ground;
  const { stores, shelf, templates, senders, offers, carrier, chats, entries, sandbox } = parts;
  return {
    ...stores,
    ...entries,
    clock,
    random: ground.random,
    openId: openIdDoor(ground),
    requestAllowHosts: ground.config.requestAllowHosts,
    whatsappSender: ground.whatsappFrom,
    records: stores.store,
    shelf,
    rules: offers.watched.rules,
    refreshRules: () => offers.watched.refresh(),
    decisions: createDecisionReader({ eventLog: stores.eventLog, clock }),
    refreshShelf: () => shelf.refresh(),
    besideFlows: () => besideFlows(parts),
    served: () => shelf.pointed(),
    tablesApart: () => parts.tables.apart(),
    refreshTables: () => parts.tables.refresh(),
    defaultFlow: ground.config.defaultFlow,
    judgeReadiness: (flow: Flow, problems: readonly FoundProblem[]) => judgeReadiness(readinessParts(ground, parts), flow, problems),
    fileOf: (flowId: string) => fileOf(shelf, flowId),
    carrier: () => describeCarrier(carrierParts(ground, parts)),
    askCarrier: async () => {
      const [isAnswering] = await Promise.all([offers.watched.refreshSender(), templates.refresh()]);
      return isAnswering;
    },
    promiseCall: chats.promiseCall,
    findResets: chats.findResets,
    resetPerson: chats.resetPerson,
    cancelCallback: (id: CallbackId) => takeBackCall(callbackDeps(ground, stores, carrier), id),
    liftSender: async (sender: string, by: string) => {
      const lifted = await liftSender({ ...stores, clock }, sender, by);
      await senders.refresh();
      return lifted;
    },
    timeZone: timeZoneOf(shelf),
    sandbox: sandbox !== undefined,
    version: ground.version,
    recordingsFolder: join(ground.flowsFolder, RECORDINGS_FOLDER),
    webFolder: ground.webFolder,
    webhooks: openWebhooks(ground, parts),
    guarded: [...chats.routes, ...(sandbox ? [sandboxRoutes(sandbox)] : [])],
  };
}

/** Everything of the carrier's but voice: messages, receipts, recordings, calls that we placed. */
function openWebhooks(ground: Ground, { wire, calls, stores, shelf, carrier, chats }: Parts): RequestHandler {
  const { clock, log, refused } = ground;
  const heard = { wire, log, refused };
  return messageWebhooks({
    ...heard,
    receive: chats.receive,
    recordings: { ...heard, take: (news) => takeRecordingNews(calls, news) },
    callbacks: {
      ...heard,
      answer: (webhook) => answerLeg({ ...callbackDeps(ground, stores, carrier), voiceOf: voiceOf(shelf) }, webhook),
    },
    track: async (receipt) => {
      const { kind } = receipt.subject;
      if (kind === 'chat') await chats.track(receipt);
      else await { invite: trackInvite, fallback: trackFallback, reminder: trackReminder }[kind]({ ...stores, clock }, receipt);
    },
  });
}

function sandboxRoutes(sandbox: Sandbox): RequestHandler {
  const router = Router();
  router.use('/sandbox/api', sandbox.controlRouter());
  return router;
}
