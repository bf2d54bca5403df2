import type { Permission } from './permissions.ts';
import type { Role } from './user.ts';

/** What a key for one purpose may do. A key with scopes opens nothing else, whatever its role. */
export const SCOPES = [
  'handoffs:read',
  'handoffs:write',
  'flows:read',
  'flows:write',
  'flows:publish',
  'tables:read',
  'tables:write',
  'reports:read',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** The permissions that each scope stands for. */
export const SCOPE_PERMISSIONS: Readonly<Record<Scope, readonly Permission[]>> = {
  'handoffs:read': ['invites:read'],
  'handoffs:write': ['invites:send'],
  'flows:read': ['flows:read'],
  'flows:write': ['flows:read', 'flows:edit'],
  'flows:publish': ['flows:read', 'flows:publish'],
  'tables:read': ['tables:read'],
  'tables:write': ['tables:read', 'tables:edit'],
  'reports:read': ['reports:read'],
  'audit:read': ['audit:read'],
};

/** Requests a minute of a key that has no limit of its own. */
export const REQUESTS_PER_MINUTE = 600;

/** A machine's key, as kept: never the secret itself. */
export interface ApiKey {
  /** `k_…`; also the readable part of the secret. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Absent: it may what its role may. */
  readonly scopes?: readonly Scope[];
  /** Requests of the invite API a minute; 600 if absent. */
  readonly perMinute?: number;
  /** Keyed hash of the whole secret. */
  readonly secretHash: string;
  readonly createdAtMs: number;
  /** User name of who made it. */
  readonly createdBy: string;
  /** From then on it opens nothing. */
  readonly expiresAtMs?: number;
  readonly lastUsedAtMs?: number;
}

/** The port to the API keys. */
export interface ApiKeyStore {
  byId(id: string): Promise<ApiKey | undefined>;
  /** Oldest first. */
  list(): Promise<readonly ApiKey[]>;
  put(key: ApiKey): Promise<void>;
  /** Notes when it was last used. */
  noteUse(id: string, atMs: number): Promise<void>;
  /** False if there is none. */
  remove(id: string): Promise<boolean>;
}

const SHAPE = /^relevo_([0-9A-Z]{12})_[0-9A-Z]{40}$/;

/** The secret a machine sends: `relevo_<12>_<40>`. */
export function secretOf(id: string, tail: string): string {
  return `relevo_${id.slice(2)}_${tail}`;
}

/** The id inside a secret; undefined if the text is no secret of ours. */
export function keyIdOf(secret: string): string | undefined {
  const match = SHAPE.exec(secret);
  return match ? `k_${match[1]}` : undefined;
}
