import { choicesOf, wireId } from '../chat-choices.ts';
import { exitOfChoice } from '../exits.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import { askState } from './ask-state.ts';
import { branchState, languageState, setState } from './branch-state.ts';
import { chatCallbackState } from './chat-callback-state.ts';
import { type ChatKit, type ChatMemory, type ChatMove, chatWait, FRESH_CHAT } from './chat-parts.ts';
import { AGENT_CLOSED, assignState, CLOSED, closeState, PERSON, sendState } from './chat-states.ts';
import { notingExits, tagExits } from './exit-tags.ts';
import { hoursState } from './hours-state.ts';
import { enteringAnew, fact, type StepState, stepBug, takingEverywhere } from './parts.ts';
import { requestState } from './request-state.ts';
import { splitState } from './split-state.ts';
import { surveyState } from './survey-state.ts';
import type { Side } from './voice-side.ts';

/** The team that gets a chat whose customer asks for a person, when the flow assigns nobody. */
const DEFAULT_TEAM = 'support';

/** The states of the chat side. A person can be asked for in every one of them. */
export function chatStates(kit: ChatKit): Side<ChatMemory> {
  const steps = Object.entries(kit.flow.chat.steps);
  const assign = steps.find(([, step]) => step.type === 'assign')?.[0];
  const asked = fact<ChatMemory>(() => ({ type: 'person-asked', step: assign ?? 'person' }));
  const { afterClose } = kit.flow.chat;
  const callback = steps.find(([, step]) => step.type === 'callback')?.[0];
  const everywhere = {
    PERSON_ASKED: [{ target: assign === undefined ? PERSON : kit.to(assign), actions: [asked] }],
    URGENT: [{ target: assign === undefined ? PERSON : kit.to(assign) }],
    SHORTCUT: shortcuts(kit),
    ...(callback !== undefined && { CALL_ASKED: [{ target: kit.to(callback) }] }),
    ...(afterClose && { AGENT_CLOSED: [{ target: kit.to(afterClose.step) }] }),
  };
  return {
    steps: Object.fromEntries(
      steps.map(([id, step]) => [
        id,
        enteringAnew(takingEverywhere(notingExits(stateOf(id, tagExits(step), kit), id), everywhere), kit.to(id)),
      ]),
    ),
    beside: { person: takingEverywhere(personState(), everywhere), closed: { type: 'final' } },
  };
}

/** What send steps put under their messages leads to its step from wherever the bot is. */
function shortcuts({ flow, to }: ChatKit): readonly ChatMove[] {
  return Object.entries(flow.chat.steps).flatMap(([id, step]) =>
    step.type !== 'send'
      ? []
      : choicesOf(step).map((choice): ChatMove => {
          const wire = wireId(id, choice.id);
          const exit = choice.to ?? step.next;
          return {
            target: to(exit),
            reenter: true,
            guard: ({ event }) => event.buttonId === wire,
            actions: [
              fact(() => ({ type: 'input', step: id, by: 'digits', value: choice.id, exit })),
              fact(() => ({ type: 'exit', step: id, exit: choice.to === undefined ? 'next' : exitOfChoice(choice) })),
            ],
          };
        }),
  );
}

/** The assign step of flows that have none. */
function personState(): StepState<ChatMemory> {
  const wait = chatWait(() => ({ kind: 'assign', step: 'person', team: DEFAULT_TEAM, skills: [], priority: 5 }));
  return {
    entry: [wait],
    on: {
      AGENT_DONE: [{ target: CLOSED, actions: [chatWait(() => AGENT_CLOSED)] }],

      '*': [{ actions: [wait] }],
    },
  };
}

function stateOf(id: string, step: ChatStep, kit: ChatKit): StepState<ChatMemory> {
  const silent = { id, fresh: FRESH_CHAT, to: kit.to, condition: kit.condition };
  switch (step.type) {
    case 'send':
      return sendState(id, step, kit);
    case 'ask':
      return askState(id, step, kit);
    case 'survey':
      return surveyState(id, step, kit);
    case 'branch':
      return branchState(step, silent);
    case 'request':
      return requestState(step, { id, fresh: FRESH_CHAT, to: kit.to, variables: kit.flow.variables, wait: chatWait });
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
    case 'assign':
      return assignState(id, step, kit);
    case 'callback':
      return chatCallbackState(id, step, kit);
    case 'close':
      return closeState(id, step, kit);
  }
}
