import type { FailureClass } from '../../channels/delivery.ts';

/** What a code of the carrier means, and what it means for us. */
export interface Failure {
  readonly class: FailureClass;
  readonly meaning: string;
}

/**
 * The carrier's own codes, of REST answers and of status callbacks.
 * Source: https://www.twilio.com/docs/api/errors and https://www.twilio.com/docs/whatsapp/tutorial/error-codes
 */
export const TWILIO_FAILURES: Readonly<Record<string, Failure>> = {
  20003: { class: 'configuration', meaning: 'The account or its token is wrong.' },
  20404: { class: 'configuration', meaning: 'What the request names does not exist.' },
  20422: { class: 'configuration', meaning: 'A parameter is invalid.' },
  20429: { class: 'rate-limited', meaning: 'Too many requests at once.' },
  21211: { class: 'unreachable', meaning: 'The recipient is no valid number.' },
  21212: { class: 'configuration', meaning: 'The sender is no valid sender.' },
  21219: { class: 'configuration', meaning: 'A trial account writes to verified numbers only.' },
  21408: { class: 'configuration', meaning: 'Sending to this country is switched off in the account.' },
  21603: { class: 'configuration', meaning: 'The message has no sender.' },
  21604: { class: 'configuration', meaning: 'The message has no recipient.' },
  21606: { class: 'configuration', meaning: 'The sender can’t send messages.' },
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
  21655: { class: 'configuration', meaning: 'The template’s id is invalid.' },
  21656: { class: 'configuration', meaning: 'The template’s values are no valid JSON text.' },
  21703: { class: 'configuration', meaning: 'The messaging service has no usable sender.' },
  21704: { class: 'configuration', meaning: 'The messaging service is empty.' },
  21705: { class: 'configuration', meaning: 'The messaging service does not exist.' },
  30001: { class: 'rate-limited', meaning: 'The sender’s queue overflowed.' },
  30003: { class: 'temporary', meaning: 'The phone is off or out of reach.' },
  30004: { class: 'unreachable', meaning: 'The recipient’s line blocks messages.' },
  30005: { class: 'unreachable', meaning: 'The number is unknown or no longer in use.' },
  30006: { class: 'unreachable', meaning: 'A fixed line, or a network that takes no messages.' },
  30007: { class: 'configuration', meaning: 'A network filtered the message as unwanted.' },
  30008: { class: 'temporary', meaning: 'The network gave no reason.' },
  30410: { class: 'not-delivered', meaning: 'The network did not answer in time; the carrier does not repeat it, nor must we.' },
  63001: { class: 'configuration', meaning: 'WhatsApp does not accept the sender’s credentials.' },
  63002: { class: 'configuration', meaning: 'WhatsApp does not know the sender.' },
  63003: { class: 'unreachable', meaning: 'The number is not on WhatsApp, or is invalid.' },
  63005: { class: 'configuration', meaning: 'WhatsApp refused the content.' },
  63006: { class: 'configuration', meaning: 'The content can’t be put into WhatsApp’s format.' },
  63007: { class: 'configuration', meaning: 'The sender is no WhatsApp sender of this account.' },
  63008: { class: 'configuration', meaning: 'The WhatsApp sender is not set up completely.' },
  63009: { class: 'temporary', meaning: 'WhatsApp had an internal error.' },
  63010: { class: 'temporary', meaning: 'The carrier had an internal error.' },
  63011: { class: 'temporary', meaning: 'The carrier could not process the message.' },
  63012: { class: 'temporary', meaning: 'WhatsApp had an internal error, or gave a reason that the carrier does not translate.' },
  63013: { class: 'configuration', meaning: 'The message is against WhatsApp’s policy, or a template value is malformed.' },
  63014: { class: 'opted-out', meaning: 'The recipient blocked it.' },
  63015: { class: 'not-delivered', meaning: 'The recipient has not joined the carrier’s test number.' },
  63016: { class: 'window-closed', meaning: 'Free text outside the 24 hours after the customer’s last message.' },
  63017: { class: 'rate-limited', meaning: 'The account sends too many messages a second.' },
  63018: { class: 'rate-limited', meaning: 'WhatsApp’s rate limit or the daily messaging limit is reached.' },
  63019: { class: 'configuration', meaning: 'A medium could not be downloaded.' },
  63020: { class: 'configuration', meaning: 'The carrier’s invitation in the Meta Business Manager is not accepted.' },
  63021: { class: 'configuration', meaning: 'The filled template is invalid or longer than 1,024 characters.' },
  63022: { class: 'configuration', meaning: 'The sender’s display name has no valid certificate.' },
  63023: { class: 'temporary', meaning: 'WhatsApp gave a general error.' },
  63024: { class: 'unreachable', meaning: 'WhatsApp can’t deliver to this recipient: no account, an old app, or terms not accepted.' },
  63025: { class: 'not-delivered', meaning: 'The medium exists already.' },
  63026: { class: 'configuration', meaning: 'The message was flagged as unwanted; stop sending.' },
  63027: { class: 'configuration', meaning: 'The template does not exist in this language.' },
  63028: { class: 'configuration', meaning: 'The template got the wrong number of values.' },
  63029: { class: 'configuration', meaning: 'The receiver could not fetch the template.' },
  63030: { class: 'configuration', meaning: 'A parameter is not supported for this kind of message.' },
  63031: { class: 'not-delivered', meaning: 'Sender and recipient are the same number.' },
  63032: { class: 'not-delivered', meaning: 'This user gets no marketing templates.' },
  63033: { class: 'opted-out', meaning: 'The recipient blocked the sender.' },
  63034: { class: 'configuration', meaning: 'A medium is too big.' },
  63035: { class: 'configuration', meaning: 'An operation of another channel.' },
  63036: { class: 'unreachable', meaning: 'The recipient can’t be reached on that channel.' },
  63037: { class: 'temporary', meaning: 'A medium could not be handed to WhatsApp.' },
  63038: { class: 'configuration', meaning: 'The account’s daily maximum of messages is reached.' },
  63040: { class: 'configuration', meaning: 'The template was rejected.' },
  63041: { class: 'configuration', meaning: 'The template is paused.' },
  63042: { class: 'configuration', meaning: 'The template is disabled.' },
  63043: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63044: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63045: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63047: { class: 'configuration', meaning: 'The template’s sample medium could not be fetched.' },
  63049: { class: 'not-delivered', meaning: 'Meta chose not to deliver this message; not before 24 hours.' },
  63050: { class: 'not-delivered', meaning: 'The user stopped marketing messages.' },
  63051: { class: 'configuration', meaning: 'The WhatsApp business account is locked.' },
  63062: { class: 'configuration', meaning: 'Terms of Meta are not accepted.' },
  63101: { class: 'configuration', meaning: 'The WhatsApp business account is invalid.' },
  63112: { class: 'configuration', meaning: 'Meta has disabled the business, or its verification is pending.' },
};

