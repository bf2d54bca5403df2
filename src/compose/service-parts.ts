import { readDesk } from '../agents/read-desk.ts';
import type { Clock } from '../base/clock.ts';
import type { CallbackDeps } from '../callbacks/callback-deps.ts';
import type { TwilioConfig } from '../config.ts';
import { runRequest } from '../flows/run-request.ts';
import type { RefusedWebhooks } from '../http/refused-webhooks.ts';
import type { VoiceRouteDeps } from '../http/voice-routes.ts';
import type { WebhookWire } from '../http/webhook-wire.ts';
import { blamed } from '../ivr/blame-release.ts';
import type { CallDeps } from '../ivr/call-deps.ts';
import type { CallNotes } from '../ivr/call-notes.ts';
import { createCallIdentifier } from '../ivr/identify-call.ts';
import { createTwilioCarrier, type TwilioCarrier } from '../providers/twilio/carrier.ts';
import type { Ground } from './ground.ts';
import type { Listener } from './listen.ts';
import type { OpenOffers } from './open-offers.ts';
import type { OpenShelf } from './open-shelf.ts';
import type { Stores } from './open-stores.ts';
import type { OpenTables } from './open-tables.ts';
import { type WatchedOutlook, watchOutlook } from './watch-outlook.ts';
import { type WatchedSenders, watchSenders } from './watch-senders.ts';

/** Requests to the carrier, ms: jobs wait for them, calls never do. */
const CARRIER_TIMEOUT_MS = 10_000;

/** The carrier of messages, measured. */
export function createCarrier(ground: Ground, twilio: TwilioConfig): TwilioCarrier {
  return createTwilioCarrier({
    accountSid: twilio.accountSid,
    authToken: twilio.authTokens[0] ?? '',
    publicUrl: ground.publicUrl,
    timeoutMs: ground.options.carrierTimeoutMs ?? CARRIER_TIMEOUT_MS,
    log: ground.log,
    onRequest: ({ operation, outcome, durationMs }) => ground.metrics.carrierAsked(operation, outcome, durationMs / 1000),
    ...(twilio.apiUrl && { apiUrl: twilio.apiUrl }),
  });
}

/** The name of the business as the release that serves says it. */
export function businessOf(shelf: OpenShelf): (flowRef: string) => string {
  return (flowRef) => {
    const serving = shelf.serving().get(flowRef.split('@', 1)[0] ?? '');
    return serving?.release.flow.business ?? shelf.forNumber('').compiled.flow.business;
  };
}

/** What the clock on the wall of a flow says now, "HH:MM". */
export function localTimeOf(clock: Clock, shelf: OpenShelf): (flowRef: string) => string {
  // One of each zone: making one costs more than all else that an invite's wording takes.
  const clocks = new Map<string, Intl.DateTimeFormat>();
  return (flowRef) => {
    const serving = shelf.serving().get(flowRef.split('@', 1)[0] ?? '');
    const timeZone = serving?.release.flow.timeZone ?? shelf.forNumber('').compiled.flow.timeZone;
    const wall =
      clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(timeZone, wall);
    return wall.format(clock.nowMs());
  };
}

/** The time zone of the default flow: the day of reports. */
export function timeZoneOf(shelf: OpenShelf): string {
  return shelf.forNumber('').compiled.flow.timeZone;
}

/** Whether conversations can be begun from our sender. */
export function openSenders(ground: Ground, stores: Stores): Promise<WatchedSenders> {
  const { clock, log, whatsappFrom: sender } = ground;
  return watchSenders({ clock, log, sender, board: stores.carrierBoard });
}

/** What promises are based on: the desk and the queues; and what flows look up. */
export async function openOutlook(ground: Ground, stores: Stores, tables: OpenTables): Promise<WatchedOutlook> {
  const { clock, log } = ground;
  const watched = await watchOutlook({
    log,
    readDesk: () => readDesk({ board: stores.board, index: stores.chatIndex, settings: stores.deskSettings, clock }),
    readQueues: () => stores.queueBoard.readAll(clock.nowMs()),
    writeQueue: (figures) => stores.queueBoard.write(figures),
  });
  return { ...watched, current: () => ({ ...watched.current(), tables: tables.book() }) };
}

/** What making promised calls needs. */
export function callbackDeps(ground: Ground, stores: Stores, carrier: TwilioCarrier): CallbackDeps {
  const { store, board, callbackIndex, refusedPhones } = stores;
  const { clock, log, agentDial } = ground;
  return { store, board, callbackIndex, refusedPhones, clock, log, agentDial, calls: carrier.calls };
}

/** The synthetic voice of a language, as the release has it. */
export function voiceOf(shelf: OpenShelf): (flow: string, language: string) => Promise<string | undefined> {
  return async (flow, language) => (await shelf.find(flow))?.compiled.flow.voices[language];
}

/** What answering a call needs. */
export function callDeps(
  ground: Ground,
  parts: {
    readonly stores: Stores;
    readonly shelf: OpenShelf;
    readonly outlook: WatchedOutlook;
    readonly listener: Listener;
    readonly offers: OpenOffers;
  },
): CallDeps {
  const { stores, shelf, outlook, listener } = parts;
  const request = { clock: ground.clock, ownUrl: () => `http://127.0.0.1:${listener.port}`, allowHosts: ground.config.requestAllowHosts };
  return {
    store: stores.line.store,
    keyring: stores.keyring,
    identify: createCallIdentifier(stores.keyring),
    clock: ground.clock,
    log: ground.log,
    shelf,
    outlook: () => outlook.current(),
    offers: parts.offers.ground,
    noteQueue: (figures) => outlook.noteQueue(figures),
    runRequest: (call, deadlineMs) => runRequest(request, call, deadlineMs),
    agentDial: ground.agentDial,
    enteredKeptSeconds: ground.config.enteredRetentionDays * 86_400,
  };
}

interface VoiceParts {
  readonly wire: WebhookWire;
  readonly calls: CallDeps;
  readonly notes: CallNotes;
  readonly refused: RefusedWebhooks;
  readonly stores: Stores;
  readonly shelf: OpenShelf;
}

/** What the voice webhooks need beside it. */
export function voiceDeps(ground: Ground, { stores, shelf, ...parts }: VoiceParts): VoiceRouteDeps {
  return {
    ...parts,
    log: ground.log,
    measured: ground.metrics.voiceAnswered,
    stepFailed: (event, error) => {
      const ref = blamed(error).flow ?? shelf.forNumber(event.to).ref;
      countFault(ground, stores)(ref);
    },
  };
}

/** Counts a bug in a step, of a call or a chat, against its release. */
export function countFault({ metrics, log }: Ground, { faults }: Stores): (flow: string) => void {
  return (flow) => {
    metrics.stepFailed(flow);
    faults.add(flow).catch((error) => log.warn({ err: error, flow }, 'a fault could not be counted'));
  };
}
