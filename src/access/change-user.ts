import { AppError } from '../base/errors.ts';
import type { SessionStore } from './session-store.ts';
import { inOrder, type User } from './user.ts';
import type { StoredUser, UserStore } from './user-store.ts';

/** `phone`: null takes it away. */
export type UserChanges = { readonly [K in keyof Omit<User, 'id' | 'username' | 'phone'>]?: User[K] | undefined } & {
  readonly phone?: string | null | undefined;
};

/** Who comes in by an identity provider does not count: when that is broken, somebody must be able to sign in. */
function canAdministrate({ user, openId }: Pick<StoredUser, 'user' | 'openId'>): boolean {
  return user.roles.includes('administrator') && !user.disabled && !openId;
}

function applied(user: User, changes: UserChanges): User {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const { phone, ...rest } = { ...user, ...given } as User & { readonly phone?: string | null };
  const changed = { ...rest, roles: inOrder(rest.roles) };
  return phone === null || phone === undefined ? changed : { ...changed, phone };
}

async function refuseLast(users: UserStore, before: StoredUser, after: User): Promise<void> {
  if (!canAdministrate(before) || canAdministrate({ ...before, user: after })) return;
  const others = (await users.list()).filter((stored) => stored.user.id !== before.user.id && canAdministrate(stored));
  if (others.length === 0) throw new AppError('last-administrator');
}

/**
 * Changes who somebody is or disables them; a disabled user's sessions end at once. Throws `user-not-found`,
 * `last-administrator`, `sso-user` (name and roles of who comes in by an identity provider), `conflict`.
 */
export async function changeUser(
  deps: { readonly users: UserStore; readonly sessions: SessionStore },
  id: string,
  changes: UserChanges,
): Promise<StoredUser> {
  const stored: StoredUser | undefined = await deps.users.byId(id);
  if (!stored) throw new AppError('user-not-found');
  const user = applied(stored.user, changes);
  const { name, roles } = stored.user;
  if (stored.openId && (user.name !== name || user.roles.join() !== roles.join())) throw new AppError('sso-user');
  await refuseLast(deps.users, stored, user);
  const changed = { ...stored, user, version: stored.version + 1 };
  if (!(await deps.users.replace(changed))) throw new AppError('conflict');
  if (user.disabled) await deps.sessions.endAllOf(id);
  return changed;
}