/**
 * Meta's codes, found in the text that comes with the carrier's general ones.
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const META_FAILURES: Readonly<Record<string, Failure>> = {
  130403: { class: 'not-delivered', meaning: 'The business has blocked this user.' },
  130429: { class: 'rate-limited', meaning: 'The sender’s throughput is exceeded.' },
  130472: { class: 'not-delivered', meaning: 'The user is in an experiment and gets no marketing templates.' },
  130497: { class: 'configuration', meaning: 'The business may not write to this country.' },
  131000: { class: 'temporary', meaning: 'An unknown error of WhatsApp.' },
  131005: { class: 'configuration', meaning: 'A permission is missing.' },
  131008: { class: 'configuration', meaning: 'A parameter is missing.' },
  131009: { class: 'configuration', meaning: 'A parameter is invalid.' },
  131016: { class: 'temporary', meaning: 'WhatsApp is not available at the moment.' },
  131021: { class: 'not-delivered', meaning: 'Sender and recipient are the same number.' },
  131026: { class: 'unreachable', meaning: 'Not on WhatsApp, terms not accepted, or an old app.' },
  131030: { class: 'configuration', meaning: 'A test number writes to listed recipients only.' },
  131031: { class: 'configuration', meaning: 'The account is locked.' },
  131037: { class: 'configuration', meaning: 'The sender’s display name is not approved.' },
  131042: { class: 'configuration', meaning: 'There is a problem with the payment method.' },
  131044: { class: 'configuration', meaning: 'There is a problem with the payment method.' },
  131045: { class: 'configuration', meaning: 'The sender is not registered correctly.' },
  131047: { class: 'window-closed', meaning: 'More than 24 hours since the customer’s last message.' },
  131048: { class: 'configuration', meaning: 'Restricted: too many messages were blocked or flagged; stop sending.' },
  131049: { class: 'not-delivered', meaning: 'Meta chose not to deliver this message; not before 24 hours.' },
  131050: { class: 'not-delivered', meaning: 'The user stopped marketing messages.' },
  131051: { class: 'configuration', meaning: 'This kind of message is not supported.' },
  131052: { class: 'not-delivered', meaning: 'A medium of the customer could not be downloaded.' },
  131053: { class: 'configuration', meaning: 'A medium could not be uploaded.' },
  131055: { class: 'configuration', meaning: 'This method is not allowed for the sender.' },
  131056: { class: 'rate-limited', meaning: 'Too many messages to the same person.' },
  131057: { class: 'temporary', meaning: 'The account is in maintenance for a moment.' },
  131064: { class: 'configuration', meaning: 'The limit for templates of the wrong category is reached.' },
  132000: { class: 'configuration', meaning: 'The template got the wrong number of values.' },
  132001: { class: 'configuration', meaning: 'The template does not exist in this language, or is not approved.' },
  132005: { class: 'configuration', meaning: 'The filled template is too long.' },
  132007: { class: 'configuration', meaning: 'The template is against policy.' },
  132012: { class: 'configuration', meaning: 'A template value has the wrong form.' },
  132015: { class: 'configuration', meaning: 'The template is paused.' },
  132016: { class: 'configuration', meaning: 'The template is disabled for good.' },
  132068: { class: 'configuration', meaning: 'A form of WhatsApp is blocked.' },
  132069: { class: 'configuration', meaning: 'A form of WhatsApp is throttled.' },
  133000: { class: 'configuration', meaning: 'The sender’s registration has a problem.' },
  133004: { class: 'temporary', meaning: 'WhatsApp is not available at the moment.' },
  133005: { class: 'configuration', meaning: 'The sender’s registration has a problem.' },
  133006: { class: 'configuration', meaning: 'The sender’s registration has a problem.' },
  133008: { class: 'configuration', meaning: 'The sender’s registration has a problem.' },
  133009: { class: 'configuration', meaning: 'The sender’s registration has a problem.' },
  133010: { class: 'configuration', meaning: 'The sender is not registered.' },
  133015: { class: 'configuration', meaning: 'The sender’s registration has a problem.' },
  133016: { class: 'configuration', meaning: 'Too many registrations of the sender in 72 hours.' },
  134011: { class: 'configuration', meaning: 'Terms of payment are not accepted.' },
  135000: { class: 'configuration', meaning: 'A parameter is invalid.' },
};

/** Codes behind which the carrier hides many of Meta's: the text that comes along knows better. */
const GENERAL_CODES: ReadonlySet<string> = new Set(['63012', '63013', '63018', '63023', '63024']);

const UNKNOWN: Failure = { class: 'unknown', meaning: 'A code that is not in the table.' };

/** What a failure means: by the carrier's code, or by Meta's in the accompanying text when the carrier's says too little. */
export function explainFailure(code: string | undefined, channelMessage?: string): Failure {
  const own = code !== undefined && Object.hasOwn(TWILIO_FAILURES, code) ? TWILIO_FAILURES[code] : undefined;
  if (own && !GENERAL_CODES.has(code ?? '')) return own;
  return metaFailure(channelMessage) ?? own ?? UNKNOWN;
}

function metaFailure(text: string | undefined): Failure | undefined {
  for (const [found] of text?.matchAll(/(?<!\d)13\d{4}(?!\d)/g) ?? []) {
    const failure = META_FAILURES[found];
    if (failure) return failure;
  }
  return undefined;
}
