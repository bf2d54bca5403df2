import { lastDigits } from '../base/phone.ts';
import { type CallbackWebhook, isFinal } from '../channels/calls.ts';
import type { GatherInput, Prompt, VoiceReply, VoiceVerb } from '../channels/voice.ts';
import type { Callback } from './callback.ts';
import type { CallbackDeps } from './callback-deps.ts';
import { callbackEvent } from './callback-event.ts';
import { changeCallback } from './change-callback.ts';
import { endCallback, notTaken, unreached } from './end-callback.ts';
import { legEnded } from './leg-ended.ts';
import { actionOf, checkTimer, release } from './place-callback.ts';
import { type AgentLine, agentLanguage, agentLine, type CustomerLine, customerLine } from './spoken-texts.ts';

export interface AnswerLegDeps extends CallbackDeps {
  /** The synthetic voice of a language, as the release has it. */
  readonly voiceOf: (flow: string, language: string) => Promise<string | undefined>;
}

const YES = '1';
const NO = '2';
/** How often the question is asked: a machine that picked up presses nothing. */
const ROUNDS = { agent: 3, customer: 2 };
const CUSTOMER_RINGS_SECONDS = 30;
const KEY: GatherInput = { numDigits: 1, finishOnKey: '', timeoutSeconds: 6 };
const WATCH_EVERY_MS = 60_000;
const MINUTE_MS = 60_000;

/**
 * What the carrier asks or tells about a callback's two legs. The agent's phone rings first and hears who is to be called,
 * why, and what they told; on a key the customer is called, hears who calls, and on a key the two are joined. The same
 * webhook delivered twice is answered alike and happens once. Throws `store-unavailable`.
 */
export async function answerLeg(deps: AnswerLegDeps, webhook: CallbackWebhook): Promise<VoiceReply> {
  switch (webhook.action.part) {
    case 'agent':
      return askAgent(deps, webhook);
    case 'agent-key':
      return takeAgentKey(deps, webhook);
    case 'customer':
      return askCustomer(deps, webhook);
    case 'customer-key':
      return takeCustomerKey(deps, webhook);
    case 'result':
      return takeResult(deps, webhook);
    case 'status':
      if (webhook.status && isFinal(webhook.status)) {
        await legEnded(deps, { id: webhook.action.callbackId, attempt: webhook.action.attempt }, { status: webhook.status });
      }
      return { verbs: [] };
  }
}

/** The leg that rings is known from here on, also where the answer to our asking was lost. */
async function askAgent(deps: AnswerLegDeps, { action, providerCallId }: CallbackWebhook): Promise<VoiceReply> {
  const current = await changeCallback(deps, action.callbackId, (callback, nowMs) => {
    if (callback.state !== 'calling-agent' || callback.attempt !== action.attempt || !callback.placing) return undefined;
    if (callback.placing.providerCallId !== undefined) return undefined;
    const adopted: Callback = { ...callback, placing: { ...callback.placing, providerCallId } };
    return { callback: adopted, timers: [checkTimer(adopted, nowMs + WATCH_EVERY_MS)] };
  });
  const callback = current?.callback;
  if (!callback) return { verbs: [{ kind: 'hangup' }] };
  if (!isAsked(callback, action.attempt, providerCallId)) return tellAgent(deps, callback, 'gone');
  const prompt = await spoken(deps, callback, agentLanguage(callback.language), whisper(callback, deps.clock.nowMs(), action.round));
  return { verbs: [{ kind: 'gather', prompts: [prompt], input: KEY, action: actionOf(callback, 'agent-key', action.round) }] };
}

function isAsked(callback: Callback, attempt: number, providerCallId: string): boolean {
  return callback.state === 'calling-agent' && callback.attempt === attempt && callback.placing?.providerCallId === providerCallId;
}

