import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-address.ts';

/** The address leads into a private network, and the operator has not allowed its host. */
export class ForbiddenAddress extends Error {}

/** A request to an address that somebody wrote down: a flow's look-up, a webhook of ours. */
export interface OutsideRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The operator allows this host whatever its address. */
  readonly trusted: boolean;
  readonly signal: AbortSignal;
}

/** Is the host, with its port or without, among those that the operator allows? */
export function isAllowedHost(url: URL, allowHosts: readonly string[]): boolean {
  return allowHosts.includes(url.host) || allowHosts.includes(url.hostname);
}

/**
 * Asks, and answers as soon as the head of the answer is there. The address is judged as it is connected to, so a name that
 * answers differently the second time gains nothing. Redirects are not followed. Throws ForbiddenAddress.
 */
export function askOutside(url: URL, asked: OutsideRequest): Promise<IncomingMessage> {
  const bareHost = url.hostname.replace(/^\[|\]$/g, '');
  if (!asked.trusted && isIP(bareHost) !== 0 && isPrivateAddress(bareHost)) {
    return Promise.reject(new ForbiddenAddress(`${bareHost} is a private address`));
  }
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: asked.method,
      headers: {
        ...asked.headers,
        ...(asked.body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(asked.body) }),
      },
      signal: asked.signal,
      ...(!asked.trusted && { lookup: publicLookup }),
    });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    // An unasked "101 Switching Protocols" ends the connection with neither a response nor an error.
    outgoing.once('close', () => reject(new Error('The connection closed without an answer.')));
    outgoing.end(asked.body);
  });
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(new ForbiddenAddress(`${hostname} has a private address`), '', 0);
    }
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family ?? 0);
  });
};
