import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { type ApiKey, type ApiKeyStore, keyIdOf, type Scope } from './api-key.ts';
import { type Debt, owedBy } from './debts.ts';
import type { SecondFactorDuty } from './second-factor.ts';
import { judgeSession, readCookie, SESSION_COOKIE, sessionIdOf } from './session.ts';
import type { SessionStore } from './session-store.ts';
import type { User } from './user.ts';
import type { UserStore } from './user-store.ts';

/** Who is asking. */
export interface Identity {
  readonly user: User;
  readonly via: 'session' | 'api-key';
  /** The hashed id of the session, or the id of the API key: safe to log. */
  readonly sessionId: string;
  /** Of a session: how it began. */
  readonly began?: 'password' | 'openid';
  /** What must be done before anything else is answered. */
  readonly owes?: Debt;
  /** Of an API key that was made for one purpose: it may nothing else. */
  readonly scopes?: readonly Scope[];
  /** Of an API key with a limit of its own. */
  readonly perMinute?: number;
  /** Of an API key: the user name of who made it. */
  readonly maker?: string;
}

export interface Credentials {
  /** The Cookie header. */
  readonly cookie?: string | undefined;
  /** The Authorization header; when present, the cookie is not looked at. */
  readonly authorization?: string | undefined;
}

/** Finds out who is asking; undefined: nobody we know. For requests and for sockets at their upgrade. */
export type Authenticate = (credentials: Credentials) => Promise<Identity | undefined>;

export interface AuthenticateDeps {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly apiKeys: ApiKeyStore;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly secondFactorDuty: Pick<SecondFactorDuty, 'roles'>;
}

const NOTE_USE_EVERY_MS = 60_000;

function machineUser(key: ApiKey): User {
  return { id: key.id, username: `key:${key.name}`, name: key.name, roles: [key.role], teams: [], skills: [], languages: [], capacity: 0 };
}

async function byApiKey(deps: AuthenticateDeps, secret: string): Promise<Identity | undefined> {
  const id = keyIdOf(secret);
  const key = id === undefined ? undefined : await deps.apiKeys.byId(id);
  if (!key) return undefined;
  const given = Buffer.from(deps.keyring.hash(`api-key:${secret}`));
  const wanted = Buffer.from(key.secretHash);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const nowMs = deps.clock.nowMs();
  if (key.expiresAtMs !== undefined && nowMs >= key.expiresAtMs) return undefined;
  if (nowMs - (key.lastUsedAtMs ?? 0) >= NOTE_USE_EVERY_MS) await deps.apiKeys.noteUse(key.id, nowMs);
  const { scopes, perMinute } = key;
  return {
    user: machineUser(key),
    via: 'api-key',
    sessionId: key.id,
    maker: key.createdBy,
    ...(scopes && { scopes }),
    ...(perMinute !== undefined && { perMinute }),
  };
}

async function bySession(deps: AuthenticateDeps, token: string): Promise<Identity | undefined> {
  const id = sessionIdOf(deps.keyring, token);
  const session = await deps.sessions.read(id);
  if (!session) return undefined;
  const nowMs = deps.clock.nowMs();
  const verdict = judgeSession(session, nowMs);
  const [stored, duty] = verdict.over ? [] : await Promise.all([deps.users.byId(session.userId), deps.secondFactorDuty.roles()]);
  if (!stored || stored.user.disabled) {
    await deps.sessions.end(id, session.userId);
    return undefined;
  }
  if (verdict.touchForSeconds !== undefined) await deps.sessions.touch(id, { ...session, seenAtMs: nowMs }, verdict.touchForSeconds);
  return {
    user: stored.user,
    via: 'session',
    sessionId: id,
    began: session.began ?? 'password',
    ...owedBy(stored, duty),
  };
}

/** The function that pages, routes and sockets ask; it throws only `store-unavailable`. */
export function createAuthenticate(deps: AuthenticateDeps): Authenticate {
  return async ({ cookie, authorization }) => {
    if (authorization !== undefined) {
      const match = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(authorization.trim());
      return match?.[1] ? byApiKey(deps, match[1]) : undefined;
    }
    const token = readCookie(cookie, SESSION_COOKIE);
    return token && token.length <= 100 ? bySession(deps, token) : undefined;
  };
}