/** Who, why, what was told, how long ago, how often: then the keys. Asked again, the keys alone. */
function whisper(callback: Callback, nowMs: number, round: number): string {
  const say = (line: AgentLine, values: Readonly<Record<string, string>> = {}) => agentLine(callback.language, line, values);
  if (round > 0) return say('keys');
  const { intent, card, requestedAtMs, tries } = callback;
  const facts = Object.entries(card?.variables ?? {}).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [spokenFact(name, value)],
  );
  const minutes = Math.round((nowMs - requestedAtMs) / MINUTE_MS);
  return [
    say('intro', { business: callback.business, digits: [...lastDigits(callback.to, 3)].join(' ') }),
    ...(intent === undefined ? [] : [say('about', { intent })]),
    ...(facts.length === 0 ? [] : [say('collected', { facts: facts.slice(0, 5).join('; ') })]),
    ...(minutes < 2 ? [] : [say('waited', { minutes: String(minutes) })]),
    ...(tries === 0 ? [] : [say('tried', { tries: String(tries + 1) })]),
    say('keys'),
  ].join(' ');
}

/** `orderNumber`, 123456 as it is said: order number, 1 2 3 4 5 6. */
function spokenFact(name: string, value: string | number | boolean): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const text = String(value);
  return `${words}, ${/^\d{4,}$/.test(text) ? [...text].join(' ') : text.slice(0, 60)}`;
}

async function takeAgentKey(deps: AnswerLegDeps, { action, providerCallId, digits }: CallbackWebhook): Promise<VoiceReply> {
  if (digits === NO) return declineByAgent(deps, action.callbackId, action.attempt);
  if (digits !== YES) return askAgentAgain(deps, { action: { ...action, part: 'agent', round: action.round + 1 }, providerCallId });
  const taken = await changeCallback(deps, action.callbackId, (callback, nowMs) => {
    if (!isAsked(callback, action.attempt, providerCallId)) return undefined;
    const calling: Callback = { ...callback, state: 'calling-customer', tries: callback.tries + 1 };
    const userId = callback.placing?.userId;
    return {
      callback: calling,
      events: [callbackEvent(calling, 'callback.agent-answered', nowMs, { userId, tries: calling.tries })],
      timers: [checkTimer(calling, nowMs + WATCH_EVERY_MS)],
    };
  });
  const callback = taken?.callback;
  if (!callback) return { verbs: [{ kind: 'hangup' }] };
  const dials =
    callback.state === 'calling-customer' && callback.attempt === action.attempt && callback.placing?.providerCallId === providerCallId;
  if (!dials) return tellAgent(deps, callback, 'gone');
  const connecting = await spoken(deps, callback, agentLanguage(callback.language), agentLine(callback.language, 'connecting'));
  return { verbs: [connecting, dialCustomer(callback)] };
}

function dialCustomer(callback: Callback): VoiceVerb {
  return {
    kind: 'dial',
    to: callback.to,
    timeoutSeconds: CUSTOMER_RINGS_SECONDS,
    callerId: callback.entryNumber,
    screen: actionOf(callback, 'customer'),
    result: actionOf(callback, 'result'),
  };
}

async function askAgentAgain(deps: AnswerLegDeps, webhook: CallbackWebhook): Promise<VoiceReply> {
  if (webhook.action.round < ROUNDS.agent) return askAgent(deps, webhook);
  return { verbs: [{ kind: 'hangup' }] };
}

async function declineByAgent(deps: AnswerLegDeps, id: Callback['id'], attempt: number): Promise<VoiceReply> {
  let userId: string | undefined;
  const declined = await changeCallback(deps, id, (callback, nowMs) => {
    if (callback.state !== 'calling-agent' || callback.attempt !== attempt) return undefined;
    userId = callback.placing?.userId;
    return notTaken(callback, 'agent-declined', nowMs);
  });
  if (declined?.changed) await release(deps, userId, id);
  return declined ? tellAgent(deps, declined.callback, 'declined') : { verbs: [{ kind: 'hangup' }] };
}

