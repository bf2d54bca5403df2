import type { IncomingMessage, Server } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type RequestHandler, Router } from 'express';
import type { Authenticate } from '../access/authenticate.ts';
import { countTickets, type TicketCounts } from '../agents/count-tickets.ts';
import type { TimerPayload } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { DomainEvent } from '../base/events.ts';
import type { ChatId, ContactId } from '../base/ids.ts';
import type { Logger } from '../base/log.ts';
import type { RandomBytes } from '../base/random.ts';
import type { DeliveryReceipt } from '../channels/delivery.ts';
import type { InboundMessage, MessageCarrier } from '../channels/messages.ts';
import type { Actor } from '../chat/actor.ts';
import type { Refusal } from '../chat/change-chat.ts';
import { createChatJobs } from '../chat/chat-jobs.ts';
import { findResets, type ResetStand } from '../chat/find-resets.ts';
import { type CallPromised, type PromiseCallDeps, promiseCall } from '../chat/promise-call.ts';
import { receiveMessage } from '../chat/receive-message.ts';
import { type ResetDone, resetPerson, type WantedReset } from '../chat/reset-person.ts';
import { trackDelivery } from '../chat/track-delivery.ts';
import type { Config } from '../config.ts';
import type { RequestCall, RequestOutcome } from '../flows/outcomes.ts';
import { flowMediaPath, flowMediaRoutes } from '../http/flow-media-routes.ts';
import { mediaRoutes } from '../http/media-routes.ts';
import type { ReceivedAs } from '../http/message-routes.ts';
import { isSameOrigin } from '../http/same-origin.ts';
import { createMediaFiles } from '../store/media-files.ts';
import { createDeskSocket } from '../ws/desk-socket.ts';
import type { DraftSocket } from '../ws/draft-socket.ts';
import type { Templates } from './invite-catalogue.ts';
import type { OpenShelf } from './open-shelf.ts';
import type { Stores } from './open-stores.ts';
import type { WatchedOutlook } from './watch-outlook.ts';

export interface ChatGround {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly publicUrl: string;
  readonly whatsappFrom: string;
  readonly stores: Stores;
  readonly shelf: OpenShelf;
  readonly carrier: MessageCarrier;
  readonly templates: Templates;
  /** What send steps may send. */
  readonly mediaFolder: string;
  readonly outlook: WatchedOutlook;
  readonly runRequest: (call: RequestCall, deadlineMs: number) => Promise<RequestOutcome>;
  /** When somebody may be called, as the settings have it. */
  readonly nextCallHour: PromiseCallDeps['nextCallHour'];
  /** Counts a bug in a step of that release. */
  readonly stepFailed: (flow: string) => void;
}

/** The chat side as the rest of the service uses it. */
export interface Chats {
  receive(message: InboundMessage): Promise<ReceivedAs>;
  track(receipt: DeliveryReceipt): Promise<void>;
  chatEvent(event: DomainEvent): Promise<boolean>;
  chatTimer(payload: TimerPayload): Promise<boolean>;
  /** Work that is done again and again; to be started where jobs run. Returns what ends it. */
  runPeriodic(): () => void;
  /** What of a person's session can be reset, and resetting it. */
  findResets(id: ContactId): Promise<ResetStand | undefined>;
  /** Promises a call from the case of a voice message. */
  promiseCall(actor: Actor, chatId: ChatId): Promise<CallPromised | Refusal>;
  resetPerson(wanted: WantedReset): Promise<ResetDone | Refusal>;
  counts(): Promise<{ readonly waiting: number; readonly assigned: number; readonly oldestQueuedAtMs?: number }>;
  tickets(): Promise<TicketCounts>;
  readonly routes: readonly RequestHandler[];
  /** Takes the upgrades of a server; what is not the desk's is for the others, and nobody's is refused. */
  attach(server: Server, authenticate: Authenticate, others?: readonly Pick<DraftSocket, 'handleUpgrade'>[]): void;
  close(): Promise<void>;
}

/** A chat's turn may take this long for look-ups: nobody waits on the line for it. Milliseconds. */
const LOOK_UPS_WITHIN_MS = 10_000;

