import { asksForCall, promisesCalls } from './call-words.ts';
import type { ChatChoice, ChatFlowEvent, ChatProgress, ChatSaying, ChatWait, SharedPlace } from './chat-outcomes.ts';
import type { CompiledFlow } from './compile-flow.ts';
import { asksForPerson } from './human-words.ts';
import type { FlowFact } from './outcomes.ts';
import { type PlayedTurn, playTicket } from './play-ticket.ts';
import { CASE_NUMBER, type PlayWorld } from './play-world.ts';
import { acknowledgeText, type ChatStart, resumeChat, startChat } from './run-chat.ts';
import { variableAsked } from './tickets/variable-asked.ts';

/** A chat that is played by hand or from a case. */
export interface PlayedChat {
  readonly wait: () => ChatWait;
  readonly progress: () => ChatProgress;
  /** What can be tapped: the answers of the newest message that has any. */
  readonly choices: () => readonly ChatChoice[];
  /** Everything since it was last asked for. */
  readonly take: () => { readonly reads: readonly string[]; readonly facts: readonly FlowFact[] };
  readonly write: (text: string) => void;
  /** Taps an answer by its id, of the newest message that has it. */
  readonly tap: (answer: string) => void;
  readonly share: (place: SharedPlace) => void;
  readonly sendFile: (file: { readonly contentType: string; readonly bytes: number; readonly lost?: true }) => void;
  readonly agentTakes: () => void;
  readonly agentClosed: () => void;
  readonly agentDone: () => void;
}

/** Stands where the desk's own promise will stand. */
const EXPECTATION = '[when somebody answers]';

/** A message as it is read: what can be tapped, and what is no text, in brackets. */
function readOf(saying: ChatSaying): string {
  return [saying.text, besideText(saying)].filter(Boolean).join(' ');
}

function besideText(saying: ChatSaying): string {
  switch (saying.kind) {
    case 'text':
      return '';
    case 'buttons':
      return `[${saying.buttons.map(({ title }) => title).join(' | ')}]`;
    case 'list':
      return `[${saying.button}: ${saying.sections.flatMap(({ rows }) => rows.map(({ title }) => title)).join(' | ')}]`;
    case 'media':
      return `[${saying.address}]`;
    case 'location':
      return `[${saying.latitude}, ${saying.longitude}]`;
  }
}

function choicesIn(saying: ChatSaying): readonly ChatChoice[] {
  if (saying.kind === 'buttons') return saying.buttons;
  return saying.kind === 'list' ? saying.sections.flatMap(({ rows }) => rows) : [];
}

export function playChat(
  compiled: CompiledFlow,
  world: PlayWorld,
  start: ChatStart & { readonly fromCall: boolean; readonly leftAt?: string },
): PlayedChat {
  const { flow } = compiled;
  let surveyed = false;
  const surroundings = () =>
    world.surroundings({
      fromCall: start.fromCall,
      ...(start.leftAt !== undefined && { leftAt: start.leftAt }),
      ...(surveyed && { surveyed }),
    });
  const reads: string[] = [];
  const facts: FlowFact[] = [];
  const answers: ChatChoice[] = [];
  let choices: readonly ChatChoice[] = [];
  const language = start.language ?? (flow.languages[0] as string);
  const given = { caseNumber: CASE_NUMBER, expectation: EXPECTATION };
  const ticket = playTicket(compiled, () => world.nowMs);
  reads.push(acknowledgeText(compiled, { ...start, language }, surroundings(), given));
  let progress = settle(startChat(compiled, start, surroundings()));

  function settle(from: ChatProgress, before?: ChatWait): ChatProgress {
    let next = note(from);
    for (let event = answerTo(next.wait); event !== undefined; event = answerTo(next.wait)) {
      next = note(resumeChat(compiled, next.snapshot, event, surroundings()));
    }
    return withTicket(next, ticket.reached(next, surroundings(), before && variableAsked(flow, before)));
  }

  /** What the ticket says and learns while the customer waits for a person. */
  function withTicket(progress: ChatProgress, turn: PlayedTurn): ChatProgress {
    const { context } = progress.snapshot;
    const variables = { ...context.variables, ...turn.values };
    return note({
      ...progress,
      sayings: turn.sayings,
      facts: turn.facts,
      snapshot: { ...progress.snapshot, context: { ...context, variables } },
    });
  }

  /** What the runner would answer at once. */
  function answerTo(wait: ChatWait): ChatFlowEvent | undefined {
    if (wait.kind === 'request') return { type: 'REQUEST_DONE', outcome: world.lookUp(flow, 'chat', wait.step) };
    if (wait.kind !== 'callback-times' && wait.kind !== 'callback' && wait.kind !== 'callback-cancel') return undefined;
    const times = world.callBack(wait);
    return times ? { type: 'CALLBACK_TIMES', times } : { type: 'CALLBACK_DONE' };
  }

  function note(next: ChatProgress): ChatProgress {
    reads.push(...next.sayings.map(readOf));
    facts.push(...next.facts);
    answers.push(...next.sayings.flatMap(choicesIn));
    choices = next.sayings.map(choicesIn).findLast((each) => each.length > 0) ?? choices;
    surveyed ||= next.facts.some(({ type }) => type === 'survey-asked');
    return next;
  }

  function resume(event: ChatFlowEvent): void {
    progress = settle(resumeChat(compiled, progress.snapshot, event, surroundings()), progress.wait);
  }

  return {
    wait: () => progress.wait,
    progress: () => progress,
    choices: () => choices,
    take: () => ({ reads: reads.splice(0), facts: facts.splice(0) }),
    write: (text) => {
      const words = Object.values(flow.humanWords ?? {}).flat();
      const wantsPerson = asksForPerson(text, words);
      if (progress.wait.kind === 'assign') {
        progress = withTicket(progress, ticket.waiting(progress, { text, wantsPerson }, surroundings()));
        return;
      }
      const urgent = ticket.hear(progress, text);
      facts.push(...urgent);
      if (urgent.length > 0) resume({ type: 'URGENT' });
      else if (wantsPerson) resume({ type: 'PERSON_ASKED' });
      else resume(promisesCalls(flow) && asksForCall(text) ? { type: 'CALL_ASKED' } : { type: 'REPLY', text });
    },
    tap: (answer) => {
      const tapped = answers.findLast(({ id }) => id === answer || id.endsWith(`.${answer}`));
      const buttonId = tapped?.id ?? answer;
      if (progress.wait.kind === 'assign') {
        progress = withTicket(progress, ticket.waiting(progress, { text: '', buttonId, wantsPerson: false }, surroundings()));
        return;
      }
      // A tap comes with the words of the button.
      facts.push(...ticket.hear(progress, tapped?.title ?? ''));
      resume({ type: 'REPLY', text: '', buttonId });
    },
    share: (place) => resume({ type: 'REPLY', text: '', place }),
    sendFile: ({ contentType, bytes, lost }) => {
      resume({ type: 'REPLY', text: '', fileType: contentType });
      if (progress.wait.kind !== 'file') return;
      resume({ type: 'FILE_CHECKED', file: lost ? { kind: 'unavailable' } : { kind: 'kept', mediaId: 'file-1', contentType, bytes } });
    },
    agentTakes: () => ticket.taken(),
    agentClosed: () => {
      ticket.taken();
      resume({ type: 'AGENT_CLOSED' });
    },
    agentDone: () => {
      ticket.taken();
      resume({ type: 'AGENT_DONE' });
    },
  };
}
