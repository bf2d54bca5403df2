import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPassword } from '../../src/access/password.ts';
import type { UserStore } from '../../src/access/user-store.ts';
import { createUserStore } from '../../src/store/redis/user-store.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { runBuilt } from '../support/run-built.ts';
import { CLI_DATA } from '../support/run-cli.ts';

let redis: TestRedis;
let users: UserStore;

beforeAll(async () => {
  redis = await startTestRedis();
  users = createUserStore(redis.client(), 5_000);
});
afterAll(() => redis?.stop());

async function run(args: readonly string[], settings: { input?: string; env?: Record<string, string> } = {}) {
  const env = { REDIS_URL: redis.url, DATA_DIR: CLI_DATA, ...settings.env };
  const { code, said } = await runBuilt('cli/users', args, { ...settings, env });
  return { code, said };
}

describe('npm run users', () => {
  it('adds, lists, gives another password, disables and enables', async () => {
    const added = await run([
      'add',
      'ana',
      '--name',
      'Ana Gil',
      '--role',
      'administrator',
      '--team',
      'support',
      '--capacity',
      '5',
      '--phone',
      'sip:ana@example.com',
    ]);
    expect(added.code).toBe(0);
    const made = /shown this once: (\S+)/.exec(added.said)?.[1] ?? '';
    const ana = await users.byUsername('ana');
    expect(ana?.user).toMatchObject({
      name: 'Ana Gil',
      roles: ['administrator'],
      teams: ['support'],
      capacity: 5,
      phone: 'sip:ana@example.com',
    });
    expect(await isPassword(ana?.passwordHash, made)).toBe(true);

    const luis = await run(['add', 'luis', '--password-stdin'], { input: 'a password from a pipe\n' });
    expect(luis.said).not.toContain('pipe');
    expect(await isPassword((await users.byUsername('luis'))?.passwordHash, 'a password from a pipe')).toBe(true);

    await run(['disable', 'luis']);
    expect((await run(['list'])).said).toMatch(/ana .*administrator .*Ana Gil[\s\S]*luis .*agent .*\(disabled\)/);
    await run(['enable', 'luis']);
    expect((await users.byUsername('luis'))?.user.disabled).toBe(false);

    const changed = await run(['set-password', 'luis']);
    expect(await isPassword((await users.byUsername('luis'))?.passwordHash, /shown this once: (\S+)/.exec(changed.said)?.[1] ?? '')).toBe(
      true,
    );
  });

  it.each([
    [['disable', 'ana'], 'last administrator'],
    [['disable', 'nobody'], 'There is no user "nobody"'],
    [['add', 'ana'], 'has this user name already'],
    [['add', 'eva', '--role', 'king'], 'The roles are administrator, flow-editor, publisher, supervisor, agent, analyst, auditor'],
    [['add', 'No Name'], 'A user name is'],
    [['add', 'eva', '--capacity', '99'], 'from 0 to 20'],
    [['add', 'eva', '--phone', '12'], 'A phone is a number'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { code, said } = await run(args);
    expect(code).toBe(1);
    expect(said).toContain(sentence);
  });

  it('refuses a short password', async () => {
    const { code, said } = await run(['add', 'eva', '--password-stdin'], { input: 'short' });
    expect([code, said]).toEqual([1, expect.stringContaining('10 characters')]);
    expect(await users.byUsername('eva')).toBeUndefined();
  });

  it('lists every problem of the environment and ends with 78', async () => {
    const { code, said } = await run(['list'], { env: { TWILIO_AUTH_TOKEN: 'x', PORT: 'many' } });
    expect(code).toBe(78);
    expect(said).toContain('PORT');
    expect(said).toContain('TWILIO_ACCOUNT_SID');
  });
});