async function askCustomer(deps: AnswerLegDeps, { action }: CallbackWebhook): Promise<VoiceReply> {
  const current = await changeCallback(deps, action.callbackId, () => undefined);
  const callback = current?.callback;
  const isMeant =
    callback && callback.attempt === action.attempt && (callback.state === 'calling-customer' || callback.state === 'talking');
  if (!isMeant || action.round >= ROUNDS.customer) return { verbs: [{ kind: 'hangup' }] };
  const line: CustomerLine = action.round === 0 ? 'answered' : 'again';
  const prompt = await spoken(deps, callback, callback.language, customerLine(callback.language, line, { business: callback.business }));
  return { verbs: [{ kind: 'gather', prompts: [prompt], input: KEY, action: actionOf(callback, 'customer-key', action.round) }] };
}

/** An empty answer lets the two be joined. */
async function takeCustomerKey(deps: AnswerLegDeps, webhook: CallbackWebhook): Promise<VoiceReply> {
  const { action, digits } = webhook;
  if (digits !== YES && digits !== NO)
    return askCustomer(deps, { ...webhook, action: { ...action, part: 'customer', round: action.round + 1 } });
  const answered = await changeCallback(deps, action.callbackId, (callback, nowMs) => {
    if (callback.state !== 'calling-customer' || callback.attempt !== action.attempt) return undefined;
    if (digits === NO) return endCallback(callback, 'cancelled-by-customer', nowMs);
    const talking: Callback = { ...callback, state: 'talking', talkingSinceMs: nowMs };
    const data = { userId: callback.placing?.userId, tries: callback.tries, lateMs: Math.max(0, nowMs - callback.promisedAtMs) };
    return {
      callback: talking,
      events: [callbackEvent(talking, 'callback.connected', nowMs, data)],
      timers: [checkTimer(talking, nowMs + WATCH_EVERY_MS)],
    };
  });
  const callback = answered?.callback;
  if (callback?.state === 'talking' && callback.attempt === action.attempt) return { verbs: [] };
  if (digits === YES || !callback) return { verbs: [{ kind: 'hangup' }] };
  await release(deps, callback.placing?.userId, callback.id);
  const goodbye = await spoken(deps, callback, callback.language, customerLine(callback.language, 'cancelled'));
  return { verbs: [goodbye, { kind: 'hangup' }] };
}

/** The customer's leg is over; the agent hears how it came off. */
async function takeResult(deps: AnswerLegDeps, { action, status, joined, seconds }: CallbackWebhook): Promise<VoiceReply> {
  let userId: string | undefined;
  const ended = await changeCallback(deps, action.callbackId, (callback, nowMs) => {
    if (callback.attempt !== action.attempt) return undefined;
    userId = callback.placing?.userId;
    if (callback.state === 'talking' || (callback.state === 'calling-customer' && joined)) {
      return endCallback(callback, 'talked', nowMs, { seconds: seconds ?? 0 });
    }
    // Answered, and no key: a machine, or somebody who did not want to.
    const why = status === 'completed' ? 'customer-pressed-nothing' : `customer-${status ?? 'failed'}`;
    return callback.state === 'calling-customer' ? unreached(callback, why, nowMs) : undefined;
  });
  if (ended?.changed) await release(deps, userId, action.callbackId);
  const callback = ended?.callback;
  if (!callback || callback.closed?.reason === 'talked') return { verbs: [{ kind: 'hangup' }] };
  return tellAgent(deps, callback, callback.closed?.reason === 'cancelled-by-customer' ? 'cancelled' : 'unreached');
}

async function tellAgent(deps: AnswerLegDeps, callback: Callback, line: AgentLine): Promise<VoiceReply> {
  const prompt = await spoken(deps, callback, agentLanguage(callback.language), agentLine(callback.language, line));
  return { verbs: [prompt, { kind: 'hangup' }] };
}

async function spoken(deps: AnswerLegDeps, { flow }: Callback, language: string, text: string): Promise<Prompt> {
  const voice = await deps.voiceOf(flow, language);
  return { kind: 'say', text, language, ...(voice !== undefined && { voice }) };
}
