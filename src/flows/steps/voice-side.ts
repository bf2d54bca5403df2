import type { OfferStep, VoiceStep } from '../schema/voice-steps.ts';
import { branchState, languageState, setState } from './branch-state.ts';
import { callbackState } from './callback-state.ts';
import { collectState } from './collect-state.ts';
import { confirmState } from './confirm-state.ts';
import { notingExits, tagExits } from './exit-tags.ts';
import { hoursState } from './hours-state.ts';
import { dialState, hangupState, sayState } from './leave-states.ts';
import { backState, menuState } from './menu-state.ts';
import { OFFER_EXITS, type OfferPlace } from './offer-parts.ts';
import { offerState } from './offer-state.ts';
import { enteringAnew, type Memory, type StepState, stepBug, surroundingsIn } from './parts.ts';
import { queueState } from './queue-state.ts';
import { requestState } from './request-state.ts';
import { splitState } from './split-state.ts';
import { type CallMemory, FRESH, type VoiceKit, waitFor } from './voice-parts.ts';
import { voicemailState } from './voicemail-state.ts';

/** The states of one side: the steps, and what stands beside them. */
export interface Side<M extends Memory> {
  readonly steps: Readonly<Record<string, StepState<M>>>;
  readonly beside: Readonly<Record<string, StepState<M>>>;
}

/** The states of the voice side. */
export function voiceStates(kit: VoiceKit): Side<CallMemory> {
  const steps = Object.entries(kit.flow.call.steps);
  const menus = steps.flatMap(([id, step]) => (step.type === 'menu' ? [id] : []));
  return {
    steps: Object.fromEntries(steps.map(([id, step]) => [id, enteringAnew(notingExits(stateOf(id, tagExits(step), kit), id), kit.to(id))])),
    beside: { back: backState(menus, kit), end: { type: 'final', entry: [waitFor(() => ({ kind: 'end' }))] } },
  };
}

function stateOf(id: string, step: VoiceStep, kit: VoiceKit): StepState<CallMemory> {
  const queue = kit.queueOf(id);
  const silent = { id, fresh: FRESH, to: kit.to, condition: kit.condition, ...(queue !== undefined && { queue }) };
  switch (step.type) {
    case 'say':
      return sayState(id, step, kit);
    case 'menu':
      return menuState(id, step, kit);
    case 'collect':
      return collectState(id, step, kit);
    case 'confirm':
      return confirmState(id, step, kit);
    case 'branch':
      return branchState(step, silent);
    case 'request':
      return requestState(step, { id, fresh: FRESH, to: kit.to, variables: kit.flow.variables, wait: waitFor });
    case 'set':
      return setState(step, silent);
    case 'language':
      return languageState(step, silent);
    case 'hours':
      return hoursState(step, silent, kit.calendar(step.calendar));
    case 'split':
      return splitState(step, silent);
    case 'run':
    case 'return':
      throw stepBug(id, 'its part was not put into the flow.');
    case 'offer':
      return offerState(standingOffer(id, step, kit));
    case 'queue':
      return queueState(id, step, kit);
    case 'dial':
      return dialState(id, step, kit);
    case 'callback':
      return callbackState(id, step, kit);
    case 'voicemail':
      return voicemailState(id, step, kit);
    case 'hangup':
      return hangupState(id, step, kit);
  }
}

/** An offer that is a step of its own, with the exits that are drawn. */
function standingOffer(id: string, step: OfferStep, kit: VoiceKit): OfferPlace {
  const queue = kit.queueOf(id);
  const exits = Object.fromEntries(OFFER_EXITS.map((exit) => [exit, kit.to(step[exit])])) as OfferPlace['exits'];
  return {
    id,
    step,
    kit,
    trigger: 'menu',
    at: kit.to(id),
    exits,
    silence: ['SILENCE'],
    listen: (input) => ({ kind: 'input', step: id, input }),
    hold: (input) => ({ kind: 'hold', step: id, input }),
    phoneSeconds: (look) => (queue === undefined ? undefined : surroundingsIn(look).queues[queue]?.waitSeconds),
  };
}
