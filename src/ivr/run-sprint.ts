import type { HandoffId } from '../base/ids.ts';
import type { Caller } from '../base/phone.ts';
import type { Contact } from '../contacts/contact.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { OfferStep } from '../flows/flow.ts';
import type { FlowFact, Surroundings, VoiceFlowEvent, VoiceProgress, VoiceWait } from '../flows/outcomes.ts';
import { resumeCall } from '../flows/run-call.ts';
import { decideEligibility, type Withheld } from '../handoff/decide-eligibility.ts';
import { handoffIdOf } from '../handoff/token.ts';
import type { Call } from './call.ts';
import type { CallDeps } from './call-deps.ts';

/** What a sprint needs to know about the call beside its flow. */
export interface SprintSetting {
  readonly compiled: CompiledFlow;
  readonly surroundings: Surroundings;
  readonly caller: Caller;
  readonly contact: Contact | undefined;
  readonly call: Pick<Call, 'id' | 'handoffs'>;
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

/** From an event to the next wait that the carrier must answer: every wait that we can answer ourselves is behind it. */
export interface Sprint {
  readonly progress: VoiceProgress;
  readonly facts: readonly FlowFact[];
  readonly withheld: readonly Withheld[];
  readonly handoff?: HandoffWanted;
}

const MAX_INNER_WAITS = 12;

/** Runs on from a progress until the carrier has to answer: look-ups, eligibility and the handoff are settled here. */
export async function runSprint(deps: CallDeps, setting: SprintSetting, first: VoiceProgress): Promise<Sprint> {
  let progress = first;
  const prompts = [...first.prompts];
  const facts = [...first.facts];
  const withheld: Withheld[] = [];
  let handoff: HandoffWanted | undefined;
  for (let n = 0; n < MAX_INNER_WAITS; n += 1) {
    const { wait } = progress;
    if (wait.kind === 'handoff') handoff = wantHandoff(deps, setting, wait);
    const event = await answerOurselves(deps, setting, wait, withheld, handoff);
    if (!event) break;
    progress = resumeCall(setting.compiled, progress.snapshot, event, setting.surroundings);
    prompts.push(...progress.prompts);
    facts.push(...progress.facts);
  }
  return { progress: { ...progress, prompts }, facts, withheld, ...(handoff && { handoff }) };
}

async function answerOurselves(
  deps: CallDeps,
  setting: SprintSetting,
  wait: VoiceWait,
  withheld: Withheld[],
  handoff: HandoffWanted | undefined,
): Promise<VoiceFlowEvent | undefined> {
  if (wait.kind === 'request') return { type: 'REQUEST_DONE', outcome: await deps.runRequest(wait.request, setting.deadlineMs) };
  if (wait.kind === 'handoff' && handoff) return { type: 'HANDED_OFF', handoffId: handoff.id };
  if (wait.kind !== 'eligibility') return undefined;
  const step = setting.compiled.flow.call.steps[wait.step] as OfferStep;
  const verdict = decideEligibility({
    caller: setting.caller,
    desk: deps.outlook().desk,
    nowMs: setting.surroundings.nowMs,
    settings: step.eligibility,
    ...(setting.contact && { contact: setting.contact }),
  });
  if (verdict.allowed) return { type: 'OFFER_ALLOWED', number: verdict.number };
  withheld.push(...verdict.reasons);
  return { type: 'OFFER_WITHHELD', reasons: verdict.reasons.map((reason) => reason.rule) };
}

function wantHandoff(deps: CallDeps, setting: SprintSetting, wait: Extract<VoiceWait, { kind: 'handoff' }>): HandoffWanted {
  return {
    id: handoffIdOf(deps.keyring, setting.call.id, (setting.call.handoffs ?? 0) + 1),
    step: wait.step,
    key: wait.key,
    ...(wait.typedNumber !== undefined && { typedNumber: wait.typedNumber }),
  };
}
