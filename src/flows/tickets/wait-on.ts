import type { ChatSaying } from '../chat-outcomes.ts';
import type { FlowFact, Variables } from '../outcomes.ts';
import { beginFields, stopFields, takeField } from './fields.ts';
import { giveType } from './give-type.ts';
import { noteWords } from './note-words.ts';
import { type DeskScene, fieldScene, keepOn, mayAsk, tellUrgent } from './reach-desk.ts';
import type { Ticket } from './ticket.ts';

export interface WaitingTurn {
  readonly ticket: Ticket;
  readonly sayings: readonly ChatSaying[];
  readonly facts: readonly FlowFact[];
  /** Variables that got a value. */
  readonly values: Variables;
}

/**
 * The customer writes while a person is waited for: an answer to what was asked, or more about the matter, which may give it
 * its type or make it urgent. Who asks for a person once more is asked nothing further by the bot. Pure.
 */
export function waitOn(
  scene: DeskScene,
  before: Ticket,
  reply: { readonly text: string; readonly buttonId?: string; readonly wantsPerson: boolean },
): WaitingTurn {
  const noted = noteWords(scene.tickets, before, reply.text, scene.language);
  const told = tellUrgent(scene, noted.ticket);
  if (reply.wantsPerson || told.sayings.length > 0) return go(scene, stopFields(told.ticket), told.sayings, noted.facts, true);
  if (told.ticket.asking) {
    const field = takeField(fieldScene(scene), told.ticket, reply);
    const values = Object.fromEntries(field.facts.flatMap((fact) => (fact.type === 'ticket-field' ? [[fact.variable, fact.value]] : [])));
    return { ticket: field.ticket, sayings: field.sayings, facts: [...noted.facts, ...field.facts], values };
  }
  return go(scene, told.ticket, [], noted.facts);
}

function go(scene: DeskScene, ticket: Ticket, sayings: readonly ChatSaying[], facts: readonly FlowFact[], wasStopped = false): WaitingTurn {
  const typed = giveType(scene.tickets, ticket);
  const isNew = typed.ticket.type !== undefined && ticket.type === undefined;
  const kept = keepOn(scene, typed.ticket);
  const asked =
    isNew && !wasStopped && mayAsk(scene, kept.ticket) ? beginFields(fieldScene(scene), kept.ticket) : { ticket: kept.ticket, sayings: [] };
  // What is asked next is answer enough: nothing is told twice.
  const again = asked.sayings.length > 0 && kept.facts.length === 0 ? [] : kept.sayings;
  return {
    ticket: asked.ticket,
    sayings: [...sayings, ...again, ...asked.sayings],
    facts: [...facts, ...typed.facts, ...kept.facts],
    values: {},
  };
}
