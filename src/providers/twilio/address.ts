import type { MessageAddress } from '../../channels/messages.ts';

const E164 = /^\+[1-9]\d{6,14}$/;
/** A business-scoped user id: a country, perhaps ENT, and up to 128 letters and digits. */
const SCOPED_USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** The customer an address of the carrier means (`whatsapp:+34…`, `whatsapp:ES.45…`, `+34…`); undefined for anything else. */
export function readAddress(text: string): MessageAddress | undefined {
  const match = /^(whatsapp:)?(.+)$/.exec(text.trim());
  if (!match) return undefined;
  const channel = match[1] ? 'whatsapp' : 'sms';
  const rest = match[2] as string;
  if (E164.test(rest)) return { channel, phone: rest };
  return channel === 'whatsapp' && SCOPED_USER_ID.test(rest) ? { channel, scopedUserId: rest } : undefined;
}

/** The id in `ExternalUserId`, without the channel's prefix; undefined when there is none. */
export function readScopedUserId(text: string | undefined): string | undefined {
  const id = text?.replace(/^whatsapp:/, '');
  return id && SCOPED_USER_ID.test(id) ? id : undefined;
}

/** An address as the carrier wants it. The number goes first: some templates can't be sent to a scoped id. */
export function writeAddress(address: MessageAddress): string {
  const target = address.phone ?? address.scopedUserId ?? '';
  return address.channel === 'whatsapp' ? `whatsapp:${target}` : target;
}
