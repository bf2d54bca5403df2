import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin;
  } catch {
    return undefined;
  }
}

export interface OwnAddress {
  readonly publicUrl: string;
  /** There is a password that everybody knows. */
  readonly sandbox: boolean;
}

/**
 * May a request that changes something be believed to come from our own page? Browsers say where it comes from
 * (Sec-Fetch-Site, Origin); a client that says neither is no browser and carries no cookie by accident. Our own is
 * PUBLIC_URL, and the address the page was opened at: its Host is the same then. In the sandbox that must be no name but
 * localhost: whoever owns a name can have it lead to this machine, and sign in as a demo user.
 */
export function isSameOrigin(method: string, headers: IncomingHttpHeaders, own: OwnAddress): boolean {
  if (SAFE_METHODS.has(method)) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (headers.origin === undefined) return true;
  const origin = originOf(headers.origin);
  if (origin === undefined || origin === 'null') return false;
  if (origin === originOf(own.publicUrl)) return true;
  const { host, hostname } = new URL(origin);
  return host === headers.host && (!own.sandbox || isNobodysName(hostname));
}

/** An IP address or localhost: what no owner of a name can point elsewhere. */
function isNobodysName(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
