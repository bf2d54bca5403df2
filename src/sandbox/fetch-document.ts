import type { Call, DocumentRequest } from './call.ts';
import { callParameters } from './call-parameters.ts';
import { checkLine, note, noteCallProblem, passTime } from './line-listening.ts';
import { parseTwiml, TwimlError } from './twiml.ts';
import type { Webhook, WebhookAnswer } from './webhook-answer.ts';
import type { World } from './world.ts';
import type { XmlElement } from './xml.ts';

/** A document could not be had or can't be run; the fallback address is asked next. */
export class DocumentFailure extends Error {
  readonly code: number;
  readonly url: string;

  constructor(code: number, url: string, message: string) {
    super(message);
    this.code = code;
    this.url = url;
  }
}

export interface FetchedDocument {
  readonly verbs: readonly XmlElement[];
  /** What relative addresses in it are relative to, and the default action. */
  readonly url: string;
}

const HURRY_LIMIT = 50;

/** Asks the service what the line does next. Throws DocumentFailure, and Diverted when the caller has gone meanwhile. */
export async function fetchDocument(world: World, post: PostWebhook, call: Call, request: DocumentRequest): Promise<FetchedDocument> {
  await slowDown(world, call);
  if (request.inline !== undefined) return readDocument(world, call, Buffer.from(request.inline), request.url);
  const answer = await post({ url: request.url, method: request.method, parameters: callParameters(world, call, request.parameters) });
  checkLine(call);
  return documentOf(world, call, request, answer);
}

/** Sends a webhook; sandbox.ts binds it to its connections. */
export type PostWebhook = (webhook: Webhook) => Promise<WebhookAnswer>;

async function documentOf(world: World, call: Call, request: DocumentRequest, answer: WebhookAnswer): Promise<FetchedDocument> {
  if (answer.kind === 'failed') throw new DocumentFailure(answer.code, request.url, answer.text);
  if (answer.status < 200 || answer.status >= 300) throw new DocumentFailure(11200, request.url, `the service answered ${answer.status}`);
  const type = answer.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type.startsWith('audio/')) return { verbs: [{ name: 'Play', attributes: {}, children: [answer.url] }], url: answer.url };
  if (type === 'text/plain') return readPlain(world, call, answer.body, answer.url);
  if (type !== 'text/xml' && type !== 'application/xml' && type !== 'text/html') {
    throw new DocumentFailure(12300, request.url, `the content type is "${type}"; TwiML is text/xml`);
  }
  return readDocument(world, call, answer.body, answer.url);
}

function readDocument(world: World, call: Call, body: Buffer, url: string): FetchedDocument {
  try {
    const { verbs, warnings } = parseTwiml(body);
    for (const warning of warnings) noteCallProblem(world, call, warning.code, warning.text, true);
    return { verbs, url };
  } catch (error) {
    if (error instanceof TwimlError) throw new DocumentFailure(error.code, url, error.message);
    throw error;
  }
}

function readPlain(world: World, call: Call, body: Buffer, url: string): FetchedDocument {
  try {
    return readDocument(world, call, body, url);
  } catch (error) {
    if (!(error instanceof DocumentFailure) || error.code === 11770) throw error;
    return { verbs: [{ name: 'Say', attributes: {}, children: [body.toString('utf8')] }], url };
  }
}

/** Documents that take no time at all, one after the other, wait a second after fifty. */
async function slowDown(world: World, call: Call): Promise<void> {
  const now = world.scheduler.nowMs();
  if (call.hurried.atMs !== now) call.hurried = { atMs: now, documents: 0 };
  call.hurried.documents += 1;
  if (call.hurried.documents <= HURRY_LIMIT) return;
  note(world, call, { kind: 'note', text: 'fifty documents in no time: the carrier waits a second' });
  await passTime(world, call, 1000);
  call.hurried = { atMs: world.scheduler.nowMs(), documents: 1 };
}

/** The address of an action or a redirect, absolute. */
export function resolveUrl(base: string, address: string | undefined): string {
  const trimmed = address?.trim() ?? '';
  if (trimmed === '') return base;
  return URL.canParse(trimmed, base) ? new URL(trimmed, base).href : trimmed;
}
