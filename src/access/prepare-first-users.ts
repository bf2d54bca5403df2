import { AppError } from '../base/errors.ts';
import type { RandomBytes } from '../base/random.ts';
import { createUser } from './create-user.ts';
import type { SessionStore } from './session-store.ts';
import type { Role, User } from './user.ts';
import type { StoredUser, UserStore } from './user-store.ts';

/** The password of the demo users: known to everybody, and useless outside the sandbox. */
export const DEMO_PASSWORD = 'relevo-demo';

/** A sign-in to print at start. */
export interface FirstSignIn {
  readonly username: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

/** What whoever starts the service has to know about who may sign in. */
export interface FirstUsers {
  readonly signIns: readonly FirstSignIn[];
  /** At the first start outside the sandbox: everybody who was added in it and can still sign in. */
  readonly fromSandbox: readonly Pick<User, 'username' | 'roles'>[];
}

export interface FirstUsersDeps {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly random: RandomBytes;
}

const DEMO_USERS: readonly Pick<User, 'username' | 'name' | 'roles'>[] = [
  { username: 'demo', name: 'Alba Demo', roles: ['administrator'] },
  { username: 'demo-editor', name: 'Diego Demo', roles: ['flow-editor'] },
  { username: 'demo-publisher', name: 'Elena Demo', roles: ['publisher'] },
  { username: 'demo-supervisor', name: 'Bruno Demo', roles: ['supervisor'] },
  { username: 'demo-agent', name: 'Carla Demo', roles: ['agent'] },
  { username: 'demo-analyst', name: 'Fermín Demo', roles: ['analyst'] },
  { username: 'demo-auditor', name: 'Gloria Demo', roles: ['auditor'] },
];
const PROFILE = { teams: ['support'], skills: [], languages: ['es', 'en'], capacity: 5 };

async function addIfFree(deps: FirstUsersDeps, input: Parameters<typeof createUser>[1]) {
  try {
    return await createUser(deps, input);
  } catch (error) {
    if (error instanceof AppError && error.code === 'username-taken') return undefined;
    throw error;
  }
}

/** Another process that starts at the same moment may have been first: then nothing is left to do. */
async function setDisabled(deps: FirstUsersDeps, stored: StoredUser, disabled: boolean): Promise<void> {
  await deps.users.replace({ ...stored, user: { ...stored.user, disabled }, version: stored.version + 1 });
  if (disabled) await deps.sessions.endAllOf(stored.user.id);
}

async function prepareDemoUsers(deps: FirstUsersDeps): Promise<FirstSignIn[]> {
  const known = new Map((await deps.users.list()).map((stored) => [stored.user.username, stored]));
  const prepared = DEMO_USERS.map(async (demo): Promise<FirstSignIn[]> => {
    const stored = known.get(demo.username);
    if (!stored) await addIfFree(deps, { ...demo, ...PROFILE, password: DEMO_PASSWORD, demo: true });
    if (stored?.demo && stored.user.disabled) await setDisabled(deps, stored, false);
    return !stored || stored.demo ? [{ username: demo.username, password: DEMO_PASSWORD, roles: demo.roles }] : [];
  });
  return (await Promise.all(prepared)).flat();
}

async function prepareAdministrator(deps: FirstUsersDeps): Promise<FirstUsers> {
  const all = await deps.users.list();
  const wasSandbox = all.some(({ user, demo }) => demo && !user.disabled);
  const others = all.filter(({ user, demo }) => !demo && !user.disabled).map(({ user: { username, roles } }) => ({ username, roles }));
  // One who comes in by an identity provider is no way in while that is broken.
  const hasAdministrator = all.some(({ user, demo, openId }) => !demo && !openId && !user.disabled && user.roles.includes('administrator'));
  const made = hasAdministrator
    ? undefined
    : await addIfFree(deps, { username: 'admin', name: 'Administrator', roles: ['administrator'], ...PROFILE });
  for (const stored of all) {
    if (stored.demo && !stored.user.disabled) await setDisabled(deps, stored, true);
  }
  return {
    signIns: made?.password === undefined ? [] : [{ username: 'admin', password: made.password, roles: ['administrator'] }],
    fromSandbox: wasSandbox ? others : [],
  };
}

/**
 * Sees to it that somebody can sign in. In the sandbox: one demo user per role, whose sign-ins are answered at every
 * start while they keep the demo password. Outside it: demo users are disabled, where there is no administrator one is
 * made with a random password, which is answered this once, and who was added in the sandbox is named once.
 */
export async function prepareFirstUsers(deps: FirstUsersDeps, environment: { readonly sandbox: boolean }): Promise<FirstUsers> {
  return environment.sandbox ? { signIns: await prepareDemoUsers(deps), fromSandbox: [] } : prepareAdministrator(deps);
}
