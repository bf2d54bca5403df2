import type { CallCarrier } from '../../channels/calls.ts';
import type {
  MessageAddress,
  MessageCarrier,
  OutboundContent,
  OutboundMessage,
  SendOutcome,
  SentMessage,
} from '../../channels/messages.ts';
import type { SenderOutlook } from '../../channels/outlook.ts';
import { writeAddress } from './address.ts';
import { createCallCarrier } from './call-carrier.ts';
import { asNumberedText, type ChoiceContents, createChoiceContents } from './choice-content.ts';
import { bodyOf, type ContentApi, createContentApi } from './content.ts';
import { explainFailure } from './failure-table.ts';
import { fetchMedia } from './fetch-media.ts';
import { receiptUrl } from './receipt-webhook.ts';
import { type Answer, type CircuitName, createRestClient, type RestClient, type RestClientOptions, type TwilioSdk } from './rest-client.ts';
import { RETRY_FRAGMENT } from './retry-fragment.ts';
import { readSenderState } from './sender-state.ts';

export interface TwilioCarrierOptions extends RestClientOptions {
  /** Where receipts come in. */
  readonly publicUrl: string;
  /** For the download of a medium; 10 s unless told. */
  readonly mediaTimeoutMs?: number;
}

/** Twilio as the carrier of messages, its store of templates, and the state of the circuit to it. */
export type TwilioCarrier = MessageCarrier & { readonly calls: CallCarrier } & {
  readonly contents: ContentApi;
  readonly circuit: CircuitName;
  /** How our sender stands; undefined when the carrier can't be asked. */
  readSender(phone: string): Promise<SenderOutlook | undefined>;
};

type SendContent = Exclude<OutboundContent, { kind: 'buttons' | 'list' }>;

/** Source: https://www.twilio.com/docs/messaging/api/message-resource */
export function createTwilioCarrier(options: TwilioCarrierOptions): TwilioCarrier {
  const rest = createRestClient(options);
  const contents = createContentApi(rest);
  const choices = createChoiceContents(contents);
  const sendContent = async (message: OutboundMessage, content: SendContent): Promise<SendOutcome> => {
    const parameters = createParameters(message, content, options.publicUrl);
    return toOutcome(await rest.ask('send', (sdk) => create(sdk, parameters), message.receiptFor));
  };
  return {
    contents,
    calls: createCallCarrier(rest, options.publicUrl),
    get circuit() {
      return rest.circuit;
    },
    send: async (message) => {
      const { content } = message;
      const outcome = await sendContent(message, await sendable(message, choices));
      const isGone = outcome.kind === 'refused' && CONTENT_GONE.has(outcome.code);
      if ((content.kind !== 'buttons' && content.kind !== 'list') || !isGone) return outcome;
      choices.forget();
      return sendContent(message, { kind: 'text', text: asNumberedText(content) });
    },
    findSent: (query) => findSent(rest, query),
    readSender: (phone) => readSenderState(rest, phone),
    fetchMedia: (url, maxBytes) => fetchMedia({ ...options, timeoutMs: options.mediaTimeoutMs ?? 10_000 }, url, maxBytes),
  };
}

/** The stored content of buttons or of a list was deleted at the carrier. */
const CONTENT_GONE: ReadonlySet<string> = new Set(['20404', '21655']);

async function create(sdk: TwilioSdk, parameters: ReturnType<typeof createParameters>): Promise<string> {
  const { sid } = await sdk.messages.create(parameters);
  if (typeof sid !== 'string') throw new SyntaxError('the answer holds no sid');
  return sid;
}

async function sendable(message: OutboundMessage, choices: ChoiceContents): Promise<SendContent> {
  const { content } = message;
  if (message.to.channel === 'sms') return asText(content);
  if (content.kind !== 'buttons' && content.kind !== 'list') return content;
  const sent = await choices.layOut(content);
  if (sent.kind === 'text') return sent;
  return { kind: 'template', providerTemplateId: sent.contentSid, variables: sent.variables };
}

/** What a text message can carry of it. */
function asText(content: OutboundContent): SendContent {
  if (content.kind === 'buttons' || content.kind === 'list') return { kind: 'text', text: asNumberedText(content) };
  if (content.kind !== 'location') return content;
  const { latitude, longitude, address } = content.place;
  return { kind: 'text', text: [content.text, address, `https://maps.google.com/?q=${latitude},${longitude}`].filter(Boolean).join('\n') };
}

/** `contentVariables` is a text that holds JSON, not an object. A messaging service is named by its own parameter. */
function createParameters(message: OutboundMessage, content: SendContent, publicUrl: string) {
  return {
    to: writeAddress(message.to),
    ...(isService(message.from) ? { messagingServiceSid: message.from } : { from: senderOf(message) }),
    statusCallback: receiptUrl(publicUrl, message.receiptFor) + RETRY_FRAGMENT,
    ...contentParameters(content, publicUrl),
  };
}

/** A place is a persistent action beside the text that names it; a medium is an address that the carrier fetches. */
function contentParameters(content: SendContent, publicUrl: string) {
  switch (content.kind) {
    case 'text':
      return { body: content.text };
    case 'template':
      return { contentSid: content.providerTemplateId, contentVariables: JSON.stringify(content.variables) };
    case 'media':
      return { mediaUrl: [new URL(content.address, publicUrl).href], ...(content.text && { body: content.text }) };
    case 'location': {
      const { latitude, longitude, address } = content.place;
      const label = address ? `|${address.replace(/[|\s]+/g, ' ').trim()}` : '';
      return { body: content.text || address || `${latitude}, ${longitude}`, persistentAction: [`geo:${latitude},${longitude}${label}`] };
    }
  }
}

function isService(from: string): boolean {
  return from.startsWith('MG');
}

function senderOf({ to, from }: Pick<OutboundMessage, 'to' | 'from'>): string {
  return to.channel === 'whatsapp' ? `whatsapp:${from}` : from;
}

function toOutcome(answer: Answer<string>): SendOutcome {
  switch (answer.kind) {
    case 'ok':
      return { kind: 'accepted', providerMessageId: answer.value };
    case 'refused':
      return { kind: 'refused', code: answer.code, failure: explainFailure(answer.code).class, message: answer.message };
    case 'busy':
      return { kind: 'busy', retryAfterMs: answer.retryAfterMs };
    case 'unknown':
      return { kind: 'unknown', cause: answer.cause };
  }
}

const MOST_FOUND = 20;

interface SentQuery {
  readonly to: MessageAddress;
  readonly from: string;
  readonly sinceMs: number;
}

/** The carrier's times have whole seconds; a message that still waits has no sent date, so it is looked for without one too. */
async function findSent(rest: RestClient, query: SentQuery): Promise<readonly SentMessage[]> {
  const since = new Date(Math.floor(query.sinceMs / 1000) * 1000);
  const who = { to: writeAddress(query.to), ...(isService(query.from) ? {} : { from: senderOf(query) }), limit: MOST_FOUND };
  for (const filter of [{ ...who, dateSentAfter: since }, who]) {
    const answer = await rest.ask('find-sent', (sdk) => sdk.messages.list(filter));
    const found = bodyOf(answer)
      .filter(({ direction }) => direction !== 'inbound')
      .map(({ sid, status, dateCreated }) => ({ providerMessageId: sid, status, createdAtMs: dateCreated.getTime() }))
      .filter(({ createdAtMs }) => createdAtMs >= since.getTime())
      .sort((a, b) => b.createdAtMs - a.createdAtMs);
    if (found.length > 0) return found;
  }
  return [];
}
