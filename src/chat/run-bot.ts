import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import type { Outlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import type { ChatFlowEvent, ChatProgress, ChatSaying } from '../flows/chat-outcomes.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import { createArmChooser } from '../flows/experiments.ts';
import type { FlowFact, RequestCall, RequestOutcome, Surroundings } from '../flows/outcomes.ts';
import { resumeChat } from '../flows/run-chat.ts';
import { variableAsked } from '../flows/tickets/variable-asked.ts';
import { walkOf } from '../flows/walk-of.ts';
import { answerCallbackWait, isCallbackWait } from './answer-callback-wait.ts';
import { bringToDesk } from './bring-to-desk.ts';
import { addEvent, addMessage, type ChatDraft } from './chat-draft.ts';
import { chatSurroundings } from './chat-surroundings.ts';
import { endChat } from './end-chat.ts';
import { messageParts } from './message-parts.ts';
import { noteSurvey } from './note-survey.ts';
import { takeTicket } from './note-ticket.ts';
import type { ChatTemplates } from './send-template.ts';
import { tellCustomer, tellDesk } from './tell-customer.ts';

export interface BotDeps {
  readonly log: Logger;
  readonly keyring: Pick<Keyring, 'hash'>;
  /** What may be promised now, without a round trip. */
  readonly outlook: () => Outlook;
  /** Does a flow's look-up, within its own time limit; never throws. */
  readonly runRequest: (call: RequestCall) => Promise<RequestOutcome>;
  /** A step of this release failed by a bug; counted so that the release is flagged. Never waits, never throws. */
  readonly stepFailed: (flow: string) => void;
  /** Fills a template that may go out when the window has closed. */
  readonly templates: Pick<ChatTemplates, 'fill'>;
  /** The path, below PUBLIC_URL, at which the carrier reads a file of flows/media. */
  readonly mediaPath: (name: string) => string;
}

/** The team that gets a chat when the bot can't go on. */
const FALLBACK_TEAM = 'support';
/** A bot chat is closed after so long without an answer, in ms: while the customer can still be told (the window is 24 h). */
export const BOT_IDLE_MS = 23 * 3_600_000;
/** More look-ups than this in one turn are a loop. */
const MAX_REQUESTS = 10;

export interface BotTurn {
  readonly compiled: CompiledFlow;
  readonly contact: Contact | undefined;
  readonly step: (surroundings: Surroundings) => ChatProgress;
}

/**
 * One turn of the bot: from an event to the next wait, look-ups included. What it says, the queue it puts the chat into or
 * the end go into the draft. A bug in a step is written down and brings the chat to a person.
 */
export async function runBot(deps: BotDeps, draft: ChatDraft, turn: BotTurn): Promise<void> {
  try {
    applyRun(deps, draft, turn.compiled, await runToWait(deps, draft, turn));
  } catch (error) {
    deps.log.error({ err: error, chatId: draft.chat.id, flow: draft.chat.flow }, 'a step of a chat failed');
    deps.stepFailed(draft.chat.flow);
    addEvent(draft, 'flow.step-failed', { side: 'chat', message: error instanceof Error ? error.message : String(error) });
    tellDesk(draft, 'botFailed');
    announce(deps, draft, turn.compiled, false);
    bringToDesk(deps, draft, turn.compiled, { team: FALLBACK_TEAM, skills: [], priority: draft.chat.priority });
  }
}

interface Run {
  readonly progress: ChatProgress;
  /** Of all its sprints. */
  readonly sayings: readonly ChatSaying[];
  readonly facts: readonly FlowFact[];
}

/** From an event to the next wait, look-ups included; nothing is written down yet. Throws what a step throws. */
export async function runToWait(deps: Pick<BotDeps, 'outlook' | 'runRequest' | 'keyring'>, draft: ChatDraft, turn: BotTurn): Promise<Run> {
  const chooseArm = createArmChooser(deps.keyring, draft.chat.contactId);
  const surroundings = { ...chatSurroundings(draft.chat, turn.contact, deps.outlook(), draft.nowMs), chooseArm };
  let progress = turn.step(surroundings);
  const sayings = [...progress.sayings];
  const facts = [...progress.facts];
  for (let n = 0; progress.wait.kind === 'request' || isCallbackWait(progress.wait); n += 1) {
    if (n >= MAX_REQUESTS) throw new Error(`more than ${MAX_REQUESTS} look-ups without an answer of the customer`);
    const { wait } = progress;
    const event: ChatFlowEvent =
      wait.kind === 'request'
        ? { type: 'REQUEST_DONE', outcome: await deps.runRequest(wait.request) }
        : answerCallbackWait(deps, draft, turn, progress);
    progress = resumeChat(turn.compiled, progress.snapshot, event, surroundings);
    sayings.push(...progress.sayings);
    facts.push(...progress.facts);
  }
  return { progress, sayings, facts };
}

/** Writes down what a run of the bot came to: what it says, what was learnt, and what the chat now waits for. */
export function applyRun(deps: BotDeps, draft: ChatDraft, compiled: CompiledFlow, { progress, sayings, facts }: Run): void {
  const { wait, snapshot } = progress;
  const { language, intent } = snapshot.context;
  const justAsked = variableAsked(compiled.flow, draft.chat.wait);
  const walk = walkOf(facts, draft.chat.wait && 'step' in draft.chat.wait ? draft.chat.wait.step : undefined);
  draft.chat = { ...draft.chat, snapshot, wait, language, ...(intent !== undefined && { intent }) };
  for (const saying of sayings) addMessage(draft, { kind: 'bot' }, saying.text, messageParts(deps, saying));
  for (const { step, experiment, arm } of facts.filter((fact) => fact.type === 'assigned')) {
    addEvent(draft, 'experiment.assigned', { step, experiment, arm });
  }
  if (walk.steps.length > 0) addEvent(draft, 'chat.step', { ...walk });
  noteSurvey(draft, facts);
  // A closed chat that is only asked how it was stays closed, and ends once.
  if (draft.chat.closed && (wait.kind === 'survey' || wait.kind === 'closed')) return;
  if (draft.chat.closed) reopen(draft);
  if (wait.kind === 'assign') {
    announce(deps, draft, compiled, announces(compiled, wait.step));
    bringToDesk(deps, draft, compiled, wait, justAsked);
  } else if (wait.kind === 'closed') {
    tellDesk(draft, 'closedByBot', { disposition: wait.disposition });
    endChat(draft, undefined, wait.disposition, 'bot');
  } else {
    draft.chat = { ...draft.chat, state: 'bot' };
    takeTicket(draft);
    draft.timers.push({
      id: `idle:${draft.chat.id}`,
      atMs: draft.nowMs + BOT_IDLE_MS,
      payload: { type: 'chat.idle', chatId: draft.chat.id },
    });
  }
}

/** A chat that was closed goes on: the customer says that it is not solved. */
function reopen(draft: ChatDraft): void {
  const { closed: _, ...chat } = draft.chat;
  draft.chat = { ...chat, state: 'bot' };
  tellDesk(draft, 'notSettled');
}

/** Says that a person comes next, unless the step has; of a flow with tickets the ticket says what is promised while nobody is there. */
function announce(deps: BotDeps, draft: ChatDraft, { tickets }: CompiledFlow, isSaid: boolean): void {
  const { open } = deps.outlook().desk;
  if (tickets ? open && !isSaid : !isSaid) tellCustomer(draft, open ? 'passedOn' : 'passedOnClosed');
}

/** Does the step itself tell the customer that a person comes next? A transfer is never silent. */
function announces(compiled: CompiledFlow, step: string): boolean {
  const found = compiled.flow.chat.steps[step];
  return found?.type === 'assign' && found.text !== undefined;
}
