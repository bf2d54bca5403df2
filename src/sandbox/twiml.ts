import { parseXml, type XmlElement, XmlError } from './xml.ts';

/** A document that can't be run at all; `code` as in https://www.twilio.com/docs/api/errors */
export class TwimlError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface TwimlWarning {
  readonly code: number;
  readonly text: string;
}

export interface TwimlDocument {
  /** Only verbs that are known; children of theirs that are not are left out. */
  readonly verbs: readonly XmlElement[];
  readonly warnings: readonly TwimlWarning[];
}

const SSML = ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'];
const CALLBACKS = ['statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'];
const words = (text: string) => text.split(' ');

interface Shape {
  readonly attributes: readonly string[];
  readonly children?: readonly string[];
}

/** Attributes and children by verb, from the SDK's own list; names are case sensitive. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Say: { attributes: words('voice language loop'), children: SSML },
  Play: { attributes: words('loop digits') },
  Pause: { attributes: ['length'] },
  Gather: {
    attributes: words(
      'action method input timeout finishOnKey numDigits language speechTimeout speechModel hints profanityFilter enhanced partialResultCallback partialResultCallbackMethod maxSpeechTime bargeIn debug actionOnEmptyResult',
    ),
    children: ['Say', 'Play', 'Pause'],
  },
  Redirect: { attributes: ['method'] },
  Enqueue: { attributes: words('action maxQueueSize method waitUrl waitUrlMethod workflowSid'), children: ['Task'] },
  Task: { attributes: words('priority timeout') },
  Leave: { attributes: [] },
  Hangup: { attributes: [] },
  Reject: { attributes: ['reason'] },
  Record: {
    attributes: words(
      'action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent transcribe transcribeCallback',
    ),
  },
  Dial: {
    attributes: words(
      'action answerOnBridge callerId callReason events hangupOnStar method record recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod recordingTrack referMethod referUrl ringTone sequential timeLimit timeout trim',
    ),
    children: ['Number', 'Sip', 'Queue', 'Client'],
  },
  Number: { attributes: [...words('url method sendDigits byoc'), ...CALLBACKS] },
  Sip: { attributes: [...words('username password url method'), ...CALLBACKS] },
  Client: { attributes: [...words('url method'), ...CALLBACKS], children: ['Identity', 'Parameter'] },
  Queue: { attributes: words('url method reservationSid postWorkActivitySid') },
};

/** The verbs that stand directly in a `<Response>`. */
const VERBS = words('Say Play Pause Gather Redirect Enqueue Leave Hangup Reject Record Dial');
const MAX_BYTES = 64 * 1024;

/** Reads a voice document as strictly as the carrier. Throws TwimlError; what is only odd is skipped with a warning. */
export function parseTwiml(body: Buffer): TwimlDocument {
  if (body.length > MAX_BYTES) throw new TwimlError(11750, `the document has ${body.length} bytes, 65536 are allowed`);
  const text = body.toString('utf8');
  if (text.trim() === '') throw new TwimlError(11770, 'the body is empty');
  const root = readRoot(text);
  if (root.name !== 'Response') throw new TwimlError(12102, `the root is <${root.name}>, not <Response>`);
  const warnings: TwimlWarning[] = [];
  const verbs = keepKnown(root, VERBS, warnings).filter((child) => typeof child !== 'string');
  return { verbs, warnings };
}

function readRoot(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (error instanceof XmlError) throw new TwimlError(12100, `the document is not XML: ${error.message}`);
    throw error;
  }
}

function keepKnown(parent: XmlElement, allowed: readonly string[], warnings: TwimlWarning[]): (XmlElement | string)[] {
  const kept: (XmlElement | string)[] = [];
  for (const child of parent.children) {
    if (typeof child === 'string') kept.push(child);
    else if (allowed.includes(child.name)) kept.push(checked(child, warnings));
    else
      warnings.push({
        code: parent.name === 'Gather' ? 13320 : 12200,
        text: `<${child.name}> is not allowed in <${parent.name}> and is skipped`,
      });
  }
  return kept;
}

function checked(element: XmlElement, warnings: TwimlWarning[]): XmlElement {
  const shape = SHAPES[element.name];
  if (!shape) return element;
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(element.attributes)) {
    if (shape.attributes.includes(name)) attributes[name] = value;
    else warnings.push({ code: 12200, text: `the attribute ${name} of <${element.name}> is not known and is ignored` });
  }
  return { name: element.name, attributes, children: keepKnown(element, shape.children ?? [], warnings) };
}

/** A whole number attribute; the default when it is absent or not within the limits. */
export function wholeNumber(element: XmlElement, name: string, fallback: number, least = 0, most = Number.MAX_SAFE_INTEGER): number {
  const raw = element.attributes[name];
  if (raw === undefined || !/^\d+$/.test(raw.trim())) return fallback;
  const value = Number(raw);
  return value < least || value > most ? fallback : value;
}
