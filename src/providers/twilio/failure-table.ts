import type { FailureClass } from '../../channels/delivery.ts';

/** What a code means, and what it means for us. */
export interface Failure {
  readonly class: FailureClass;
  readonly meaning: string;
  /** Only its title, or a third party’s word, is known: the page that explains it could not be read. */
  readonly titleOnly?: true;
}

export const TWILIO_FAILURES_SOURCE = 'https://www.twilio.com/docs/api/errors/';
export const META_FAILURES_SOURCE = 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes';

/** The carrier's own codes, of REST answers and of status callbacks. Source of each: TWILIO_FAILURES_SOURCE and the code. */
export const TWILIO_FAILURES: Readonly<Record<string, Failure>> = {
  20003: { class: 'sender', meaning: 'The account or its token is wrong.' },
  20404: { class: 'configuration', meaning: 'What the request names does not exist.' },
  20422: { class: 'configuration', meaning: 'A parameter is invalid.' },
  20429: { class: 'rate-limited', meaning: 'Too many requests at once.' },
  21211: { class: 'unreachable', meaning: 'The recipient is no valid number.' },
  21212: { class: 'sender', meaning: 'The sender is no valid sender.' },
  21219: { class: 'configuration', meaning: 'A trial account writes to verified numbers only.' },
  21408: { class: 'configuration', meaning: 'Sending to this country is switched off in the account.' },
  21603: { class: 'sender', meaning: 'The message has no sender.' },
  21604: { class: 'configuration', meaning: 'The message has no recipient.' },
  21606: { class: 'sender', meaning: 'The sender can’t send messages.' },
  21608: { class: 'configuration', meaning: 'A trial account writes to verified numbers only.' },
  21609: { class: 'configuration', meaning: 'The address for receipts is invalid.' },
  21610: { class: 'opted-out', meaning: 'The recipient asked not to be written to.' },
  21611: { class: 'rate-limited', meaning: 'The sender’s queue is full.' },
  21612: { class: 'not-delivered', meaning: 'The recipient can’t be reached from this sender.' },
  21614: { class: 'unreachable', meaning: 'The recipient is no mobile number.' },
  21617: { class: 'configuration', meaning: 'The text is longer than 1,600 characters.' },
  21619: { class: 'configuration', meaning: 'The message has neither text nor media.' },
  21620: { class: 'configuration', meaning: 'The address of a medium is invalid.' },
  21623: { class: 'configuration', meaning: 'The message has more than ten media.' },
  21654: { class: 'configuration', meaning: 'The template’s id is missing.' },
  21655: { class: 'template', meaning: 'The template’s id is invalid.' },
  21656: { class: 'configuration', meaning: 'The template’s values are no valid JSON text.' },
  21703: { class: 'sender', meaning: 'The messaging service has no usable sender.' },
  21704: { class: 'sender', meaning: 'The messaging service is empty.' },
  21705: { class: 'sender', meaning: 'The messaging service does not exist.' },
  30001: { class: 'rate-limited', meaning: 'The sender’s queue overflowed.' },
  30003: { class: 'temporary', meaning: 'The phone is off or out of reach.' },
  30004: { class: 'unreachable', meaning: 'The recipient’s line blocks messages.' },
  30005: { class: 'unreachable', meaning: 'The number is unknown or no longer in use.' },
  30006: { class: 'unreachable', meaning: 'A fixed line, or a network that takes no messages.' },
  30007: { class: 'configuration', meaning: 'A network filtered the message as unwanted.' },
  30008: { class: 'temporary', meaning: 'The network gave no reason.' },
  30410: { class: 'not-delivered', meaning: 'The network did not answer in time; the carrier does not repeat it, nor must we.' },
  63001: { class: 'sender', meaning: 'WhatsApp does not accept the sender’s credentials.' },
  63002: { class: 'sender', meaning: 'WhatsApp does not know the sender.' },
  63003: { class: 'unreachable', meaning: 'The number is not on WhatsApp, or is invalid.' },
  63005: { class: 'configuration', meaning: 'WhatsApp refused the content.' },
  63006: { class: 'configuration', meaning: 'The content can’t be put into WhatsApp’s format.' },
  63007: { class: 'sender', meaning: 'The sender is no WhatsApp sender of this account.' },
  63008: { class: 'sender', meaning: 'The WhatsApp sender is not set up completely.' },
  63009: { class: 'temporary', meaning: 'WhatsApp had an internal error.' },
  63010: { class: 'temporary', meaning: 'The carrier had an internal error.' },
  63011: { class: 'temporary', meaning: 'The carrier could not process the message.' },
  63012: { class: 'temporary', meaning: 'WhatsApp had an internal error, or gave a reason that the carrier does not translate.' },
  63013: { class: 'configuration', meaning: 'The message is against WhatsApp’s policy, or a template value is malformed.' },
  63014: { class: 'opted-out', meaning: 'The recipient blocked it.' },
  63015: { class: 'not-delivered', meaning: 'The recipient has not joined the carrier’s test number.' },
  63016: { class: 'window-closed', meaning: 'Free text outside the 24 hours after the customer’s last message.' },
  63017: { class: 'rate-limited', meaning: 'The account sends too many messages a second.' },
  63018: { class: 'limit-suspected', meaning: 'WhatsApp’s rate limit or the daily messaging limit is reached.' },
  63019: { class: 'configuration', meaning: 'A medium could not be downloaded.' },
  63020: { class: 'sender', meaning: 'The carrier’s invitation in the Meta Business Manager is not accepted.' },
  63021: { class: 'configuration', meaning: 'The filled template is invalid or longer than 1,024 characters.' },
  63022: { class: 'sender', meaning: 'The sender’s display name has no valid certificate.' },
  63023: { class: 'temporary', meaning: 'WhatsApp gave a general error.' },
  63024: { class: 'unreachable', meaning: 'WhatsApp can’t deliver to this recipient: no account, an old app, or terms not accepted.' },
  63025: { class: 'not-delivered', meaning: 'The medium exists already; nothing has to be done.' },
  63026: { class: 'sender', meaning: 'The message was flagged as unwanted; stop sending.' },
  63027: { class: 'template', meaning: 'The template does not exist in this language.' },
  63028: { class: 'template', meaning: 'The template got the wrong number of values.' },
  63029: { class: 'template', meaning: 'The receiver could not fetch the template.' },
  63030: { class: 'configuration', meaning: 'A parameter is not supported for this kind of message.' },
  63031: { class: 'not-delivered', meaning: 'Sender and recipient are the same number.' },
  63032: { class: 'not-delivered', meaning: 'This user gets no marketing templates.' },
  63033: { class: 'opted-out', meaning: 'The recipient blocked the sender.' },
  63034: { class: 'configuration', meaning: 'A medium is too big.' },
  63035: { class: 'configuration', meaning: 'An operation of another channel.' },
  63036: { class: 'not-delivered', meaning: 'An operation of another channel: the recipient can’t be reached there.' },
  63037: { class: 'temporary', meaning: 'A medium could not be handed to WhatsApp.' },
  63038: { class: 'limit-reached', meaning: 'The account’s daily maximum of messages is reached.' },
  63040: { class: 'template', meaning: 'The template was rejected.' },
  63041: { class: 'template', meaning: 'The template is paused.' },
  63042: { class: 'template', meaning: 'The template is disabled.' },
  63043: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63044: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63045: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63046: { class: 'not-delivered', meaning: 'A notice that the template was approved; about no message.' },
  63047: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63049: { class: 'held-back', meaning: 'Meta chose not to deliver this message; not before 24 hours.', titleOnly: true },
  63050: { class: 'not-delivered', meaning: 'The user stopped marketing messages.', titleOnly: true },
  63051: { class: 'sender', meaning: 'The WhatsApp business account is locked.' },
  63062: { class: 'sender', meaning: 'Terms of Meta are not accepted.', titleOnly: true },
  63101: { class: 'sender', meaning: 'The WhatsApp business account is invalid.', titleOnly: true },
  63112: { class: 'sender', meaning: 'Meta has disabled the business, or its verification is pending.', titleOnly: true },
};

