import { parsePhone } from '../base/phone.ts';
import { type Form, value, values } from './form-body.ts';
import { RestError } from './rest-error.ts';
import type { Template } from './template.ts';
import type { World } from './world.ts';

/** A request to send that the carrier takes. */
export interface MessageRequest {
  readonly channel: 'whatsapp' | 'sms';
  /** Wire addresses. */
  readonly to: string;
  readonly from: string;
  readonly messagingServiceSid?: string;
  readonly body?: string;
  readonly template?: Template;
  readonly variables: Readonly<Record<string, string>>;
  readonly mediaUrls: readonly string[];
  /** `geo:…`, as it was sent. */
  readonly persistentAction?: string;
  readonly statusCallback?: string;
}

const SERVICE_SID = /^MG[0-9a-fA-F]{32}$/;
const SCOPED_ID = /^[A-Z]{2}(?:\.ENT)?\.[0-9A-Za-z]{1,128}$/;

/** Checks a request as the carrier does before it answers; throws RestError 400 with the carrier's code. */
export function readMessageRequest(world: World, form: Form): MessageRequest {
  const to = value(form, 'To') ?? refuse(21604);
  const service = value(form, 'MessagingServiceSid');
  const from = value(form, 'From') ?? (service === undefined ? refuse(21603) : undefined);
  const channel = readTo(to);
  const sender = readSender(world, channel, from, service);
  if (sender === to) refuse(63031);
  const content = readContent(world, form);
  return {
    channel,
    to,
    from: sender,
    ...(service !== undefined && { messagingServiceSid: service }),
    ...content,
    ...readStatusCallback(form),
  };
}

function refuse(code: number, message?: string): never {
  throw new RestError(400, code, message);
}

function readTo(to: string): 'whatsapp' | 'sms' {
  const whatsapp = to.startsWith('whatsapp:');
  const bare = whatsapp ? to.slice('whatsapp:'.length) : to;
  if (whatsapp && SCOPED_ID.test(bare)) return 'whatsapp';
  if (!/^\+[1-9]\d{6,14}$/.test(bare) || !parsePhone(bare)) refuse(21211, `The 'To' number ${to} is not a valid phone number.`);
  return whatsapp ? 'whatsapp' : 'sms';
}

function readSender(world: World, channel: 'whatsapp' | 'sms', from: string | undefined, service: string | undefined): string {
  const { whatsappFrom, smsFrom } = world.account;
  const own = channel === 'whatsapp' ? `whatsapp:${whatsappFrom}` : smsFrom;
  if (service !== undefined && !SERVICE_SID.test(service)) refuse(21705);
  if (from === undefined) return own ?? refuse(21705);
  const bare = from.replace(/^whatsapp:/, '');
  if (SERVICE_SID.test(from)) return from === smsFrom ? from : refuse(21705);
  if (!/^\+[1-9]\d{6,14}$/.test(bare))
    refuse(21212, `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`);
  if (from === own) return from;
  return refuse(channel === 'whatsapp' || from.startsWith('whatsapp:') ? 63007 : 21606);
}

function readContent(world: World, form: Form): Pick<MessageRequest, 'body' | 'template' | 'variables' | 'mediaUrls' | 'persistentAction'> {
  const body = value(form, 'Body');
  const contentSid = value(form, 'ContentSid');
  const rawVariables = value(form, 'ContentVariables');
  const mediaUrls = values(form, 'MediaUrl').filter((url) => url !== '');
  if (rawVariables !== undefined && contentSid === undefined) refuse(21654);
  if (body === undefined && contentSid === undefined && mediaUrls.length === 0) refuse(21619);
  if (body !== undefined && body.length > 1600) refuse(21617);
  if (mediaUrls.length > 10) refuse(21623);
  for (const url of mediaUrls) if (!URL.canParse(url) || !/^https?:/.test(url)) refuse(21620);
  const template = contentSid === undefined ? undefined : (world.templates.get(contentSid) ?? refuse(21655));
  return {
    ...(body !== undefined && { body }),
    ...(template && { template }),
    variables: rawVariables === undefined ? {} : readVariables(rawVariables),
    mediaUrls,
    ...readAction(form),
  };
}

function readAction(form: Form): Pick<MessageRequest, 'persistentAction'> {
  const [action] = values(form, 'PersistentAction').filter((text) => text !== '');
  return action === undefined ? {} : { persistentAction: action };
}

/** A JSON object of non-empty strings, keys of at most 16 characters, at most 100 of them; anything else is 21656. */
function readVariables(raw: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return refuse(21656);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) refuse(21656);
  const entries = Object.entries(parsed as Record<string, unknown>);
  const sound = entries.every(([key, text]) => typeof text === 'string' && text !== '' && text.length <= 1600 && /^\S{1,16}$/.test(key));
  if (!sound || entries.length > 100) refuse(21656);
  return parsed as Record<string, string>;
}

function readStatusCallback(form: Form): { readonly statusCallback?: string } {
  const url = value(form, 'StatusCallback');
  if (url === undefined) return {};
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname.includes('_'))
    refuse(21609, `The StatusCallback URL ${url} is not a valid URL.`);
  return { statusCallback: url };
}
