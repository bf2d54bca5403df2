import type { InboundMessage } from '../channels/messages.ts';
import type { ChatSaying } from '../flows/chat-outcomes.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { Variables } from '../flows/outcomes.ts';
import type { CompiledTickets } from '../flows/tickets/compile-tickets.ts';
import { type DeskScene, reachDesk, wantedBy } from '../flows/tickets/reach-desk.ts';
import { waitOn } from '../flows/tickets/wait-on.ts';
import { isSilenced } from './chat.ts';
import { addMessage, type ChatDraft } from './chat-draft.ts';
import { chatSurroundings } from './chat-surroundings.ts';
import { messageParts } from './message-parts.ts';
import { noteTicket, setDueTimer } from './note-ticket.ts';
import { queueChat, type Wanted } from './queue-chat.ts';
import type { BotDeps } from './run-bot.ts';
import { serviceWindow } from './service-window.ts';

export type TicketDeps = Pick<BotDeps, 'outlook' | 'templates' | 'mediaPath'>;

/** The desk as the ticket of this chat sees it. */
export function deskSceneOf(deps: TicketDeps, draft: ChatDraft, compiled: CompiledFlow, tickets: CompiledTickets): DeskScene {
  const { chat, nowMs } = draft;
  const { template } = tickets.settings;
  const mayWrite = chat.lastInboundAtMs > 0 && !isSilenced(chat);
  return {
    compiled,
    tickets,
    language: chat.language,
    intent: chat.intent,
    variables: chat.snapshot?.context.variables ?? chat.card?.variables ?? {},
    surroundings: chatSurroundings(chat, undefined, deps.outlook(), nowMs),
    team: chat.team,
    windowUntilMs: mayWrite ? serviceWindow(chat.lastInboundAtMs, nowMs).untilMs : undefined,
    mayWriteLate: template !== undefined && deps.templates.fill(template, chat.language, {}) !== undefined,
  };
}

/**
 * Puts the chat into the queue for a human, as a ticket where its flow has tickets: with its type, what makes it urgent, the
 * promise when nobody is there, and the first of the questions that its type asks.
 */
export function bringToDesk(deps: TicketDeps, draft: ChatDraft, compiled: CompiledFlow, wanted: Wanted, justAsked?: string): void {
  const { tickets } = compiled;
  if (!tickets) {
    queueChat(draft, { ...wanted, ...draft.chat.wanted });
    return;
  }
  const team = draft.chat.wanted?.team ?? wanted.team;
  const scene = { ...deskSceneOf(deps, draft, compiled, tickets), team, justAsked };
  const arrival = reachDesk(scene, draft.chat.ticket ?? {});
  draft.chat = { ...draft.chat, ticket: arrival.ticket };
  noteTicket(draft, arrival.facts);
  write(deps, draft, arrival.sayings);
  queueChat(draft, { ...wanted, ...arrival.wanted, ...draft.chat.wanted });
  setDueTimer(draft, tickets.settings.promise);
}

/** What the customer writes while a person is waited for. */
export function waitAtDesk(
  deps: TicketDeps,
  draft: ChatDraft,
  compiled: CompiledFlow,
  { text, buttonPayload }: Pick<InboundMessage, 'text' | 'buttonPayload'>,
  wantsPerson: boolean,
): void {
  const { tickets } = compiled;
  if (!tickets || !draft.chat.ticket) return;
  const scene = deskSceneOf(deps, draft, compiled, tickets);
  const reply = { text, ...(buttonPayload !== undefined && { buttonId: buttonPayload }), wantsPerson };
  const turn = waitOn(scene, draft.chat.ticket, reply);
  const before = draft.chat.ticket;
  draft.chat = { ...draft.chat, ticket: turn.ticket };
  keepValues(draft, turn.values);
  noteTicket(draft, turn.facts);
  write(deps, draft, turn.sayings);
  if (turn.facts.some(({ type }) => type === 'ticket-typed' || type === 'ticket-urgent')) rankAnew(draft, tickets);
  if (turn.ticket.promise?.dueAtMs !== before.promise?.dueAtMs) setDueTimer(draft, tickets.settings.promise);
}

/** What is known of the ticket changed while it waits: who is to answer, and how soon. */
export function rankAnew(draft: ChatDraft, tickets: CompiledTickets): void {
  const { chat } = draft;
  if (chat.state !== 'waiting') return;
  const { team = 'support', skills, priority } = { team: chat.team, skills: chat.skills, priority: chat.priority };
  const assigned = chat.wait?.kind === 'assign' ? chat.wait : { team, skills, priority };
  const { team: nextTeam, skills: nextSkills, priority: next } = { ...assigned, ...wantedBy(tickets, chat.ticket ?? {}), ...chat.wanted };
  draft.chat = { ...chat, team: nextTeam, skills: nextSkills, priority: next };
}

function write(deps: TicketDeps, draft: ChatDraft, sayings: readonly ChatSaying[]): void {
  for (const saying of sayings) {
    if (saying.text.trim() !== '') addMessage(draft, { kind: 'bot' }, saying.text, messageParts(deps, saying));
  }
}

/** The bot knows them too, should the agent hand the chat back. */
function keepValues(draft: ChatDraft, values: Variables): void {
  const { snapshot } = draft.chat;
  if (!snapshot || Object.keys(values).length === 0) return;
  const context = { ...snapshot.context, variables: { ...snapshot.context.variables, ...values } };
  draft.chat = { ...draft.chat, snapshot: { ...snapshot, context } };
}