/** Meta's codes, found in the text that comes with the carrier's general ones. Source: META_FAILURES_SOURCE */
export const META_FAILURES: Readonly<Record<string, Failure>> = {
  0: { class: 'sender', meaning: 'The access token could not be read.' },
  1: { class: 'temporary', meaning: 'An unknown error of the API.' },
  2: { class: 'temporary', meaning: 'The API is not available at the moment.' },
  3: { class: 'sender', meaning: 'A permission is missing.' },
  4: { class: 'rate-limited', meaning: 'The app’s rate limit is reached.' },
  10: { class: 'sender', meaning: 'A permission is missing or was removed.' },
  33: { class: 'sender', meaning: 'The sender was deleted.' },
  100: { class: 'configuration', meaning: 'A parameter is missing or invalid.' },
  190: { class: 'sender', meaning: 'The access token has expired.' },
  368: { class: 'sender', meaning: 'The account is restricted for breaking a policy.' },
  80007: { class: 'rate-limited', meaning: 'The business account’s rate limit is reached.' },
  130403: { class: 'not-delivered', meaning: 'The business has blocked this user.' },
  130429: { class: 'rate-limited', meaning: 'The sender’s throughput is exceeded.' },
  130472: { class: 'not-delivered', meaning: 'The user is in an experiment and gets no marketing templates.' },
  130497: { class: 'not-delivered', meaning: 'The business may not write to this country.' },
  131000: { class: 'temporary', meaning: 'An unknown error of WhatsApp.' },
  131005: { class: 'sender', meaning: 'A permission is missing.' },
  131008: { class: 'configuration', meaning: 'A parameter is missing.' },
  131009: { class: 'configuration', meaning: 'A parameter is invalid.' },
  131016: { class: 'temporary', meaning: 'WhatsApp is not available at the moment.' },
  131021: { class: 'not-delivered', meaning: 'Sender and recipient are the same number.' },
  131026: { class: 'unreachable', meaning: 'Not on WhatsApp, terms not accepted, or an old app.' },
  131030: { class: 'configuration', meaning: 'A test number writes to listed recipients only.' },
  131031: { class: 'sender', meaning: 'The account is locked.' },
  131037: { class: 'sender', meaning: 'The sender’s display name is not approved.' },
  131042: { class: 'sender', meaning: 'There is a problem with the payment method.' },
  131044: { class: 'sender', meaning: 'There is a problem with the payment method.' },
  131045: { class: 'sender', meaning: 'The sender is not registered correctly.' },
  131047: { class: 'window-closed', meaning: 'More than 24 hours since the customer’s last message.' },
  131048: { class: 'sender', meaning: 'Restricted: too many messages were blocked or flagged; stop sending.' },
  131049: { class: 'held-back', meaning: 'Meta chose not to deliver this message; not before 24 hours.' },
  131050: { class: 'not-delivered', meaning: 'The user stopped marketing messages.' },
  131051: { class: 'configuration', meaning: 'This kind of message is not supported.' },
  131052: { class: 'not-delivered', meaning: 'A medium of the customer could not be downloaded.' },
  131053: { class: 'configuration', meaning: 'A medium could not be uploaded.' },
  131055: { class: 'configuration', meaning: 'This method is not allowed for the sender.' },
  131056: { class: 'rate-limited', meaning: 'Too many messages to the same person.' },
  131057: { class: 'temporary', meaning: 'The account is in maintenance for a moment.' },
  131063: { class: 'configuration', meaning: 'Listed by Meta in 2026; its text is not known to us.', titleOnly: true },
  131064: { class: 'limit-reached', meaning: 'The limit for templates of the wrong category is reached.' },
  132000: { class: 'template', meaning: 'The template got the wrong number of values.' },
  132001: { class: 'template', meaning: 'The template does not exist in this language, or is not approved.' },
  132005: { class: 'configuration', meaning: 'The filled template is too long.' },
  132007: { class: 'template', meaning: 'The template is against policy.' },
  132012: { class: 'template', meaning: 'A template value has the wrong form.' },
  132015: { class: 'template', meaning: 'The template is paused.' },
  132016: { class: 'template', meaning: 'The template is disabled for good.' },
  132068: { class: 'configuration', meaning: 'A form of WhatsApp is blocked.' },
  132069: { class: 'configuration', meaning: 'A form of WhatsApp is throttled.' },
  133000: { class: 'sender', meaning: 'The sender’s registration has a problem.' },
  133004: { class: 'temporary', meaning: 'WhatsApp is not available at the moment.' },
  133005: { class: 'sender', meaning: 'The sender’s registration has a problem.' },
  133006: { class: 'sender', meaning: 'The sender’s registration has a problem.' },
  133008: { class: 'sender', meaning: 'The sender’s registration has a problem.' },
  133009: { class: 'sender', meaning: 'The sender’s registration has a problem.' },
  133010: { class: 'sender', meaning: 'The sender is not registered.' },
  133015: { class: 'sender', meaning: 'The sender’s registration has a problem.' },
  133016: { class: 'configuration', meaning: 'Too many registrations of the sender in 72 hours.' },
  134011: { class: 'sender', meaning: 'Terms of payment are not accepted.' },
  135000: { class: 'configuration', meaning: 'A parameter is invalid.' },
  2388019: { class: 'configuration', meaning: 'The most templates that an account may have are reached.' },
  2388040: { class: 'configuration', meaning: 'A text of a new template is too long.' },
  2388047: { class: 'configuration', meaning: 'The header of a new template has a wrong form.' },
  2388072: { class: 'configuration', meaning: 'The body of a new template has a wrong form.' },
  2388073: { class: 'configuration', meaning: 'The footer of a new template has a wrong form.' },
  2388293: { class: 'configuration', meaning: 'A new template has too many variables for its text.' },
  2388299: { class: 'configuration', meaning: 'A new template begins or ends with a variable.' },
  2494100: { class: 'temporary', meaning: 'The sender is in maintenance for a moment.' },
  '200-299': { class: 'sender', meaning: 'A permission is missing.' },
};

