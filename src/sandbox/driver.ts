import type { SenderSettings, TemplateView } from '../http/contract/sandbox.ts';
import type { Behaviour, HoldableKind, LookupAnswer, Outage } from '../http/contract/sandbox-carrier.ts';
import { answerRinging, hangUpAgentPhone, takeFromQueue } from './agent-phone.ts';
import { setBehaviour } from './behaviour.ts';
import { type CallDriver, driveCall } from './call-driver.ts';
import type { PostWebhook } from './fetch-document.ts';
import { driveHandset, type HandsetDriver } from './handset-driver.ts';
import { dropWebhooks, type HeldWebhook, holdWebhooks, releaseWebhooks } from './hold-webhooks.ts';
import type { Message } from './message.ts';
import { resetWorld, setSender, setTemplateStatus } from './operate.ts';
import { drivePhone, type PhoneDriver } from './phone-driver.ts';
import { repeatWebhook } from './post-webhook.ts';
import { addTemplate } from './rest-content.ts';
import { setLookup } from './rest-lookups.ts';
import { type Incoming, startCall } from './run-call.ts';
import type { ApprovalPolicy } from './template.ts';
import type { Time } from './time.ts';
import { waitUntil } from './wait-until.ts';
import type { WebhookAnswer } from './webhook-answer.ts';
import type { PhoneMode, SentWebhook, World } from './world.ts';

/** The emulator in the hands of a test: it plays the caller, the customer, the agent and the carrier's moods. */
export interface Driver extends Time {
  /** Somebody calls; `to` defaults to the first entry number. Resolves when the line waits for something. */
  call(incoming: Omit<Incoming, 'to'> & { readonly to?: string }): Promise<CallDriver>;
  /** A phone that the service may call: an agent's, a customer's. */
  phone(number: string): PhoneDriver;
  handset(id: string): HandsetDriver;
  readonly agentPhone: AgentPhoneDriver;
  /** What becomes of messages, for one number or for all; null takes the number's own back. */
  behave(behaviour: Behaviour | Behaviour['kind'] | null, number?: string): void;
  outage(outage: Outage): void;
  /** What look-ups say, of one number or of all; null takes it back. */
  lookup(answer: LookupAnswer | null, number?: string): void;
  /** What becomes of templates that are handed in. */
  approvals(policy: ApprovalPolicy): void;
  /** A template that exists already; approved unless told otherwise. The answer is its sid. */
  addTemplate(content: Parameters<typeof addTemplate>[1], status?: TemplateView['status'], category?: string): string;
  /** As a decision of WhatsApp; `category` moves it to another one. */
  setTemplateStatus(sid: string, status: TemplateView['status'], category?: string): void;
  /** How the WhatsApp sender stands; what is not named stays. */
  setSender(sender: SenderSettings): void;
  setAdvancedOptOut(on: boolean): void;
  /** Signs addresses with their fragment, against what is documented. */
  signFragments(on: boolean): void;
  /** Every message at the carrier, oldest first. */
  messages(): readonly Readonly<Message>[];
  /** The webhooks that were sent, oldest first, at most 500; `path` keeps those whose address contains it. */
  webhooks(path?: string): readonly SentWebhook[];
  /** Delivers a webhook once more: the same parameters, signature and idempotency token. */
  repeatWebhook(webhook: SentWebhook): Promise<WebhookAnswer>;
  /** Holds webhooks of these kinds back from now on; none: nothing is held back. */
  hold(...kinds: readonly HoldableKind[]): void;
  /** What is held back, in the order in which it would have been sent. */
  held(): readonly HeldWebhook[];
  /** Sends what was held back, one after the other in this order; resolves when the carrier is idle again. */
  release(webhooks?: readonly HeldWebhook[]): Promise<void>;
  /** Takes away what was held back, as if it had been lost. */
  drop(webhooks?: readonly HeldWebhook[]): void;
  /** Looks again after every change at the carrier until there is a value. */
  waitUntil<T>(look: () => T | undefined | false, what?: string, limitMs?: number): Promise<T>;
  reset(): Promise<void>;
}

export interface AgentPhoneDriver {
  /** Takes the next of a queue, with one of the phones if it is counted; resolves with the caller's sid, undefined when nobody waits. */
  take(queue: string, phone?: number): Promise<string | undefined>;
  answer(callSid: string, phone?: number): Promise<boolean>;
  decline(callSid: string): Promise<boolean>;
  hangUp(callSid: string): Promise<boolean>;
  /** What dialled phones do; one of them, when an address is given. */
  setMode(mode: PhoneMode, address?: string): void;
}

export function createDriver(world: World, post: PostWebhook, time: Time): Driver {
  return {
    ...time,
    call: async (incoming) => {
      const call = startCall(world, post, { ...incoming, to: incoming.to ?? world.account.entryNumbers[0] ?? world.account.whatsappFrom });
      await time.idle();
      return driveCall(world, time, call);
    },
    phone: (number) => drivePhone(world, time, number),
    handset: (id) => driveHandset(world, post, time, id),
    agentPhone: driveAgentPhone(world, time),
    behave: (behaviour, number) => setBehaviour(world, typeof behaviour === 'string' ? { kind: behaviour } : behaviour, number),
    outage: (outage) => {
      world.choices.outage = outage;
      world.changes.announce();
    },
    lookup: (answer, number) => setLookup(world, answer, number),
    approvals: (policy) => {
      world.choices.approval = policy;
    },
    addTemplate: (content, status = 'approved', category = 'UTILITY') => {
      const template = addTemplate(world, content);
      template.approval = { ...template.approval, name: template.friendlyName, category, status };
      return template.sid;
    },
    setTemplateStatus: (sid, status, category) => setTemplateStatus(world, sid, status, category),
    setSender: (sender) => setSender(world, sender),
    setAdvancedOptOut: (on) => {
      world.choices.advancedOptOut = on;
    },
    signFragments: (on) => {
      world.choices.signsFragment = on;
    },
    messages: () => [...world.messages.values()],
    webhooks: (path = '') => world.webhooks.filter((webhook) => webhook.url.includes(path)),
    repeatWebhook: async (webhook) => {
      const { answer } = await repeatWebhook(world, post, webhook);
      if (!answer) throw new Error('the repeated webhook was not answered');
      return answer;
    },
    hold: (...kinds) => holdWebhooks(world, kinds),
    held: () => [...world.held.waiting],
    release: async (webhooks) => {
      await releaseWebhooks(world, post, webhooks?.map(({ id }) => id) ?? 'all');
      await time.idle();
    },
    drop: (webhooks) => void dropWebhooks(world, webhooks?.map(({ id }) => id) ?? 'all'),
    waitUntil: (look, what = 'something to become true', limitMs) => waitUntil(world, look, () => what, limitMs),
    reset: async () => {
      resetWorld(world);
      await time.idle();
    },
  };
}

function driveAgentPhone(world: World, time: Time): AgentPhoneDriver {
  const settled = async <T>(result: T): Promise<T> => {
    await time.idle();
    return result;
  };
  return {
    take: (queue, phone) => settled(takeFromQueue(world, queue, phone)?.sid),
    answer: (sid, phone) => settled(answerRinging(world, sid, 'answer', phone)),
    decline: (sid) => settled(answerRinging(world, sid, 'decline')),
    hangUp: (sid) => settled(hangUpAgentPhone(world, sid)),
    setMode: (mode, address) => {
      if (address === undefined) world.agentPhone.mode = mode;
      else world.agentPhone.modeByAddress.set(address, mode);
      world.changes.announce();
    },
  };
}
