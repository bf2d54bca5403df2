import type { SenderOutlook, SenderProfile } from '../../channels/outlook.ts';
import type { RestClient } from './rest-client.ts';

interface SenderFound {
  readonly senderId?: string;
  readonly status?: string;
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly profile?: Readonly<Record<string, unknown>> | null;
}

/**
 * How the WhatsApp sender stands at the carrier; undefined when it can't be asked. A sender that the account does not list
 * (of a messaging service, say) is not known, which speaks against nothing.
 * Source: https://www.twilio.com/docs/whatsapp/api/senders
 */
export async function readSenderState(rest: RestClient, phone: string): Promise<SenderOutlook | undefined> {
  const answer = await rest.ask('read-sender', (sdk) => sdk.messaging.v2.channelsSenders.list({ channel: 'whatsapp', limit: 1000 }));
  if (answer.kind !== 'ok') return undefined;
  const found = (answer.value as unknown as readonly SenderFound[]).find(({ senderId }) => senderId === `whatsapp:${phone}`);
  if (!found) return {};
  const quality = qualityOf(String(found.properties?.quality_rating ?? found.properties?.qualityRating ?? ''));
  const limitPerDay = limitOf(String(found.properties?.messaging_limit ?? found.properties?.messagingLimit ?? ''));
  return {
    ...(found.status !== undefined && { status: found.status }),
    ...(quality !== undefined && { quality }),
    ...(limitPerDay !== undefined && { limitPerDay }),
    ...(found.profile && { profile: profileOf(found.profile) }),
  };
}

function profileOf(given: Readonly<Record<string, unknown>>): SenderProfile {
  const texts = (['name', 'about', 'description'] as const).flatMap((field) => {
    const text = given[field];
    return typeof text === 'string' && text.trim() !== '' ? [[field, text.trim()] as const] : [];
  });
  return Object.fromEntries(texts);
}

const QUALITIES: Readonly<Record<string, SenderOutlook['quality']>> = {
  HIGH: 'high',
  GREEN: 'high',
  MEDIUM: 'medium',
  YELLOW: 'medium',
  LOW: 'low',
  RED: 'low',
};

function qualityOf(text: string): SenderOutlook['quality'] {
  return QUALITIES[text.trim().toUpperCase()];
}

/** `1K Customers/24hr`, `TIER_250`, `100K`; undefined for no limit and for what nobody understands. */
export function limitOf(text: string): number | undefined {
  const found = /(\d+(?:\.\d+)?)\s*([KM])?/i.exec(text.replace(/\/\s*24\s*hr?s?.*/i, ''));
  if (!found) return undefined;
  const unit = { K: 1000, M: 1_000_000 }[found[2]?.toUpperCase() ?? ''] ?? 1;
  return Math.round(Number(found[1]) * unit);
}
