import { AppError } from '../../base/errors.ts';
import { mediaTypeOf } from './media-type.ts';
import { rebase } from './rest-client.ts';

export interface MediaOptions {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiUrl?: string;
  /** For the whole download, redirects included. */
  readonly timeoutMs: number;
}

const MOST_REDIRECTS = 3;

/**
 * The bytes of an inbound medium and what they are. The account's credentials go to the carrier's own host alone, never
 * along a redirect. Throws `media-unavailable`, `media-too-large`.
 * Source: https://www.twilio.com/docs/usage/security (HTTP authentication for media)
 */
export async function fetchMedia(
  options: MediaOptions,
  url: string,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; contentType: string }> {
  const first = ownAddress(url, options.apiUrl);
  const signal = AbortSignal.timeout(options.timeoutMs);
  const credentials = Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64');
  try {
    const response = await follow(first, credentials, signal);
    const bytes = await readAtMost(response, maxBytes);
    return { bytes, contentType: mediaTypeOf(bytes, response.headers.get('content-type') ?? '') };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unavailable('The download of the medium failed.', cause);
  }
}

function ownAddress(url: string, apiUrl: string | undefined): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const isCarriers = address?.protocol === 'https:' && (address.hostname === 'twilio.com' || address.hostname.endsWith('.twilio.com'));
  const isConfigured = apiUrl !== undefined && address?.origin === new URL(apiUrl).origin;
  if (!address || !(isCarriers || isConfigured)) throw unavailable('The address of the medium is not the carrier’s.');
  return isConfigured ? address : new URL(rebase(url, apiUrl));
}

async function follow(first: URL, credentials: string, signal: AbortSignal): Promise<Response> {
  let address = first;
  for (let n = 0; n <= MOST_REDIRECTS; n += 1) {
    const headers: Record<string, string> = n === 0 ? { authorization: `Basic ${credentials}` } : {};
    const response = await fetch(address, { redirect: 'manual', signal, headers });
    if (response.ok) return response;
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || !location) throw unavailable(`The carrier answered ${response.status}.`);
    const next = new URL(location, address);
    // Plain HTTP only where the configured carrier itself speaks it.
    if (next.protocol !== 'https:' && next.protocol !== first.protocol) throw unavailable('The medium redirects to an insecure address.');
    address = next;
  }
  throw unavailable('The medium redirects too often.');
}

async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(response.headers.get('content-length') ?? 0);
  const parts: Uint8Array[] = [];
  let size = 0;
  if (declared <= maxBytes) {
    for await (const part of response.body ?? []) {
      size += part.byteLength;
      if (size > maxBytes) break;
      parts.push(part);
    }
  }
  if (declared > maxBytes || size > maxBytes) {
    await response.body?.cancel().catch(() => undefined);
    throw new AppError('media-too-large', `The medium is larger than ${maxBytes} bytes.`);
  }
  return Buffer.concat(parts);
}

function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('media-unavailable', message, { cause });
}
