import type { ChatSaying } from '../chat-outcomes.ts';
import type { CompiledFlow } from '../compile-flow.ts';
import type { FlowFact, Surroundings, Variables } from '../outcomes.ts';
import type { Wording } from '../schema/fields.ts';
import { type AnswerPromise, answerBy, openingOfCalendar, openingOfDesk } from './answer-by.ts';
import type { CompiledTickets } from './compile-tickets.ts';
import { beginFields } from './fields.ts';
import { giveType } from './give-type.ts';
import { noteIntent } from './note-words.ts';
import type { Ticket } from './ticket.ts';
import { TICKET_TEXTS } from './ticket-texts.ts';

/** The desk and the customer at the moment. */
export interface DeskScene {
  readonly compiled: CompiledFlow;
  readonly tickets: CompiledTickets;
  readonly language: string;
  readonly intent?: string | undefined;
  readonly variables: Variables;
  readonly surroundings: Surroundings;
  /** The team that is to answer. */
  readonly team?: string | undefined;
  /** Until when free text may answer, ms; absent: nothing may be written, as to somebody who left a voice message. */
  readonly windowUntilMs?: number | undefined;
  /** Is there a template of the flow that may answer later? */
  readonly mayWriteLate: boolean;
  /** The variable that the bot was asking for when the chat came to the desk. */
  readonly justAsked?: string | undefined;
}

export interface Arrival {
  readonly ticket: Ticket;
  readonly sayings: readonly ChatSaying[];
  readonly facts: readonly FlowFact[];
  /** Who is to answer instead of whom the assign step names. */
  readonly wanted: { readonly team?: string; readonly skills?: readonly string[]; readonly priority?: number };
}

/** How often somebody who writes more while nobody is there is told so, ms. */
const TOLD_AGAIN_AFTER_MS = 4 * 3_600_000;

/**
 * A chat comes to the desk: it gets its type, the customer is told what to do in an emergency, and, when nobody is there, that
 * the case is kept and by when it is answered; then the bot asks for what the type needs. Pure.
 */
export function reachDesk(scene: DeskScene, before: Ticket): Arrival {
  const { justAsked } = scene;
  const arrived = justAsked === undefined ? before : { ...before, unasked: [justAsked] };
  const heard = noteIntent(scene.tickets, arrived, scene.intent);
  const typed = giveType(scene.tickets, heard.ticket);
  const told = tellUrgent(scene, typed.ticket);
  const kept = keep(scene, told.ticket);
  const asked = mayAsk(scene, kept.ticket) ? beginFields(fieldScene(scene), kept.ticket) : { ticket: kept.ticket, sayings: [] };
  return {
    ticket: asked.ticket,
    sayings: [...told.sayings, ...kept.sayings, ...asked.sayings],
    facts: [...heard.facts, ...typed.facts, ...kept.facts],
    wanted: wantedBy(scene.tickets, asked.ticket),
  };
}

/** Who is in danger is not asked for an order number; a type that is urgent itself asks what it needs. */
export function mayAsk(scene: DeskScene, { urgent, type }: Ticket): boolean {
  return canWrite(scene) && (!urgent || scene.tickets.typeOf(type?.id)?.urgent === true);
}

/** Who answers a ticket, by its type and its urgency. Pure. */
export function wantedBy(tickets: CompiledTickets, { type, urgent }: Ticket): Arrival['wanted'] {
  const { team, skills, priority } = tickets.typeOf(type?.id) ?? {};
  return {
    ...(team !== undefined && { team }),
    ...(skills && { skills }),
    ...(priority !== undefined && { priority }),
    ...(urgent && { priority: 0 }),
  };
}

export function fieldScene({ compiled, tickets, language, variables, surroundings }: DeskScene) {
  const { nowMs, caller, tables: rows } = surroundings;
  return { compiled, tickets, language, nowMs, variables, rows, ...(caller.country !== undefined && { country: caller.country }) };
}

