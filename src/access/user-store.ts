import type { User } from './user.ts';

/** Somebody as an identity provider knows them: the pair stays the same for good, whatever they are called. */
export interface OpenIdSubject {
  readonly issuer: string;
  readonly subject: string;
}

/** Codes of an authenticator app, asked for beside the password. */
export interface SecondFactor {
  /** The secret, encrypted. */
  readonly sealed: string;
  /** The time step of the code that was used last: it and earlier ones are refused. */
  readonly lastStep: number;
  /** Keyed hashes of the recovery codes that were not used yet. */
  readonly recovery: readonly string[];
  readonly sinceMs: number;
}

/** A user as kept. */
export interface StoredUser {
  readonly user: User;
  /** argon2id, in its own text form; absent: there is no password, they come in by an identity provider. */
  readonly passwordHash?: string;
  /** Of somebody who comes in by an identity provider: who they are there. */
  readonly openId?: OpenIdSubject;
  readonly secondFactor?: SecondFactor;
  /** Somebody else knows the password: until it is changed, nothing else is answered. */
  readonly mustChange?: true;
  /** 1 for the first. */
  readonly version: number;
  /** Made at first start in the sandbox, with a password everybody knows; never usable outside it. */
  readonly demo?: true;
}

/** The port to the users. Every call is one round trip. */
export interface UserStore {
  byId(id: string): Promise<StoredUser | undefined>;
  byUsername(username: string): Promise<StoredUser | undefined>;
  byOpenId(who: OpenIdSubject): Promise<StoredUser | undefined>;
  /** By user name. */
  list(): Promise<readonly StoredUser[]>;
  /** False if the user name is taken, or the provider's subject has a user already. */
  add(stored: StoredUser): Promise<boolean>;
  /** Writes the next version; false if somebody else wrote since `stored.version - 1` was read. */
  replace(stored: StoredUser): Promise<boolean>;
}
