import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { runCli } from '../support/run-cli.ts';

let redis: TestRedis;
const run = (command: 'audit' | 'users', args: readonly string[]) => runCli(redis, command, args);

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(async () => {
  await redis?.stop();
});

describe('npm run audit', () => {
  it('says that commands are noted and the chain is whole, takes it away, and names the first broken place', async () => {
    expect((await run('users', ['add', 'ana', '--role', 'auditor', '--role', 'analyst'])).code).toBe(0);
    expect((await run('users', ['disable', 'ana'])).code).toBe(0);
    expect((await run('users', ['add', 'ana'])).code).toBe(1);

    const whole = await run('audit', ['verify']);
    expect([whole.code, whole.said]).toEqual([0, expect.stringContaining('whole: 6 entries')]);
    const head = /Its newest: (\S+)/.exec(whole.said)?.[1] ?? '';

    const exported = (await run('audit', ['export', '--csv'])).said.trim().split('\r\n');
    expect(exported[0]).toMatch(/^seq,time,who,/);
    const entries = exported.slice(1).map((line) => line.split(','));
    expect(entries.map((cells) => `${cells[4]} ${cells[9]}`)).toEqual([
      'user.created begun',
      'user.created done',
      'user.changed begun',
      'user.changed done',
      'user.created begun',
      'user.created refused',
      'audit.exported begun',
    ]);
    expect(entries[0]?.[2]).toMatch(/^command:/);
    expect((await run('audit', ['verify', '--head', head])).code).toBe(0);
    const wrong = await run('audit', ['verify', '--head', `3:${'x'.repeat(43)}`]);
    expect([wrong.code, wrong.said]).toEqual([2, expect.stringContaining('broken at entry 3')]);

    await redis.client().xdel('{audit}:entries:0', '4-0');
    const broken = await run('audit', ['verify']);
    expect([broken.code, broken.said]).toEqual([2, expect.stringContaining('broken at entry 4 (removed)')]);
  });
});
