import { z } from 'zod';
import type { Keyring } from '../base/keyring.ts';
import type { OpenIdSecrets } from './openid.ts';

export const ERRAND_COOKIE = 'relevo_sso';
/** So long somebody may take at the provider, in seconds. */
export const ERRAND_SECONDS = 600;
/** Only what begins here gets the cookie. */
export const OPENID_PATH = '/login/openid';

/** What the browser carries while it is at the provider, sealed: nobody reads it, nobody makes one. */
const Errand = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string(), startedAtMs: z.number() });
export type Errand = z.infer<typeof Errand>;

export function sealErrand(keyring: Keyring, secrets: OpenIdSecrets, next: string, startedAtMs: number): string {
  return keyring.seal('openid-errand', JSON.stringify({ ...secrets, next, startedAtMs } satisfies Errand));
}

/** The errand in a cookie; undefined: it is none of ours, or it took too long. */
export function openErrand(keyring: Keyring, sealed: string | undefined, nowMs: number): Errand | undefined {
  const text = sealed === undefined ? undefined : keyring.unseal('openid-errand', sealed);
  const parsed = text === undefined ? undefined : Errand.safeParse(JSON.parse(text));
  if (!parsed?.success) return undefined;
  const ageMs = nowMs - parsed.data.startedAtMs;
  return ageMs < ERRAND_SECONDS * 1000 ? parsed.data : undefined;
}

/** The Set-Cookie line of an errand; `sealed: undefined` takes it away. Lax: it comes along when the provider sends the browser back. */
export function errandCookie(sealed: string | undefined, secure: boolean): string {
  const age = sealed === undefined ? 0 : ERRAND_SECONDS;
  const parts = [`${ERRAND_COOKIE}=${sealed ?? ''}`, `Path=${OPENID_PATH}`, 'HttpOnly', 'SameSite=Lax', `Max-Age=${age}`];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
