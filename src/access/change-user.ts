import { AppError } from '../base/errors.ts';
import type { SessionStore } from './session-store.ts';
import { inOrder, type User } from './user.ts';
import type { StoredUser, UserStore } from './user-store.ts';

/** `phone`: null takes it away. */
export type UserChanges = { readonly [K in keyof Omit<User, 'id' | 'username' | 'phone'>]?: User[K] | undefined } & {
  readonly phone?: string | null | undefined;
};

function canAdministrate(user: User): boolean {
  return user.roles.includes('administrator') && !user.disabled;
}

function applied(user: User, changes: UserChanges): User {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const { phone, ...rest } = { ...user, ...given } as User & { readonly phone?: string | null };
  const changed = { ...rest, roles: inOrder(rest.roles) };
  return phone === null || phone === undefined ? changed : { ...changed, phone };
}

async function refuseLast(users: UserStore, before: User, after: User): Promise<void> {
  if (!canAdministrate(before) || canAdministrate(after)) return;
  const others = (await users.list()).filter(({ user }) => user.id !== before.id && canAdministrate(user));
  if (others.length === 0) throw new AppError('last-administrator');
}

/**
 * Changes who somebody is or disables them; a disabled user's sessions end at once. Throws `user-not-found`,
 * `last-administrator`, `conflict`.
 */
export async function changeUser(
  deps: { readonly users: UserStore; readonly sessions: SessionStore },
  id: string,
  changes: UserChanges,
): Promise<User> {
  const stored: StoredUser | undefined = await deps.users.byId(id);
  if (!stored) throw new AppError('user-not-found');
  const user = applied(stored.user, changes);
  await refuseLast(deps.users, stored.user, user);
  if (!(await deps.users.replace({ ...stored, user, version: stored.version + 1 }))) throw new AppError('conflict');
  if (user.disabled) await deps.sessions.endAllOf(id);
  return user;
}
