import type { AgentPresence } from '../agents/agent.ts';
import type { ChatOffer } from '../agents/agent-board.ts';
import { maskPhone } from '../base/phone.ts';
import { type Chat, type ChatMessage, isOnlySpoken } from '../chat/chat.ts';
import { serviceWindow } from '../chat/service-window.ts';
import type { Ticket } from '../flows/tickets/ticket.ts';
import type { DeskAgent, DeskCard, DeskChat, DeskMessage } from '../http/contract/desk.ts';

/** A chat as the lists show it: the number masked. Pure. */
export function deskChat(chat: Chat, offer: ChatOffer | undefined, nowMs: number): DeskChat {
  const { queuedAtMs, agentId, agentName, closed, survey } = chat;
  const { atMs, by, text } = chat.lastMessage;
  return {
    id: chat.id,
    caseNumber: chat.caseNumber,
    state: chat.state,
    ...(nameOf(chat) !== undefined && { name: nameOf(chat) as string }),
    ...(chat.entry && { entry: chat.entry.name }),
    address: addressOf(chat),
    language: chat.language,
    ...(chat.intent !== undefined && { intent: chat.intent }),
    ...(chat.team !== undefined && { team: chat.team }),
    skills: [...chat.skills],
    priority: chat.priority,
    openedAtMs: chat.openedAtMs,
    ...(chat.state === 'waiting' && queuedAtMs !== undefined && { queuedAtMs }),
    ...(agentId !== undefined && { agent: { userId: agentId, name: agentName ?? agentId } }),
    lastInboundAtMs: chat.lastInboundAtMs,
    windowUntilMs: serviceWindow(chat.lastInboundAtMs, nowMs).untilMs,
    lastMessage: { atMs, by, text },
    unread: chat.unread,
    ...(chat.voicemail && {
      voicemail: { seconds: chat.voicemail.seconds, mayWrite: chat.voicemail.mayWrite || !isOnlySpoken(chat) },
    }),
    fromCall: chat.link !== undefined,
    optedOut: chat.optedOut === true,
    ...(chat.reopened && { reopened: true }),
    ...(chat.state === 'waiting' && offer && offer.untilMs > nowMs && { offer: { userId: offer.userId, untilMs: offer.untilMs } }),
    ...(closed && { closed: { atMs: closed.atMs, disposition: closed.disposition } }),
    ...(chat.ticket && chat.queuedAtMs !== undefined && { ticket: deskTicket(chat.ticket) }),
    ...(survey && {
      survey: {
        kind: survey.kind,
        askedAtMs: survey.askedAtMs,
        ...(survey.answer && { score: survey.answer.score, positive: survey.answer.positive }),
      },
    }),
  };
}

function deskTicket({ type, unsure, urgent, promise, asking, answers }: Ticket): NonNullable<DeskChat['ticket']> {
  return {
    ...(type && {
      type: {
        id: type.id,
        name: { ...type.name },
        corrected: type.by !== 'classifier',
        ...(type.score !== undefined && { score: type.score }),
        ...(type.words && { words: [...type.words] }),
      },
    }),
    ...(unsure && { candidates: unsure.map((each) => each.type) }),
    ...(urgent && { urgent: { why: urgent.why, ...(urgent.words && { words: [...urgent.words] }) } }),
    ...(promise && { dueAtMs: promise.dueAtMs }),
    ...(promise?.kind === 'write-again' && { writesAgain: true }),
    asking: asking !== undefined,
    answers: { ...answers },
  };
}

function addressOf({ address, voicemail }: Chat): string {
  if (address.phone !== undefined) return maskPhone(address.phone);
  return voicemail && address.scopedUserId === undefined ? 'withheld' : 'username';
}

/** Whoever of the people of a number is known to write; else as WhatsApp says. */
function nameOf({ person, profileName }: Chat): string | undefined {
  return person?.name ? person.name : profileName;
}

/** The card of the call a chat continues; undefined for a direct chat. Pure. */
export function deskCard(chat: Chat): DeskCard | undefined {
  const { card, link, voicemail } = chat;
  const callId = (link ?? voicemail)?.callId;
  if (!card || callId === undefined) return undefined;
  return {
    callId,
    callStartedAtMs: card.callStartedAtMs,
    entryNumber: card.entryNumber,
    language: card.language,
    ...(card.intent !== undefined && { intent: card.intent }),
    flow: card.flow,
    path: card.path.map(([step, atSeconds, input]) => ({ step, atSeconds, ...(input !== undefined && { input }) })),
    variables: { ...card.variables },
    lookups: { ...card.lookups },
    promised: { ...card.promised },
    waitedSeconds: card.waitedSeconds,
    offersBefore: card.offersBefore,
    ...(card.endedEarly && { endedEarly: card.endedEarly }),
    earlierCalls: card.earlierCalls.map((call) => ({ ...call })),
    earlierChats: card.earlierChats.map((earlier) => ({ ...earlier })),
    ...(link && { link: { method: link.method, confidence: link.confidence } }),
  };
}

function listSection({ title, rows }: NonNullable<ChatMessage['list']>['sections'][number]) {
  return { ...(title !== undefined && { title }), rows: rows.map((row) => row.title) };
}

/** An entry of a thread; attachments from before `mediaSinceMs` are no longer kept. Pure. */
export function deskMessage(chat: Pick<Chat, 'id'>, message: ChatMessage, mediaSinceMs: number): DeskMessage {
  const { author, place } = message;
  const isGone = message.media !== undefined && message.atMs < mediaSinceMs;
  return {
    seq: message.seq,
    id: message.id,
    atMs: message.atMs,
    by: author.kind,
    ...('userId' in author && { author: { userId: author.userId, name: author.name } }),
    text: message.text,
    ...(message.hidden && { hidden: true }),
    ...(message.said && { said: { key: message.said.key, values: { ...message.said.values } } }),
    ...(message.buttons && { buttons: message.buttons.map((button) => ({ ...button })) }),
    ...(message.voice && { voice: { seconds: message.voice.seconds } }),
    ...(message.list && { list: { button: message.list.button, sections: message.list.sections.map(listSection) } }),
    ...(place && { place: { ...place } }),
    ...(message.attachment && { attachment: message.attachment.address }),
    ...(message.media &&
      !isGone && {
        media: message.media.map(({ mediaId, contentType, bytes }) => ({ url: `/api/media/${chat.id}.${mediaId}`, contentType, bytes })),
      }),
    ...(message.incoming && { mediaPending: message.incoming.length }),
    ...((isGone || message.mediaProblem) && { mediaProblem: isGone ? 'expired' : message.mediaProblem }),
    ...(message.delivery && { delivery: message.delivery }),
    ...(message.failure && { failureCode: message.failure.code }),
    ...(message.template && { template: true }),
  };
}

/** A colleague. Pure. */
export function deskAgent(agent: AgentPresence): DeskAgent {
  const { userId, name, teams, skills, languages, status, capacity, load } = agent;
  return { userId, name, teams: [...teams], skills: [...skills], languages: [...languages], status, capacity, load };
}
