import type { Router } from 'express';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { RandomBytes } from '../base/random.ts';
import type { SandboxState } from '../http/contract/sandbox.ts';
import type { FailureMenu } from '../http/contract/sandbox-carrier.ts';
import { createActivity } from './activity.ts';
import { createAgentPhone } from './agent-phone.ts';
import { createControlRouter } from './control-router.ts';
import { createDriver, type Driver } from './driver.ts';
import { type Listening, listenOn } from './listen.ts';
import { addPresetHandsets, GOOD_SENDER } from './operate.ts';
import { createPost } from './post-webhook.ts';
import { createRestApp, createStorageApp } from './rest-server.ts';
import { createRealScheduler, type Scheduler } from './scheduler.ts';
import { createScripts, type Scripts } from './script/play-script.ts';
import { createScriptLibrary } from './script/script-library.ts';
import { createTime } from './time.ts';
import { viewState } from './view.ts';
import { createChanges, type Delays, type Webhooks, type World } from './world.ts';

export interface SandboxOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** Where the service listens; asked for at each webhook, so that it may be known late. */
  readonly serviceUrl: () => string;
  /** E.164. */
  readonly whatsappFrom: string;
  readonly smsFrom?: string;
  readonly entryNumbers: readonly string[];
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  /** Absent: LIFELIKE. */
  readonly delays?: Delays;
  /** Absent: real timers. A manual one makes `advance` possible. */
  readonly scheduler?: Scheduler;
  /** Absent: the addresses of the outside contract. */
  readonly webhooks?: Partial<Webhooks>;
  /** Where the scripts lie that the page offers, `*.sandbox.json`. Absent: none. */
  readonly scriptsFolder?: string;
  /** What can go wrong with a message, as the page offers it. Absent: the page offers codes that are typed in alone. */
  readonly failures?: FailureMenu;
}

/** About as fast as a phone and WhatsApp are. */
export const LIFELIKE: Delays = {
  charactersPerSecond: 14,
  playMs: 3000,
  sentMs: 400,
  deliveredMs: 900,
  readMs: 2500,
  approvalMs: 0,
  webhookTimeoutMs: 15_000,
};

/** Nothing takes time but what counts seconds itself: pauses, listening, waiting. For tests. */
export const INSTANT: Delays = { ...LIFELIKE, charactersPerSecond: 0, playMs: 0, sentMs: 0, deliveredMs: 0, readMs: 0 };

/** The connection overrides that docs/twilio.md asks for. */
const OVERRIDES = '#rc=2&rt=4000&rp=ct,rt,5xx';

/** The addresses of the outside contract, as docs/twilio.md says to type them. */
const WEBHOOKS: Webhooks = {
  voice: `/webhooks/twilio/voice/incoming${OVERRIDES}`,
  voiceStatus: `/webhooks/twilio/voice/status${OVERRIDES}`,
  voiceFallback: `/webhooks/twilio/voice/fallback${OVERRIDES}`,
  message: `/webhooks/twilio/whatsapp/incoming${OVERRIDES}`,
};

/** A carrier emulator: it speaks the carrier's REST API and webhooks over real HTTP, and can be driven. */
export interface Sandbox extends Driver {
  /** Starts to listen on 127.0.0.1; the answer is the base address of the REST API (TWILIO_API_URL). */
  listen(port?: number): Promise<string>;
  /** The control API, for the service to mount at `/sandbox/api` behind its sign-in. */
  controlRouter(): Router;
  /** Plays scripts: a whole morning of callers. */
  readonly scripts: Scripts;
  state(): SandboxState;
  /** Hangs up all calls without telling anybody, and stops. */
  close(): Promise<void>;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const world = createWorld(options);
  const { post, stop } = createPost(world);
  const listening: Listening[] = [];
  const scripts = createScripts(world, post);
  addPresetHandsets(world);
  return {
    ...createDriver(world, post, createTime(world.scheduler, world.activity)),
    listen: async (port = 0) => {
      const rest = await listenOn(createRestApp(world, post), port);
      const storage = await listenOn(createStorageApp(world), 0);
      listening.push(rest, storage);
      world.choices.restUrl = rest.url;
      world.choices.storageUrl = storage.url;
      return rest.url;
    },
    controlRouter: () => createControlRouter(world, post, scripts, createScriptLibrary(options.scriptsFolder, options.log)),
    scripts,
    state: () => viewState(world),
    close: async () => {
      scripts.stop();
      stop();
      world.scheduler.stop();
      for (const stream of world.streams) stream.end();
      await Promise.all(listening.splice(0).map((server) => server.close()));
    },
  };
}

function createWorld(options: SandboxOptions): World {
  const { accountSid, authToken, serviceUrl, whatsappFrom, smsFrom, entryNumbers, clock } = options;
  let webhookIds = 0;
  return {
    account: {
      accountSid,
      authToken,
      serviceUrl: () => serviceUrl().replace(/\/+$/, ''),
      whatsappFrom,
      ...(smsFrom !== undefined && { smsFrom }),
      entryNumbers,
      webhooks: { ...WEBHOOKS, ...options.webhooks },
    },
    delays: options.delays ?? LIFELIKE,
    scheduler: options.scheduler ?? createRealScheduler(clock),
    random: options.random,
    log: options.log,
    activity: createActivity(),
    calls: new Map(),
    queues: new Map(),
    agentPhone: createAgentPhone(),
    messages: new Map(),
    templates: new Map(),
    media: new Map(),
    recordings: new Map(),
    handsets: new Map(),
    behaviourByNumber: new Map(),
    lookupByNumber: new Map(),
    lookupsAsked: [],
    problems: [],
    choices: {
      behaviour: { kind: 'deliver' },
      outage: 'none',
      lookup: undefined,
      approval: { outcome: 'approve' },
      sender: GOOD_SENDER,
      advancedOptOut: false,
      signsFragment: false,
      restUrl: '',
      storageUrl: '',
    },
    changes: createChanges(),
    streams: new Set(),
    webhooks: [],
    held: { kinds: new Set(), waiting: [] },
    nextWebhookId: () => {
      webhookIds += 1;
      return webhookIds;
    },
    failures: options.failures ?? { entries: [], unknownDoes: '' },
  };
}
