import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import type { FormPairs } from './form.ts';
import { RETRY_FRAGMENT } from './retry-fragment.ts';

/** Proves that a request comes from the carrier. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security */
export interface SignatureCheck {
  /** A form webhook; `pathAndQuery` exactly as it was requested. */
  verify(signature: string, pathAndQuery: string, pairs: FormPairs): boolean;
  /** A webhook with another body, whose SHA-256 the address carries in `bodySHA256`. */
  verifyBody(signature: string, pathAndQuery: string, body: Uint8Array): boolean;
}

/** A check against the address that is set at the carrier; any of the tokens may have signed. */
export function createSignatureCheck(publicUrl: string, authTokens: readonly string[]): SignatureCheck {
  const keys = authTokens.map((token) => createSecretKey(token, 'utf8'));
  const verify = (signature: string, pathAndQuery: string, pairs: FormPairs): boolean => {
    if (signature.length !== 28) return false;
    const given = Buffer.from(signature, 'latin1');
    const body = signedBody(pairs);
    const matches = (url: string) => keys.some((key) => timingSafeEqual(given, digest(key, url + body)));
    const url = publicUrl + pathAndQuery;
    return matches(url) || spellingsOf(url).some(matches);
  };
  return {
    verify,
    verifyBody: (signature, pathAndQuery, body) => {
      const promised = /[?&]bodySHA256=([0-9a-f]{64})(?:&|$)/.exec(pathAndQuery)?.[1];
      if (promised === undefined || !verify(signature, pathAndQuery, [])) return false;
      return timingSafeEqual(createHash('sha256').update(body).digest(), Buffer.from(promised, 'hex'));
    },
  };
}

/** The signature the carrier would put on a form webhook to this address, Base64. */
export function sign(authToken: string, url: string, pairs: FormPairs): string {
  return digest(createSecretKey(authToken, 'utf8'), url + signedBody(pairs)).toString('latin1');
}

function digest(key: KeyObject, data: string): Buffer {
  return Buffer.from(createHmac('sha1', key).update(data, 'utf8').digest('base64'), 'latin1');
}

/** Names in code-unit order, each followed by its value; of a repeated name the distinct values in order. */
function signedBody(pairs: FormPairs): string {
  const sorted = [...pairs].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  let text = '';
  let previous: readonly [string, string] | undefined;
  for (const pair of sorted) {
    if (previous === undefined || previous[0] !== pair[0] || previous[1] !== pair[1]) text += pair[0] + pair[1];
    previous = pair;
  }
  return text;
}

const ADDRESS = /^([a-z][a-z0-9+.-]*:\/\/)((?:[^/?#]*@)?)(\[[^\]]*\]|[^/?#:]*)((?::[^/?#]*)?)/i;

function withoutPort(url: string): string {
  return url.replace(ADDRESS, '$1$2$3');
}

function withPort(url: string): string {
  return url.replace(ADDRESS, (whole, scheme: string, _user: string, _host: string, port: string) =>
    port ? whole : whole + (scheme.toLowerCase() === 'https://' ? ':443' : ':80'),
  );
}

/**
 * How else the carrier may have written the address it signed: without or with the port (voice over HTTPS drops it),
 * percent-encoded, with its query encoded again, and each of these with our own fragment, which is never sent over HTTP.
 */
function spellingsOf(url: string): string[] {
  const spellings = [withoutPort(url), withPort(url)];
  if (URL.canParse(url)) {
    const normal = new URL(url).toString();
    spellings.push(withoutPort(normal), withPort(normal), requeried(withoutPort(normal)), requeried(withPort(normal)));
  }
  // The fragment is documented as no part of what is signed. Should it be signed all the same, it is the one we wrote.
  spellings.push(...[url, ...spellings].map((spelling) => spelling + RETRY_FRAGMENT));
  return spellings.filter((spelling, i) => spelling !== url && spellings.indexOf(spelling) === i);
}

function requeried(url: string): string {
  const at = url.indexOf('?');
  return at === -1 || at === url.length - 1 ? url : `${url.slice(0, at)}?${stringify(parse(url.slice(at + 1)))}`;
}
