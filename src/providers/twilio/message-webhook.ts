import type { InboundMedia, InboundMessage, MessageAddress } from '../../channels/messages.ts';
import { readAddress, readScopedUserId } from './address.ts';
import { type FormPairs, fieldOf, filledFieldOf, invalidField } from './form.ts';

const OPT_OUTS: Readonly<Record<string, NonNullable<InboundMessage['carrierOptOut']>>> = { STOP: 'stop', START: 'start', HELP: 'help' };

/**
 * What a customer wrote. Throws `webhook-invalid` naming the field.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function readInboundMessage(pairs: FormPairs): InboundMessage {
  const providerMessageId = filledFieldOf(pairs, 'MessageSid');
  if (!providerMessageId || !/^[SM]M[0-9a-fA-F]{32}$/.test(providerMessageId)) {
    throw invalidField('MessageSid', 'SM or MM and 32 hexadecimal digits');
  }
  const to = filledFieldOf(pairs, 'To')?.replace(/^whatsapp:/, '');
  if (!to) throw invalidField('To', 'present');
  return {
    providerMessageId,
    from: readSender(pairs),
    to,
    text: fieldOf(pairs, 'Body') ?? '',
    media: readMedia(pairs),
    ...readAnswer(pairs),
    ...readCircumstances(pairs),
  };
}

/** `From` is a number or a scoped id; `WaId` and `ExternalUserId` may add the other half. */
function readSender(pairs: FormPairs): MessageAddress {
  const from = readAddress(filledFieldOf(pairs, 'From') ?? '');
  if (!from) throw invalidField('From', 'whatsapp: and a number in E.164 or a user id, or a number in E.164');
  if (from.channel === 'sms') return from;
  const waId = filledFieldOf(pairs, 'WaId') ?? '';
  const phone = from.phone ?? (/^[1-9]\d{6,14}$/.test(waId) ? `+${waId}` : undefined);
  const scopedUserId = from.scopedUserId ?? readScopedUserId(filledFieldOf(pairs, 'ExternalUserId'));
  return { channel: from.channel, ...(phone && { phone }), ...(scopedUserId && { scopedUserId }) };
}

/** WhatsApp sends none or one, the carrier's form has room for ten. */
function readMedia(pairs: FormPairs): InboundMedia[] {
  const count = filledFieldOf(pairs, 'NumMedia') ?? '0';
  if (!/^\d{1,2}$/.test(count)) throw invalidField('NumMedia', 'a whole number');
  const media: InboundMedia[] = [];
  for (let i = 0; i < Math.min(Number(count), 10); i += 1) {
    const url = filledFieldOf(pairs, `MediaUrl${i}`);
    if (!url || !URL.canParse(url)) throw invalidField(`MediaUrl${i}`, 'an address');
    media.push({ url, contentType: filledFieldOf(pairs, `MediaContentType${i}`) ?? 'application/octet-stream' });
  }
  return media;
}

/** The pressed button or chosen list entry, and the message that was answered. */
function readAnswer(pairs: FormPairs): Partial<InboundMessage> {
  const buttonPayload = filledFieldOf(pairs, 'ButtonPayload') ?? filledFieldOf(pairs, 'ListId');
  const buttonText = filledFieldOf(pairs, 'ButtonText') ?? filledFieldOf(pairs, 'ListTitle');
  const repliedMessageId = filledFieldOf(pairs, 'OriginalRepliedMessageSid');
  return { ...(buttonPayload && { buttonPayload }), ...(buttonText && { buttonText }), ...(repliedMessageId && { repliedMessageId }) };
}

function readCircumstances(pairs: FormPairs): Partial<InboundMessage> {
  const profileName = filledFieldOf(pairs, 'ProfileName');
  const location = readLocation(pairs);
  const carrierOptOut = OPT_OUTS[filledFieldOf(pairs, 'OptOutType')?.toUpperCase() ?? ''];
  return { ...(profileName && { profileName }), ...(location && { location }), ...(carrierOptOut && { carrierOptOut }) };
}

function readLocation(pairs: FormPairs): InboundMessage['location'] {
  const latitude = Number(filledFieldOf(pairs, 'Latitude') ?? Number.NaN);
  const longitude = Number(filledFieldOf(pairs, 'Longitude') ?? Number.NaN);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  const label = filledFieldOf(pairs, 'Label');
  const address = filledFieldOf(pairs, 'Address');
  return { latitude, longitude, ...(label && { label }), ...(address && { address }) };
}
