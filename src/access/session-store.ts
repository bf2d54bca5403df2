/** A sign-in that is still good. */
export interface Session {
  readonly userId: string;
  /** How it began; absent: with a password. */
  readonly began?: 'openid';
  readonly createdAtMs: number;
  readonly seenAtMs: number;
  /** The network address of the sign-in. */
  readonly address?: string;
  /** What the browser said it is, cut to 200 letters. */
  readonly device?: string;
}

/** The port to the sessions, which are kept under a keyed hash of the secret in the cookie. */
export interface SessionStore {
  create(id: string, session: Session, ttlSeconds: number): Promise<void>;
  read(id: string): Promise<Session | undefined>;
  /** Moves the end on, unless the session was ended meanwhile. */
  touch(id: string, session: Session, ttlSeconds: number): Promise<void>;
  end(id: string, userId: string): Promise<void>;
  endAllOf(userId: string): Promise<void>;
  /** Those of a user that are still good. */
  list(userId: string): Promise<readonly { readonly id: string; readonly session: Session }[]>;
}
