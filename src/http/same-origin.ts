import type { IncomingHttpHeaders } from 'node:http';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin;
  } catch {
    return undefined;
  }
}

/**
 * May a request that changes something be believed to come from our own page? Browsers say where it comes from
 * (Sec-Fetch-Site, Origin); a client that says neither is no browser and carries no cookie by accident.
 */
export function isSameOrigin(method: string, headers: IncomingHttpHeaders, publicUrl: string): boolean {
  if (SAFE_METHODS.has(method)) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (headers.origin === undefined) return true;
  const origin = originOf(headers.origin);
  if (origin === undefined || origin === 'null') return false;
  return origin === originOf(publicUrl) || new URL(origin).host === headers.host;
}
