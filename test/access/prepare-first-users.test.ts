import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeUser } from '../../src/access/change-user.ts';
import { createUser } from '../../src/access/create-user.ts';
import { isPassword } from '../../src/access/password.ts';
import { DEMO_PASSWORD, prepareFirstUsers } from '../../src/access/prepare-first-users.ts';
import { setPassword } from '../../src/access/set-password.ts';
import { systemRandom } from '../../src/base/random.ts';
import { createSessionStore } from '../../src/store/redis/session-store.ts';
import { createUserStore } from '../../src/store/redis/user-store.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let deps: Parameters<typeof setPassword>[0];

beforeAll(async () => {
  redis = await startTestRedis();
  const client = redis.client();
  deps = { users: createUserStore(client, 5_000), sessions: createSessionStore(client, 5_000), random: systemRandom };
});
afterAll(() => redis?.stop());
beforeEach(() => redis.flush());

const DEMOS = ['demo', 'demo-editor', 'demo-publisher', 'demo-supervisor', 'demo-agent', 'demo-analyst', 'demo-auditor'];
const EVERY_DEMO = DEMOS.toSorted();
const usernames = async (test: (disabled: boolean) => boolean = () => true) =>
  (await deps.users.list()).filter(({ user }) => test(user.disabled ?? false)).map(({ user }) => user.username);

describe('in the sandbox', () => {
  it('there is one demo user per role, told at every start', async () => {
    const first = await prepareFirstUsers(deps, { sandbox: true });
    expect(first.fromSandbox).toEqual([]);
    expect(first.signIns).toEqual([
      { username: 'demo', password: DEMO_PASSWORD, roles: ['administrator'] },
      { username: 'demo-editor', password: DEMO_PASSWORD, roles: ['flow-editor'] },
      { username: 'demo-publisher', password: DEMO_PASSWORD, roles: ['publisher'] },
      { username: 'demo-supervisor', password: DEMO_PASSWORD, roles: ['supervisor'] },
      { username: 'demo-agent', password: DEMO_PASSWORD, roles: ['agent'] },
      { username: 'demo-analyst', password: DEMO_PASSWORD, roles: ['analyst'] },
      { username: 'demo-auditor', password: DEMO_PASSWORD, roles: ['auditor'] },
    ]);
    expect(await prepareFirstUsers(deps, { sandbox: true })).toEqual(first);
    expect(await usernames()).toEqual(EVERY_DEMO);
    expect(await isPassword((await deps.users.byUsername('demo'))?.passwordHash, DEMO_PASSWORD)).toBe(true);
  });

  it('a demo user with another password is nobody’s to tell', async () => {
    await prepareFirstUsers(deps, { sandbox: true });
    const demo = await deps.users.byUsername('demo');
    await setPassword(deps, demo?.user.id ?? '', 'another password');
    const { signIns: told } = await prepareFirstUsers(deps, { sandbox: true });
    expect(told.map(({ username }) => username)).toEqual(DEMOS.filter((username) => username !== 'demo'));
    expect(await isPassword((await deps.users.byUsername('demo'))?.passwordHash, 'another password')).toBe(true);
  });

  it('two processes that start at once make them once', async () => {
    await Promise.all([1, 2].map(() => prepareFirstUsers(deps, { sandbox: true })));
    expect(await usernames()).toEqual(EVERY_DEMO);
  });
});

it('a user who was kept with one role has it still', async () => {
  const { user } = await createUser(deps, {
    username: 'old',
    name: 'Old',
    roles: ['supervisor'],
    teams: [],
    skills: [],
    languages: [],
    capacity: 1,
  });
  const { roles: _, ...profile } = user;
  await redis.client().hset('{all}:users', user.id, `1|${JSON.stringify({ user: { ...profile, role: 'supervisor' }, passwordHash: 'x' })}`);
  expect((await deps.users.byId(user.id))?.user).toEqual(user);
});

describe('outside the sandbox', () => {
  it('an administrator is made once, with a password that is told once', async () => {
    const {
      signIns: [admin, ...others],
    } = await prepareFirstUsers(deps, { sandbox: false });
    expect(others).toEqual([]);
    expect(admin).toMatchObject({ username: 'admin', roles: ['administrator'] });
    expect(await isPassword((await deps.users.byUsername('admin'))?.passwordHash, admin?.password ?? '')).toBe(true);
    expect(await prepareFirstUsers(deps, { sandbox: false })).toEqual({ signIns: [], fromSandbox: [] });
  });

  it('demo users of a sandbox can no longer sign in, and can again in the sandbox', async () => {
    await prepareFirstUsers(deps, { sandbox: true });
    const demo = await deps.users.byUsername('demo');
    await deps.sessions.create('a-session', { userId: demo?.user.id ?? '', createdAtMs: 0, seenAtMs: 0 }, 60);
    expect((await prepareFirstUsers(deps, { sandbox: false })).signIns).toHaveLength(1);
    expect(await usernames((disabled) => !disabled)).toEqual(['admin']);
    expect(await deps.sessions.read('a-session')).toBeUndefined();
    await prepareFirstUsers(deps, { sandbox: true });
    expect(await usernames((disabled) => disabled)).toEqual([]);
  });
});

describe('going live', () => {
  it('who was added in the sandbox is named once, and only who can still sign in', async () => {
    await prepareFirstUsers(deps, { sandbox: true });
    const profile = { teams: [], skills: [], languages: [], capacity: 3 };
    for (const username of ['eva', 'gone']) await createUser(deps, { ...profile, username, name: username, roles: ['supervisor'] });
    const demo = await deps.users.byUsername('demo-agent');
    await setPassword(deps, demo?.user.id ?? '', 'another password');
    const gone = await deps.users.byUsername('gone');
    await changeUser(deps, gone?.user.id ?? '', { disabled: true });
    expect((await prepareFirstUsers(deps, { sandbox: false })).fromSandbox).toEqual([
      { username: 'demo-agent', roles: ['agent'] },
      { username: 'eva', roles: ['supervisor'] },
    ]);
    expect((await prepareFirstUsers(deps, { sandbox: false })).fromSandbox).toEqual([]);
  });
});

describe('a password', () => {
  it('is kept as argon2id', async () => {
    await prepareFirstUsers(deps, { sandbox: true });
    expect((await deps.users.byUsername('demo'))?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('is never right for a user that does not exist', async () => {
    expect(await isPassword(undefined, '')).toBe(false);
    expect(await isPassword(undefined, DEMO_PASSWORD)).toBe(false);
  });
});
