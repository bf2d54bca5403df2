import type { ChatProgress, ChatSaying } from './chat-outcomes.ts';
import type { CompiledFlow } from './compile-flow.ts';
import type { FlowFact, Surroundings, Variables } from './outcomes.ts';
import { stopFields } from './tickets/fields.ts';
import { noteWords } from './tickets/note-words.ts';
import { type DeskScene, reachDesk } from './tickets/reach-desk.ts';
import type { Ticket } from './tickets/ticket.ts';
import { waitOn } from './tickets/wait-on.ts';

/** What a ticket says and learns in one turn of a played chat. */
export interface PlayedTurn {
  readonly sayings: readonly ChatSaying[];
  readonly facts: readonly FlowFact[];
  /** Variables that got a value. */
  readonly values: Variables;
}

export interface PlayedTicket {
  /** The customer writes to the bot: facts, if it is urgent and goes straight to a person. */
  readonly hear: (progress: ChatProgress, text: string) => readonly FlowFact[];
  /** The chat has come to a wait: that of the desk, for the first time, makes a ticket. */
  readonly reached: (progress: ChatProgress, surroundings: Surroundings, justAsked?: string) => PlayedTurn;
  /** The customer writes or taps while waiting for a person. */
  readonly waiting: (
    progress: ChatProgress,
    reply: { readonly text: string; readonly buttonId?: string; readonly wantsPerson: boolean },
    surroundings: Surroundings,
  ) => PlayedTurn;
  /** An agent has the chat: the bot is silent. */
  readonly taken: () => void;
}

const NOTHING: PlayedTurn = { sayings: [], facts: [], values: {} };
const WINDOW_MS = 24 * 3_600_000 - 5 * 60_000;

/** The ticket of a played chat, with the template of the flow at hand where it names one. */
export function playTicket(compiled: CompiledFlow, windowFromMs: () => number): PlayedTicket {
  const { tickets } = compiled;
  let ticket: Ticket = {};
  let atDesk = false;
  let isTaken = false;

  const sceneOf = (at: NonNullable<typeof tickets>, { snapshot, wait }: ChatProgress, surroundings: Surroundings): DeskScene => ({
    compiled,
    tickets: at,
    language: snapshot.context.language,
    intent: snapshot.context.intent,
    variables: snapshot.context.variables,
    surroundings,
    windowUntilMs: windowFromMs() + WINDOW_MS,
    mayWriteLate: at.settings.template !== undefined,
    ...(wait.kind === 'assign' && { team: wait.team }),
  });

  return {
    hear(progress, text) {
      if (!tickets) return [];
      const noted = noteWords(tickets, ticket, text, progress.snapshot.context.language);
      ticket = noted.ticket;
      return tickets.settings.urgent.straightToPerson ? noted.facts : [];
    },
    reached(progress, surroundings, justAsked) {
      if (!tickets || progress.wait.kind !== 'assign') {
        atDesk = false;
        isTaken = false;
        return NOTHING;
      }
      if (atDesk) return NOTHING;
      atDesk = true;
      const { ticket: next, sayings, facts } = reachDesk({ ...sceneOf(tickets, progress, surroundings), justAsked }, ticket);
      ticket = next;
      return { sayings, facts, values: {} };
    },
    waiting(progress, reply, surroundings) {
      if (!tickets || isTaken) return NOTHING;
      const scene = sceneOf(tickets, progress, surroundings);
      const turn = waitOn(scene, ticket, reply);
      ticket = turn.ticket;
      return turn;
    },
    taken() {
      isTaken = true;
      const { promise: _, ...rest } = stopFields(ticket);
      ticket = rest;
    },
  };
}
