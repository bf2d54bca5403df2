import type { Request } from 'express';
import type { Message } from './message.ts';
import type { World } from './world.ts';

/** RFC 2822 in UTC, as in every 2010-04-01 resource. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** ISO 8601 without fractions, as in the newer products. */
export function iso8601(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export const VERSION = '2010-04-01';

/** The Message resource. Source: https://www.twilio.com/docs/messaging/api/message-resource */
export function messageResource(world: World, message: Message): Record<string, unknown> {
  const { accountSid } = world.account;
  const uri = `/${VERSION}/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    account_sid: accountSid,
    api_version: VERSION,
    body: message.body,
    date_created: rfc2822(message.createdAtMs),
    date_sent: message.sentAtMs === undefined ? null : rfc2822(message.sentAtMs),
    date_updated: rfc2822(message.updatedAtMs),
    direction: message.direction,
    error_code: message.errorCode === undefined ? null : Number(message.errorCode),
    error_message: null,
    from: message.status === 'accepted' && message.messagingServiceSid ? null : message.from,
    messaging_service_sid: message.messagingServiceSid ?? null,
    num_media: String(message.mediaSids.length),
    num_segments: message.channel === 'whatsapp' ? '1' : String(Math.max(1, Math.ceil(message.body.length / 153))),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** A page of a 2010-04-01 list; `items` newest first. `PageSize` 50 by default, 1000 at most. */
export function legacyPage<T>(request: Request, key: string, items: readonly T[], format: (item: T) => unknown): Record<string, unknown> {
  const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
  const path = request.originalUrl.split('?')[0] ?? '';
  const size = Math.min(1000, Math.max(1, Number(query.get('PageSize') ?? 50) || 50));
  const page = Math.max(0, Number(query.get('Page') ?? 0) || 0);
  const address = (number: number) => {
    const next = new URLSearchParams(query);
    next.set('PageSize', String(size));
    next.set('Page', String(number));
    return `${path}?${next}`;
  };
  const start = page * size;
  const shown = items.slice(start, start + size);
  return {
    end: Math.max(start, start + shown.length - 1),
    first_page_uri: address(0),
    next_page_uri: start + size < items.length ? address(page + 1) : null,
    page,
    page_size: size,
    previous_page_uri: page > 0 ? address(page - 1) : null,
    start,
    uri: request.originalUrl,
    [key]: shown.map(format),
  };
}

/** A page of a newer product's list, with `meta`. */
export function metaPage<T>(
  request: Request,
  base: string,
  key: string,
  items: readonly T[],
  format: (item: T) => unknown,
): Record<string, unknown> {
  const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
  const path = request.originalUrl.split('?')[0] ?? '';
  const size = Math.min(1000, Math.max(1, Number(query.get('PageSize') ?? 50) || 50));
  const page = Math.max(0, Number(query.get('Page') ?? 0) || 0);
  const address = (number: number) => {
    const next = new URLSearchParams(query);
    next.set('PageSize', String(size));
    next.set('Page', String(number));
    return `${base}${path}?${next}`;
  };
  return {
    [key]: items.slice(page * size, (page + 1) * size).map(format),
    meta: {
      page,
      page_size: size,
      first_page_url: address(0),
      previous_page_url: page > 0 ? address(page - 1) : null,
      url: address(page),
      next_page_url: (page + 1) * size < items.length ? address(page + 1) : null,
      key,
    },
  };
}
