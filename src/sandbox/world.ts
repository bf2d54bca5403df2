import type { ServerResponse } from 'node:http';
import type { Logger } from '../base/log.ts';
import type { RandomBytes } from '../base/random.ts';
import type { AgentPhoneView, Problem, SenderSettings } from '../http/contract/sandbox.ts';
import type { Behaviour, FailureMenu, HoldableKind, LookupAnswer, LookupsView, Outage } from '../http/contract/sandbox-carrier.ts';
import type { Activity } from './activity.ts';
import type { Call } from './call.ts';
import type { Handset } from './handset.ts';
import type { HeldWebhook } from './hold-webhooks.ts';
import type { StoredMedia } from './media.ts';
import type { Message } from './message.ts';
import type { StoredRecording } from './recordings.ts';
import type { Scheduler } from './scheduler.ts';
import type { ApprovalPolicy, Template } from './template.ts';
import type { Webhook, WebhookAnswer } from './webhook-answer.ts';

/** How long things take at this carrier, in milliseconds unless the name says otherwise. */
export interface Delays {
  /** What a synthetic voice speaks in a second; 0: speaking takes no time. */
  readonly charactersPerSecond: number;
  readonly playMs: number;
  readonly sentMs: number;
  readonly deliveredMs: number;
  readonly readMs: number;
  readonly approvalMs: number;
  /** The hard limit of a voice webhook; real time, also in tests. */
  readonly webhookTimeoutMs: number;
}

/** The account and the addresses that this carrier serves. */
export interface Account {
  readonly accountSid: string;
  readonly authToken: string;
  /** Where the service listens, without a slash at the end. */
  readonly serviceUrl: () => string;
  readonly whatsappFrom: string;
  readonly smsFrom?: string;
  readonly entryNumbers: readonly string[];
  readonly webhooks: Webhooks;
}

/** Paths below the service's address, as they would be set at the carrier; a fragment sets connection overrides. */
export interface Webhooks {
  readonly voice: string;
  readonly voiceStatus: string;
  readonly voiceFallback: string;
  readonly message: string;
}

/** Everything that is true at this carrier at this moment, in memory only. */
export interface World {
  readonly account: Account;
  readonly delays: Delays;
  readonly scheduler: Scheduler;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly activity: Activity;
  readonly calls: Map<string, Call>;
  /** By name. */
  readonly queues: Map<string, Queue>;
  readonly agentPhone: AgentPhone;
  /** In the order of their making. */
  readonly messages: Map<string, Message>;
  readonly templates: Map<string, Template>;
  readonly media: Map<string, StoredMedia>;
  readonly recordings: Map<string, StoredRecording>;
  /** By number or, without one, by business-scoped id. */
  readonly handsets: Map<string, Handset>;
  readonly behaviourByNumber: Map<string, Behaviour>;
  /** By number; what is not here is answered by what the number is. */
  readonly lookupByNumber: Map<string, LookupAnswer>;
  /** The last look-ups, newest first. */
  readonly lookupsAsked: LookupsView['asked'];
  readonly problems: Problem[];
  readonly choices: Choices;
  readonly changes: Changes;
  /** Pages that listen to changes. */
  readonly streams: Set<ServerResponse>;
  /** The last that were sent, oldest first. */
  readonly webhooks: SentWebhook[];
  readonly held: Held;
  /** Counts webhooks, whether they are sent or held back. */
  nextWebhookId(): number;
  /** What can be chosen to go wrong with a message, and what the service does about it; for the page. */
  readonly failures: FailureMenu;
}

/** Webhooks that are not sent until somebody lets them go. */
export interface Held {
  readonly kinds: Set<HoldableKind>;
  /** In the order in which they would have been sent. */
  readonly waiting: HeldWebhook[];
}

/** A webhook as it went out, and what came back. */
export interface SentWebhook extends Webhook {
  readonly id: number;
  /** The idempotency token. */
  readonly token: string;
  readonly atMs: number;
  answer?: WebhookAnswer;
}

/** Callers who wait, the next one first. */
export interface Queue {
  readonly sid: string;
  readonly name: string;
  maxSize: number;
  readonly createdAtMs: number;
  readonly members: QueueMember[];
}

export interface QueueMember {
  readonly call: Call;
  readonly joinedAtMs: number;
}

export type PhoneMode = AgentPhoneView['mode'];

/** The phones of the business: what they do when they are dialled, and who they talk to. */
export interface AgentPhone {
  /** For every number that has no mode of its own. */
  mode: PhoneMode;
  readonly modeByAddress: Map<string, PhoneMode>;
  /** By the caller's sid. */
  readonly ringing: Map<string, { readonly call: Call; readonly via: string }>;
  readonly talking: Map<string, { readonly call: Call; readonly via: string; readonly hangUp: () => void }>;
  /** Which phone took the caller, and when; by the caller's sid. */
  readonly taken: Map<string, { readonly phone: number; readonly atMs: number }>;
}

/** What a tester may turn, and what is known only once it listens. */
export interface Choices {
  behaviour: Behaviour;
  outage: Outage;
  /** For numbers without an answer of their own. */
  lookup: LookupAnswer | undefined;
  approval: ApprovalPolicy;
  /** How the WhatsApp sender stands. */
  sender: Required<SenderSettings>;
  /** Twilio's Advanced Opt-Out: the carrier answers STOP and START itself. */
  advancedOptOut: boolean;
  /** Signatures are over the address with its fragment, against what is documented. */
  signsFragment: boolean;
  /** Where its own REST API listens; empty until it does. */
  restUrl: string;
  /** Where media are kept: another origin. */
  storageUrl: string;
}

/** Who is told that something changed. */
export interface Changes {
  announce(): void;
  watch(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    announce: () => {
      for (const listener of [...listeners]) listener();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Notes a problem that belongs to no call. */
export function noteProblem(world: World, code: number, text: string, warning = false): void {
  world.problems.unshift({ atMs: world.scheduler.nowMs(), code, text, warning });
  world.problems.length = Math.min(world.problems.length, 50);
  world.log.warn({ code, text }, 'carrier emulator: a problem');
  world.changes.announce();
}

/** Runs something later as part of what is under way only once it starts; with delay 0 it counts from now. */
export function later(world: World, delayMs: number, task: () => Promise<void> | void): () => void {
  const ended = delayMs <= 0 ? world.activity.begin() : undefined;
  const cancel = world.scheduler.schedule(delayMs, () => {
    const end = ended ?? world.activity.begin();
    Promise.resolve()
      .then(task)
      .catch((error: unknown) => world.log.error({ err: error }, 'carrier emulator: a task failed'))
      .finally(end);
  });
  return () => {
    cancel();
    ended?.();
  };
}

/** Counts a piece of work as under way until it settles; what it throws is logged. */
export function underWay(world: World, work: Promise<unknown>): void {
  const end = world.activity.begin();
  work.catch((error: unknown) => world.log.error({ err: error }, 'carrier emulator: work failed')).finally(end);
}
