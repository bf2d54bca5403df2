import { handsetAt } from './find-handset.ts';
import type { Message } from './message.ts';
import { makeSid } from './sids.ts';
import type { WebhookAnswer } from './webhook-answer.ts';
import { noteProblem, type World } from './world.ts';
import { parseXml, textOf, type XmlElement, XmlError } from './xml.ts';

const MAX_REPLIES = 10;

/** The messages that the service's answer to an inbound message asks for: TwiML `<Message>`s, or plain text, which is sent as it is. */
export function answerInbound(world: World, answer: Extract<WebhookAnswer, { kind: 'answered' }>, inbound: Message): Message[] {
  const text = answer.body.toString('utf8');
  if (text.trim() === '') return [];
  const type = answer.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/plain') return [reply(world, inbound, text)];
  const bodies = messagesIn(world, text);
  if (bodies.length > MAX_REPLIES) noteProblem(world, 14109, `more than ${MAX_REPLIES} replies to ${inbound.sid}`);
  return bodies.slice(0, MAX_REPLIES).map((body) => reply(world, inbound, body));
}

function messagesIn(world: World, text: string): string[] {
  try {
    const root = parseXml(text);
    const elements = root.children.filter((child): child is XmlElement => typeof child !== 'string' && child.name === 'Message');
    return elements.map((element) =>
      textOf(element.children.find((child): child is XmlElement => typeof child !== 'string' && child.name === 'Body') ?? element),
    );
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    noteProblem(world, 12100, `the answer to an inbound message is not XML: ${error.message}`);
    return [];
  }
}

function reply(world: World, inbound: Message, body: string): Message {
  const now = world.scheduler.nowMs();
  const message: Message = {
    sid: makeSid('SM', world.random),
    direction: 'outbound-reply',
    channel: inbound.channel,
    from: inbound.to,
    to: inbound.from,
    handsetId: inbound.handsetId,
    createdAtMs: now,
    buttons: [],
    mediaSids: [],
    body: body.trim(),
    status: 'queued',
    updatedAtMs: now,
  };
  world.messages.set(message.sid, message);
  handsetAt(world, inbound.handsetId).messageSids.push(message.sid);
  return message;
}
