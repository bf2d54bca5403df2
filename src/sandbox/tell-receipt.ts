import type { Behaviour, Receipts } from '../http/contract/sandbox-carrier.ts';
import { errorText } from './error-texts.ts';
import type { PostWebhook } from './fetch-document.ts';
import { handsetAt } from './find-handset.ts';
import { postOrHold } from './hold-webhooks.ts';
import type { Message, Receipt } from './message.ts';
import type { Parameters } from './signature.ts';
import { later, noteProblem, type World } from './world.ts';

/** Tells what became of a message, in the order, as often and as late as was chosen for it; without a StatusCallback nothing. */
export async function tellReceipt(world: World, post: PostWebhook, message: Message, receipt: Receipt): Promise<void> {
  if (!message.statusCallback) return;
  const { order, copies = 1, afterSeconds = 0 } = receiptsOf(message.behaviour);
  const due = order === undefined || order === 'as-they-happen' ? [receipt] : collect(world, message, receipt, order);
  const tell = async () => {
    for (const each of due) for (let copy = 0; copy < copies; copy += 1) await send(world, post, message, each);
  };
  if (afterSeconds === 0) await tell();
  else if (due.length > 0) later(world, afterSeconds * 1000, tell);
}

/** Two of the behaviours are names for what can also be chosen beside another. */
function receiptsOf(behaviour: Behaviour | undefined): Receipts {
  const named: Receipts =
    behaviour?.kind === 'duplicate-receipts' ? { copies: 2 } : behaviour?.kind === 'receipts-out-of-order' ? { order: 'backwards' } : {};
  return { ...named, ...behaviour?.receipts };
}

/** Everything that waited, once the last receipt is there that comes by itself. */
function collect(world: World, message: Message, receipt: Receipt, order: 'backwards' | 'shuffled'): Receipt[] {
  const untold = [...(message.untold ?? []), receipt];
  const isLast = receipt.status === 'sent' ? message.lost === true : !(receipt.status === 'delivered' && awaitsRead(message));
  message.untold = isLast ? [] : untold;
  if (!isLast) return [];
  return order === 'backwards' ? untold.reverse() : shuffled(world, untold);
}

function awaitsRead({ channel, behaviour }: Message): boolean {
  return channel === 'whatsapp' && behaviour?.kind === 'deliver-and-read';
}

function shuffled<T>(world: World, items: T[]): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const at = (world.random(1)[0] ?? 0) % (last + 1);
    [items[last], items[at]] = [items[at] as T, items[last] as T];
  }
  return items;
}

async function send(world: World, post: PostWebhook, message: Message, receipt: Receipt): Promise<void> {
  const { statusCallback: url = '' } = message;
  await postOrHold(world, post, { kind: 'receipt', url, parameters: receiptParameters(world, message, receipt) }, (answer) => {
    const name = `receipt "${receipt.status}" of ${message.sid}`;
    if (answer.kind === 'failed') noteProblem(world, answer.code, `${name}: ${answer.text}`);
    else if (answer.status >= 400) noteProblem(world, 11200, `${name}: the service answered ${answer.status}`);
  });
}

/** Source: https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks */
function receiptParameters(world: World, message: Message, { status, code }: Receipt): Parameters {
  const whatsapp = message.channel === 'whatsapp';
  const handset = handsetAt(world, message.handsetId);
  return {
    AccountSid: world.account.accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: status,
    SmsStatus: status,
    From: message.from,
    To: message.to,
    ...(message.messagingServiceSid && { MessagingServiceSid: message.messagingServiceSid }),
    ...(code && { ErrorCode: isMetaCode(code) ? HIDES_META_CODES : code }),
    ...(code && whatsapp && { ChannelStatusMessage: isMetaCode(code) ? `(#${code}) ${errorText(code)}` : errorText(code) }),
    ...(whatsapp && { ChannelPrefix: 'whatsapp', ChannelToAddress: message.to.replace(/^whatsapp:/, '') }),
    ...(status === 'read' && { EventType: 'READ' }),
    ...(whatsapp && (status === 'delivered' || status === 'read') && { ExternalUserId: `whatsapp:${handset.scopedUserId}` }),
    ...(!whatsapp && { RawDlrDoneDate: dlrDate(world.scheduler.nowMs()) }),
  };
}

/** Behind this one the carrier hides many of WhatsApp's: the text alone tells them. */
const HIDES_META_CODES = '63012';
/** The only one of WhatsApp's with as many digits as the carrier's own. */
const META_WITH_FIVE_DIGITS = '80007';

function isMetaCode(code: string): boolean {
  return code.length !== 5 || code === META_WITH_FIVE_DIGITS;
}

/** `YYMMDDhhmm`. */
function dlrDate(ms: number): string {
  return new Date(ms).toISOString().replace(/\D/g, '').slice(2, 12);
}
