import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { RandomBytes } from '../base/random.ts';
import { IDLE_SECONDS, makeSessionToken, sessionIdOf } from './session.ts';
import type { Session, SessionStore } from './session-store.ts';

export interface BeginSessionDeps {
  readonly sessions: SessionStore;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** From where somebody signs in. */
export interface Visit {
  readonly address: string;
  /** What the browser says it is. */
  readonly device?: string;
  /** The session the browser came with: it ends, so that nobody can plant one. */
  readonly oldSession?: { readonly id: string; readonly userId: string };
}

/** A new session of somebody who has proved who they are; answers the secret of its cookie. */
export async function beginSession(deps: BeginSessionDeps, userId: string, visit: Visit, began?: Session['began']): Promise<string> {
  const { address, device, oldSession } = visit;
  if (oldSession) await deps.sessions.end(oldSession.id, oldSession.userId);
  const token = makeSessionToken(deps.random);
  const nowMs = deps.clock.nowMs();
  const session: Session = {
    userId,
    createdAtMs: nowMs,
    seenAtMs: nowMs,
    address,
    ...(began && { began }),
    ...(device && { device: device.slice(0, 200) }),
  };
  await deps.sessions.create(sessionIdOf(deps.keyring, token), session, IDLE_SECONDS);
  return token;
}
