import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { fixShards } from '../../src/store/redis/shards.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { runCli } from '../support/run-cli.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());

const run = (...args: readonly string[]) => runCli(redis, 'dead-letters', args);

async function eventLog() {
  const client = redis.client();
  return createEventLog({ client, shards: await fixShards(client), leftAfterMs: 0, sweepEveryMs: 0 });
}

/** Puts so many events aside; gives their names as the command shows them. */
async function putAside(count: number): Promise<readonly string[]> {
  const log = await eventLog();
  const store = createRedisStore({ client: redis.client(), keyring: createKeyring('a secret of at least thirty-two bytes', 16) });
  const event = { type: 'handoff.requested', atMs: Date.now(), handoffId: 'h_03_ABCDEFGH' as never } as const;
  for (let n = 0; n < count; n += 1) await store.commit({ shard: 3, events: [event] });
  const read = await log.read('effects', 'somebody', 100);
  for (const each of read) await log.bury('effects', each, 'the carrier said no five times');
  return read.map(({ shard, id }) => `effects/${String(shard).padStart(2, '0')}/${id}`);
}

describe('npm run dead-letters', () => {
  beforeEach(() => redis.flush());

  it('shows name, age, what, about whom and why', async () => {
    expect((await run('list')).said).toBe('Nothing was put aside. All work was done.\n');
    const [name = ''] = await putAside(1);
    const { code, said } = await run('list');
    expect(code).toBe(0);
    expect(said).toContain(name);
    expect(said).toMatch(/0 min {2}handoff\.requested +h_03_ABCDEFGH +the carrier said no five times/);
  });

  it('replays and discards singly; a second time there is nothing, and the exit status says so', async () => {
    const [first = '', second = ''] = await putAside(2);
    expect(await run('replay', first)).toEqual({ code: 0, said: `${first}: replayed.\n` });
    expect(await run('discard', second)).toEqual({ code: 0, said: `${second}: discarded.\n` });
    expect(await run('replay', second)).toMatchObject({ code: 1, said: expect.stringContaining('there is no such work') });
    expect(await (await eventLog()).read('effects', 'other', 10)).toHaveLength(1);
  });

  it('settles all at once, of one type if that is said; without a name or --all nothing happens', async () => {
    await putAside(3);
    expect(await run('discard')).toMatchObject({ code: 1, said: expect.stringContaining('--all') });
    expect(await run('discard', '--all', '--type', 'chat.opened')).toEqual({ code: 0, said: '0 discarded.\n' });
    expect(await run('replay', '--all')).toEqual({ code: 0, said: '3 replayed. A running service does them now.\n' });
  });
});