export function openChats(ground: ChatGround): Chats {
  const { stores, clock, log, random, shelf, carrier, templates, outlook } = ground;
  const media = createMediaFiles(join(ground.config.dataDir, 'media'), clock);
  const mediaKeptMs = ground.config.mediaRetentionDays * 86_400_000;
  const { keyring } = stores;
  const shared = {
    store: stores.store,
    keyring,
    clock,
    log,
    random,
    flows: shelf,
    outlook: () => outlook.current(),
    entryLinks: stores.entryLinks,
  };
  const receiveDeps = {
    ...shared,
    templates,
    mediaPath: (name: string) => flowMediaPath(keyring, name),
    stepFailed: ground.stepFailed,
    runRequest: (call: RequestCall) => ground.runRequest(call, clock.nowMs() + LOOK_UPS_WITHIN_MS),
  };
  const jobs = createChatJobs({
    ...receiveDeps,
    sender: ground.whatsappFrom,
    carrier,
    media,
    mediaKeptMs,
    pace: stores.pace,
    board: stores.board,
    index: stores.chatIndex,
  });
  const closers: (() => Promise<void> | void)[] = [];
  return {
    receive: async (message) => {
      const received = await receiveMessage(receiveDeps, message);
      if (received.kind === 'duplicate') return { duplicate: true };
      return { chatId: received.chatId, ...received.link };
    },
    track: async (receipt) => void (await trackDelivery(shared, receipt)),
    chatEvent: (event) => jobs.handleEvent(event),
    chatTimer: (payload) => jobs.handleTimer(payload),
    runPeriodic: () => {
      const timers = jobs.periodic.map(({ name, everyMs, run }) =>
        setInterval(() => {
          run().catch((error) => log.warn({ err: error, work: name }, 'periodic work of the desk failed'));
        }, everyMs).unref(),
      );
      return () => timers.forEach(clearInterval);
    },
    promiseCall: (actor, chatId) => promiseCall({ ...receiveDeps, nextCallHour: ground.nextCallHour }, actor, chatId),
    findResets: (id) => findResets(receiveDeps, id),
    resetPerson: (wanted) => resetPerson(receiveDeps, wanted),
    tickets: async () => countTickets(await stores.chatIndex.open(MAX_COUNTED), clock.nowMs()),
    counts: async () => countChats(await stores.chatIndex.open(MAX_COUNTED)),
    routes: [mounted('/api/media', mediaRoutes({ store: stores.store, media })), flowMediaRoutes({ folder: ground.mediaFolder, keyring })],
    attach(server, authenticate, others = []) {
      const desk = createDeskSocket({
        ...receiveDeps,
        board: stores.board,
        index: stores.chatIndex,
        settings: stores.deskSettings,
        mediaKeptMs,
        eventLog: stores.eventLog,
        trail: stores.trail,
        authenticate,
        isTrusted: (headers) => isSameOrigin('POST', headers, { publicUrl: ground.publicUrl, sandbox: ground.config.twilio === undefined }),
        teams: () => teamsOf(shelf),
        onCommit: (listener) => stores.onCommit((_shard, events) => events.some(({ chatId }) => chatId !== undefined) && listener()),
      });
      closers.push(() => desk.close());
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (desk.handleUpgrade(request, socket, head) || others.some((each) => each.handleUpgrade(request, socket, head))) return;
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n', () => socket.destroy());
      });
    },
    async close() {
      for (const close of closers.splice(0)) await close();
    },
  };
}

const MAX_COUNTED = 10_000;

function countChats(open: Awaited<ReturnType<Stores['chatIndex']['open']>>) {
  const waiting = open.filter((chat) => chat.state === 'waiting');
  const queuedAtMs = waiting.flatMap((chat) => (chat.queuedAtMs === undefined ? [] : [chat.queuedAtMs]));
  return {
    waiting: waiting.length,
    assigned: open.filter((chat) => chat.state === 'assigned').length,
    ...(queuedAtMs.length > 0 && { oldestQueuedAtMs: Math.min(...queuedAtMs) }),
  };
}

function mounted(path: string, handler: RequestHandler): RequestHandler {
  const router = Router();
  router.use(path, handler);
  return router;
}

/** Every team that a flow in service assigns to. */
function teamsOf(shelf: OpenShelf): readonly string[] {
  const teams = new Set<string>();
  for (const { published } of shelf.serving().values()) {
    for (const step of Object.values(published.compiled.flow.chat.steps)) if (step.type === 'assign') teams.add(step.team);
  }
  return [...teams].sort();
}