/** What an HTTP status or a network failure says about a request to send. */
export interface TransportFailure {
  /** Refused: nothing was done. Busy: nothing was done, it may be repeated. Unknown: looked up before it is repeated. */
  readonly taken: 'refused' | 'busy' | 'unknown';
  /** Of a refusal without a code of the carrier's own. */
  readonly class?: FailureClass;
  readonly meaning: string;
}

const UNREACHED = { taken: 'busy', meaning: 'No connection: the request never left.' } as const;
const UNTRUSTED = { taken: 'busy', meaning: 'The certificate at the other end is not to be trusted: the request never left.' } as const;
const REFUSED = { taken: 'refused', class: 'configuration' } as const;

/**
 * Answers without a code of the carrier's, and no answer at all. What is not here counts as unknown: looked up before it
 * is repeated. Source: https://www.twilio.com/docs/api/errors/20429 and https://nodejs.org/api/errors.html
 */
export const TRANSPORT_FAILURES: Readonly<Record<string, TransportFailure>> = {
  'http-400': { ...REFUSED, meaning: 'The request is wrong.' },
  'http-401': { ...REFUSED, meaning: 'The account or its token is wrong.' },
  'http-402': { ...REFUSED, meaning: 'The account has to be paid for.' },
  'http-403': { ...REFUSED, meaning: 'The account may not do this.' },
  'http-404': { ...REFUSED, meaning: 'What the request names does not exist.' },
  'http-405': { ...REFUSED, meaning: 'The address takes no such request.' },
  'http-409': { ...REFUSED, meaning: 'The request contradicts the state at the carrier.' },
  'http-410': { ...REFUSED, meaning: 'What the request names is gone.' },
  'http-413': { ...REFUSED, meaning: 'The request is too large.' },
  'http-415': { ...REFUSED, meaning: 'The form of the request is not understood.' },
  'http-422': { ...REFUSED, meaning: 'The request is well formed and wrong.' },
  'http-408': { taken: 'unknown', meaning: 'The carrier waited too long for the request.' },
  'http-429': { taken: 'busy', meaning: 'Too many requests: not processed; repeated after Retry-After.' },
  'http-500': { taken: 'unknown', meaning: 'The carrier had an internal error.' },
  'http-502': { taken: 'unknown', meaning: 'A gateway of the carrier got no good answer.' },
  'http-503': { taken: 'unknown', meaning: 'The carrier is not available.' },
  'http-504': { taken: 'unknown', meaning: 'A gateway of the carrier got no answer in time.' },
  timeout: { taken: 'unknown', meaning: 'No answer in time.' },
  'not-json': { taken: 'unknown', meaning: 'The answer can’t be read.' },
  ECONNRESET: { taken: 'unknown', meaning: 'The connection broke.' },
  EPIPE: { taken: 'unknown', meaning: 'The connection broke.' },
  'connect ETIMEDOUT': UNREACHED,
  ECONNREFUSED: UNREACHED,
  ENOTFOUND: { taken: 'busy', meaning: 'The carrier’s name is not known here: the request never left.' },
  EAI_AGAIN: { taken: 'busy', meaning: 'Names can’t be looked up at the moment: the request never left.' },
  EHOSTUNREACH: UNREACHED,
  ENETUNREACH: UNREACHED,
  CERT_HAS_EXPIRED: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  'circuit-open': { taken: 'busy', meaning: 'Five troubles in a row: nothing is asked for ten seconds.' },
};

