import type { TableBook } from '../../channels/table-book.ts';
import { wireId } from '../chat-choices.ts';
import type { ChatSaying } from '../chat-outcomes.ts';
import type { CompiledFlow } from '../compile-flow.ts';
import { isKnown } from '../condition-facts.ts';
import type { FlowFact, Scalar, Variables } from '../outcomes.ts';
import { plainText } from '../plain-text.ts';
import type { TicketField } from '../schema/tickets.ts';
import type { CompiledTickets } from './compile-tickets.ts';
import type { Ticket } from './ticket.ts';

/** What is asked while the customer waits for a person. */
export interface FieldScene {
  readonly compiled: CompiledFlow;
  readonly tickets: CompiledTickets;
  readonly language: string;
  readonly nowMs: number;
  /** What wordings may look up. */
  readonly rows?: TableBook | undefined;
  readonly variables: Variables;
  /** ISO country of national numbers in answers. */
  readonly country?: string;
}

export interface FieldTurn {
  readonly ticket: Ticket;
  readonly sayings: readonly ChatSaying[];
  readonly facts: readonly FlowFact[];
}

/** Begins to ask for what the type of the ticket needs and nobody knows yet; nothing where nothing is missing. Pure. */
export function beginFields(scene: FieldScene, ticket: Ticket): FieldTurn {
  const turn = askFrom(scene, ticket, 0);
  if (turn.sayings.length === 0) return turn;
  const { beforeFields } = scene.tickets.settings;
  return { ...turn, sayings: [...(beforeFields ? [plain(scene, beforeFields)] : []), ...turn.sayings] };
}

/** The bot asks no more: an agent has the chat, or the customer wants nobody else. Pure. */
export function stopFields({ asking: _, ...ticket }: Ticket): Ticket {
  return ticket;
}

/** Takes the customer's answer to what was asked; what does not fit is asked again as often as the field allows, then the next one comes. Pure. */
export function takeField(scene: FieldScene, ticket: Ticket, reply: { readonly text: string; readonly buttonId?: string }): FieldTurn {
  const { asking } = ticket;
  const field = asking && fieldsOf(scene, ticket)[asking.at];
  if (!asking || !field) return { ticket: stopFields(ticket), sayings: [], facts: [] };
  // A photo or a place is the agent's to look at; it answers nothing.
  if (reply.text.trim() === '' && reply.buttonId === undefined) return { ticket, sayings: [], facts: [] };
  const value = answerOf(scene, field, reply);
  if (value === undefined) return refuse(scene, ticket, field, asking);
  const answered = { ...ticket, answers: { ...ticket.answers, [field.variable]: value } };
  const fact: FlowFact = { type: 'ticket-field', variable: field.variable, value };
  const next = askFrom({ ...scene, variables: { ...scene.variables, [field.variable]: value } }, answered, asking.at + 1);
  const { afterFields } = scene.tickets.settings;
  const done = next.ticket.asking === undefined && afterFields ? [plain(scene, afterFields)] : [];
  return { ticket: next.ticket, sayings: [...next.sayings, ...done], facts: [fact] };
}

function refuse(scene: FieldScene, ticket: Ticket, field: TicketField, { at, invalid }: NonNullable<Ticket['asking']>): FieldTurn {
  if (invalid >= field.retries) return askFrom(scene, ticket, at + 1);
  const again = field.invalidText ? [plain(scene, field.invalidText)] : [];
  return { ticket: { ...ticket, asking: { at, invalid: invalid + 1 } }, sayings: [...again, question(scene, field)], facts: [] };
}

function askFrom(scene: FieldScene, ticket: Ticket, from: number): FieldTurn {
  const fields = fieldsOf(scene, ticket);
  const isWanted = ({ variable }: TicketField) =>
    !isKnown(scene.variables[variable]) && !isKnown(ticket.answers?.[variable]) && !ticket.unasked?.includes(variable);
  const at = fields.findIndex((field, place) => place >= from && isWanted(field));
  const field = fields[at];
  if (!field) return { ticket: stopFields(ticket), sayings: [], facts: [] };
  return { ticket: { ...ticket, asking: { at, invalid: 0 } }, sayings: [question(scene, field)], facts: [] };
}

function fieldsOf({ tickets }: FieldScene, { type }: Ticket): readonly TicketField[] {
  return tickets.typeOf(type?.id)?.fields ?? [];
}

/** The name under which a question of a field travels with its buttons. */
function fieldStep({ variable }: TicketField): string {
  return `ticket-${variable}`;
}

function answerOf(
  scene: FieldScene,
  field: TicketField,
  { text, buttonId }: { readonly text: string; readonly buttonId?: string },
): Scalar | undefined {
  const buttons = field.buttons ?? [];
  const said = plainText(text);
  const tapped =
    buttons.find(({ id }) => buttonId === wireId(fieldStep(field), id)) ??
    buttons.find(({ title }) => said !== '' && Object.values(title).some((label) => plainText(label) === said));
  if (tapped) return tapped.id;
  if (buttonId !== undefined || (buttons.length > 0 && !field.as)) return undefined;
  const { compiled, tickets, nowMs, country } = scene;
  const answer = tickets.checkOf(field)(text, { nowMs, timeZone: compiled.flow.timeZone, ...(country !== undefined && { country }) });
  return answer.ok ? typed(compiled.flow.variables[field.variable]?.type, answer.value) : undefined;
}

function typed(type: string | undefined, value: Scalar): Scalar | undefined {
  if (type === 'integer' || type === 'number') return Number.isFinite(Number(value)) ? Number(value) : undefined;
  return type === 'boolean' ? undefined : String(value);
}

function question(scene: FieldScene, field: TicketField): ChatSaying {
  const { text } = plain(scene, field.text);
  if (!field.buttons?.length) return { kind: 'text', text };
  const buttons = field.buttons.map(({ id, title }) => ({ id: wireId(fieldStep(field), id), title: plain(scene, title).text }));
  return { kind: 'buttons', text, buttons };
}

function plain({ compiled, language, variables, nowMs, rows }: FieldScene, wording: Parameters<CompiledFlow['words']>[0]): ChatSaying {
  return { kind: 'text', text: compiled.words(wording, 'chat').text(language, { variables, nowMs, tables: rows }) };
}
