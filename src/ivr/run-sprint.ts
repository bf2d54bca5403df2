import type { HandoffId } from '../base/ids.ts';
import type { Caller } from '../base/phone.ts';
import { callbackTimes } from '../callbacks/callback-times.ts';
import { type Contact, isShared } from '../contacts/contact.ts';
import type { CallContext, VoiceFlowEvent, VoiceProgress, VoiceWait } from '../flows/call-outcomes.ts';
import { templatesNeeded } from '../flows/choose-template.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { CallbackTimes, FlowFact, Surroundings } from '../flows/outcomes.ts';
import { resumeCall } from '../flows/run-call.ts';
import type { CallbackStep, OfferStep } from '../flows/schema/voice-steps.ts';
import { checkEligibility } from '../handoff/check-eligibility.ts';
import { handoffIdOf } from '../handoff/token.ts';
import type { OfferDecision } from '../rules/decide-offer.ts';
import type { Call } from './call.ts';
import type { CallDeps } from './call-deps.ts';

/** What a sprint needs to know about the call beside its flow. */
export interface SprintSetting {
  readonly compiled: CompiledFlow;
  readonly surroundings: Surroundings;
  readonly caller: Caller;
  readonly contact: Contact | undefined;
  readonly call: Pick<Call, 'id' | 'contactId' | 'handoffs' | 'attestation'>;
  /** When the caller must be answered at the latest. */
  readonly deadlineMs: number;
}

/** A handoff that the sprint asked for; it is made in the same commit. */
export interface HandoffWanted {
  readonly id: HandoffId;
  readonly step: string;
  readonly key: string;
  readonly typedNumber?: string;
}

/** What the sprint promised, or took back; it is written in the same commit. */
export type CallbackWanted = Extract<VoiceWait, { kind: 'callback' | 'callback-cancel' }>;

/** From an event to the next wait that the carrier must answer: every wait that we can answer ourselves is behind it. */
export interface Sprint {
  readonly progress: VoiceProgress;
  readonly facts: readonly FlowFact[];
  /** What was decided of offers, by their steps, in order; the log keeps what each rule saw. */
  readonly decisions: readonly OfferDecision[];
  readonly handoff?: HandoffWanted;
  readonly callback?: CallbackWanted;
}

const MAX_INNER_WAITS = 12;

/** Runs on from a progress until the carrier has to answer: look-ups, eligibility and the handoff are settled here. */
export async function runSprint(deps: CallDeps, setting: SprintSetting, first: VoiceProgress): Promise<Sprint> {
  let progress = first;
  const prompts = [...first.prompts];
  const facts = [...first.facts];
  const decisions: OfferDecision[] = [];
  let handoff: HandoffWanted | undefined;
  let callback: CallbackWanted | undefined;
  for (let n = 0; n < MAX_INNER_WAITS; n += 1) {
    const { wait } = progress;
    if (wait.kind === 'handoff') handoff = wantHandoff(deps, setting, wait);
    if (wait.kind === 'callback' || wait.kind === 'callback-cancel') callback = wait;
    const event = await answerOurselves(deps, setting, progress, decisions, handoff);
    if (!event) break;
    progress = resumeCall(setting.compiled, progress.snapshot, event, setting.surroundings);
    prompts.push(...progress.prompts);
    facts.push(...progress.facts);
  }
  return { progress: { ...progress, prompts }, facts, decisions, ...(handoff && { handoff }), ...(callback && { callback }) };
}

async function answerOurselves(
  deps: CallDeps,
  setting: SprintSetting,
  { wait, snapshot }: VoiceProgress,
  decisions: OfferDecision[],
  handoff: HandoffWanted | undefined,
): Promise<VoiceFlowEvent | undefined> {
  if (wait.kind === 'request') return { type: 'REQUEST_DONE', outcome: await deps.runRequest(wait.request, setting.deadlineMs) };
  if (wait.kind === 'handoff' && handoff) return { type: 'HANDED_OFF', handoffId: handoff.id };
  if (wait.kind === 'callback-times') return { type: 'CALLBACK_TIMES', times: timesFor(deps, setting, wait.step) };
  if (wait.kind === 'callback' || wait.kind === 'callback-cancel') return { type: 'CALLBACK_DONE' };
  if (wait.kind !== 'eligibility') return undefined;
  const decision = await decide(deps, setting, setting.compiled.flow.call.steps[wait.step] as OfferStep, snapshot.context);
  decisions.push(decision);
  if (decision.allowed) return { type: 'OFFER_ALLOWED', number: decision.number };
  return { type: 'OFFER_WITHHELD', reasons: decision.reasons.map((reason) => reason.rule), to: decision.to };
}

function decide(deps: CallDeps, setting: SprintSetting, step: OfferStep, context: CallContext): Promise<OfferDecision> {
  const { caller, call, contact, surroundings, deadlineMs } = setting;
  const { intent, language, variables } = context;
  // Where several people use the number only the general template goes to it.
  const ownNumber = caller.kind === 'number' && caller.type !== 'landline' && !isShared(contact);
  const mayAsk = deps.offers.rules().rules['line-looked-up'].on;
  return checkEligibility(deps, {
    caller,
    contact,
    contactId: call.contactId,
    callId: call.id,
    entryNumber: surroundings.entryNumber,
    language,
    intent,
    attestation: call.attestation,
    variables,
    templates: templatesNeeded(step, { ownNumber, mayAsk, ...(intent !== undefined && { intent }) }),
    offer: step.eligibility,
    desk: deps.outlook().desk,
    nowMs: surroundings.nowMs,
    deadlineMs,
  });
}

function timesFor(deps: CallDeps, { compiled, caller, contact, surroundings }: SprintSetting, step: string): CallbackTimes {
  return callbackTimes(compiled.flow.call.steps[step] as CallbackStep, {
    nowMs: surroundings.nowMs,
    timeZone: compiled.flow.timeZone,
    desk: deps.outlook().desk,
    contact,
    ...(caller.kind === 'number' && { phone: caller.e164 }),
  });
}

function wantHandoff(deps: CallDeps, setting: SprintSetting, wait: Extract<VoiceWait, { kind: 'handoff' }>): HandoffWanted {
  return {
    id: handoffIdOf(deps.keyring, setting.call.id, (setting.call.handoffs ?? 0) + 1),
    step: wait.step,
    key: wait.key,
    ...(wait.typedNumber !== undefined && { typedNumber: wait.typedNumber }),
  };
}