/** Codes behind which the carrier hides many of Meta's: the text that comes along knows better. */
const GENERAL_CODES: ReadonlySet<string> = new Set(['63012', '63013', '63018', '63023', '63024']);

const UNKNOWN: Failure = { class: 'unknown', meaning: 'A code that is not in the table.' };

/** What a failure means: by the carrier's code, or by Meta's in the accompanying text when the carrier's says too little. */
export function explainFailure(code: string | undefined, channelMessage?: string): Failure {
  const own = code === undefined ? undefined : ownFailure(code);
  if (own && !GENERAL_CODES.has(code ?? '')) return own;
  return metaFailure(channelMessage) ?? own ?? UNKNOWN;
}

function ownFailure(code: string): Failure | undefined {
  if (Object.hasOwn(TWILIO_FAILURES, code)) return TWILIO_FAILURES[code];
  const transport = Object.hasOwn(TRANSPORT_FAILURES, code) ? TRANSPORT_FAILURES[code] : undefined;
  return transport?.class && { class: transport.class, meaning: transport.meaning };
}

/** Long codes are found wherever they stand, short ones only as Meta writes them: `(#100)`. */
function metaFailure(text: string | undefined): Failure | undefined {
  for (const [, short, long] of text?.matchAll(/\(#(\d{1,7})\)|(?<!\d)(13\d{4}|2388\d{3}|2494100)(?!\d)/g) ?? []) {
    const code = short ?? long ?? '';
    if (Object.hasOwn(META_FAILURES, code)) return META_FAILURES[code];
    if (/^2\d\d$/.test(code)) return META_FAILURES['200-299'];
  }
  return undefined;
}
