import { AppError } from '../base/errors.ts';
import { randomTail } from '../base/ids.ts';
import type { AuditAction } from './audit-actions.ts';
import { type BeginSessionDeps, beginSession, type Visit } from './begin-session.ts';
import type { OpenIdPerson } from './openid.ts';
import { inOrder, type Role, type User } from './user.ts';
import type { StoredUser, UserStore } from './user-store.ts';

export interface SignInOpenIdDeps extends BeginSessionDeps {
  readonly users: UserStore;
  readonly rolesOfGroups: Readonly<Record<string, readonly Role[]>>;
  /** Does a change of a user noted in the audit trail. */
  readonly noted: <T>(action: AuditAction, userId: string, work: () => Promise<T>) => Promise<T>;
}

const TRIES = 5;
const PROFILE = { teams: ['support'], skills: [], languages: [], capacity: 3 };

function rolesOf(deps: SignInOpenIdDeps, groups: readonly string[]): readonly Role[] {
  // Object.hasOwn: a group may be called "constructor".
  return inOrder(groups.flatMap((group) => (Object.hasOwn(deps.rolesOfGroups, group) ? (deps.rolesOfGroups[group] ?? []) : [])));
}

/** A user name of ours made from theirs: small letters, digits, dots, hyphens, underscores. */
function usernameFrom(person: OpenIdPerson, n: number): string {
  const plain = (person.username ?? person.name ?? '').split('@', 1)[0]?.normalize('NFKD').toLowerCase() ?? '';
  const stem = plain
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+/, '')
    .slice(0, 26);
  const name = stem.length < 2 ? 'user' : stem;
  return n === 0 && stem.length >= 2 ? name : `${name}-${n + 1}`;
}

function nameOf({ name, username }: OpenIdPerson, otherwise: string): string {
  return (name ?? username ?? '').trim().slice(0, 80) || otherwise;
}

/** Adds them at the first sign-in. Who is called like somebody who is there already is somebody else. */
async function add(deps: SignInOpenIdDeps, person: OpenIdPerson, roles: readonly Role[]): Promise<StoredUser> {
  const { issuer, subject } = person;
  for (let n = 0; n < 100; n += 1) {
    const username = usernameFrom(person, n);
    if (await deps.users.byUsername(username)) continue;
    const user: User = { ...PROFILE, id: `u_${randomTail(deps.random, 16)}`, username, name: nameOf(person, username), roles };
    const stored: StoredUser = { user, openId: { issuer, subject }, version: 1 };
    if (await deps.noted('user.created', user.id, () => deps.users.add(stored))) return stored;
    // Another window of the same person was first, or somebody took the name.
    const theirs = await deps.users.byOpenId(person);
    if (theirs) return theirs;
  }
  throw new AppError('conflict');
}

async function follow(deps: SignInOpenIdDeps, person: OpenIdPerson, roles: readonly Role[]): Promise<User> {
  for (let n = 0; n < TRIES; n += 1) {
    const stored = (await deps.users.byOpenId(person)) ?? (await add(deps, person, roles));
    if (stored.user.disabled) throw new AppError('sso-user-disabled');
    const user = { ...stored.user, roles, name: nameOf(person, stored.user.name) };
    if (user.name === stored.user.name && roles.join() === stored.user.roles.join()) return user;
    const written = await deps.noted('user.changed', user.id, () => deps.users.replace({ ...stored, user, version: stored.version + 1 }));
    if (written) return user;
  }
  throw new AppError('conflict');
}

/**
 * A new session for somebody whom the provider vouches for. They are known by issuer and subject alone, are added the first time,
 * and have from then on, at each sign-in, the roles that their groups stand for. Throws `sso-no-role` (what sessions they had end)
 * and `sso-user-disabled`.
 */
export async function signInOpenId(
  deps: SignInOpenIdDeps,
  person: OpenIdPerson,
  visit: Visit,
): Promise<{ readonly user: User; readonly token: string }> {
  const roles = rolesOf(deps, person.groups);
  if (roles.length === 0) {
    const known = await deps.users.byOpenId(person);
    if (known) await deps.sessions.endAllOf(known.user.id);
    throw new AppError('sso-no-role');
  }
  const user = await follow(deps, person, roles);
  return { user, token: await beginSession(deps, user.id, visit, 'openid') };
}
