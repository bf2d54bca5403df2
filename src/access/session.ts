import type { Keyring } from '../base/keyring.ts';
import type { RandomBytes } from '../base/random.ts';
import type { Session } from './session-store.ts';

export const SESSION_COOKIE = 'relevo_session';
/** A session that nobody used for so long is over. */
export const IDLE_SECONDS = 12 * 3600;
/** However busy: after this, sign in again. */
export const ABSOLUTE_SECONDS = 7 * 24 * 3600;
/** Of one that began at an identity provider: what it decides about groups and leaving is followed within a working day. */
const ABSOLUTE_SECONDS_OPENID = 12 * 3600;
/** The end is moved on at most so often. */
const TOUCH_EVERY_MS = 60_000;

/** The secret of a cookie: 256 random bits. */
export function makeSessionToken(random: RandomBytes): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** What a session is kept under: a keyed hash, so that reading the store gives nobody a session. */
export function sessionIdOf(keyring: Keyring, token: string): string {
  return keyring.hash(`session:${token}`);
}

/** What to do with a session that was found: is it over, and must its end be moved on? */
export function judgeSession(session: Session, nowMs: number): { readonly over: boolean; readonly touchForSeconds?: number } {
  const idleSeconds = (nowMs - session.seenAtMs) / 1000;
  const longest = session.began === 'openid' ? ABSOLUTE_SECONDS_OPENID : ABSOLUTE_SECONDS;
  const leftSeconds = longest - (nowMs - session.createdAtMs) / 1000;
  if (idleSeconds >= IDLE_SECONDS || leftSeconds <= 0) return { over: true };
  if (nowMs - session.seenAtMs < TOUCH_EVERY_MS) return { over: false };
  return { over: false, touchForSeconds: Math.ceil(Math.min(IDLE_SECONDS, leftSeconds)) };
}

/** The value of a cookie in a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The Set-Cookie line of a session; `token: undefined` takes the cookie away. */
export function sessionCookie(token: string | undefined, secure: boolean): string {
  const parts = [`${SESSION_COOKIE}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${token ? ABSOLUTE_SECONDS : 0}`];
  if (secure) parts.push('Secure');
  return parts.join('; ');
}