/** What to do in an emergency, once. Pure. */
export function tellUrgent(scene: DeskScene, ticket: Ticket): Pick<Arrival, 'ticket' | 'sayings'> {
  const { text } = scene.tickets.settings.urgent;
  if (!ticket.urgent || ticket.urgentTold || !text || !canWrite(scene)) return { ticket, sayings: [] };
  return { ticket: { ...ticket, urgentTold: true }, sayings: [say(scene, text)] };
}

/** Nobody is there: a promise that can be kept, told once. Pure. */
export function keep(scene: DeskScene, ticket: Ticket): Omit<Arrival, 'wanted'> {
  const { desk, nowMs } = scene.surroundings;
  if (desk.open || ticket.promise) return { ticket, sayings: [], facts: [] };
  return promiseAnew(scene, ticket, nowMs);
}

function promiseAnew(scene: DeskScene, ticket: Ticket, nowMs: number): Omit<Arrival, 'wanted'> {
  const promise = promiseOf(scene);
  const fact: FlowFact = { type: 'ticket-kept', kind: promise.kind, dueAtMs: promise.dueAtMs };
  const kept = { ...ticket, promise: { ...promise, madeAtMs: nowMs } };
  if (!canWrite(scene)) return { ticket: kept, sayings: [], facts: [fact] };
  return { ticket: { ...kept, toldAtMs: nowMs }, sayings: [say(scene, wordingOf(scene, promise), promise)], facts: [fact] };
}

/**
 * More came while nobody is there: told that it is added, at most every few hours; or, where the customer was asked to write
 * again and now has, by when it is answered after all. Pure.
 */
export function keepOn(scene: DeskScene, ticket: Ticket): Omit<Arrival, 'wanted'> {
  const { desk, nowMs } = scene.surroundings;
  const nothing = { ticket, sayings: [], facts: [] };
  if (!ticket.promise || !canWrite(scene)) return nothing;
  if (ticket.promise.kind === 'write-again' && promiseOf(scene).kind !== 'write-again') return promiseAnew(scene, ticket, nowMs);
  if (desk.open || nowMs - (ticket.toldAtMs ?? 0) < TOLD_AGAIN_AFTER_MS) return nothing;
  const { again = TICKET_TEXTS.again } = scene.tickets.settings;
  return { ticket: { ...ticket, toldAtMs: nowMs }, sayings: [say(scene, again)], facts: [] };
}

function promiseOf({ tickets, surroundings, team, language, windowUntilMs, mayWriteLate }: DeskScene): AnswerPromise {
  const { promise } = tickets.settings;
  const opening = tickets.calendar ? openingOfCalendar(tickets.calendar, { queue: team, language }) : openingOfDesk(surroundings.desk);
  return answerBy({ nowMs: surroundings.nowMs, promise, openingAt: opening, windowUntilMs, mayWriteLate });
}

function wordingOf({ tickets: { settings } }: DeskScene, { kind }: AnswerPromise): Wording {
  if (kind === 'write-again') return settings.writeAgain ?? TICKET_TEXTS.writeAgain;
  return kind === 'opening' ? (settings.keptOpening ?? TICKET_TEXTS.keptOpening) : (settings.kept ?? TICKET_TEXTS.kept);
}

function say({ compiled, language, variables, surroundings }: DeskScene, wording: Wording, promise?: AnswerPromise): ChatSaying {
  const { nowMs, chat, tables } = surroundings;
  const extra = { caseNumber: chat?.caseNumber, opensAt: promise?.opensAtMs, answerBy: promise?.dueAtMs };
  return { kind: 'text', text: compiled.words(wording, 'chat').text(language, { variables, nowMs, tables, extra }) };
}

function canWrite({ surroundings, windowUntilMs }: DeskScene): boolean {
  return windowUntilMs !== undefined && surroundings.nowMs < windowUntilMs;
}
