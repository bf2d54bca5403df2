import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/outbound/delivery.ts';
import { createDeliveryQueue } from '../../src/store/redis/webhook-store.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { runCli } from '../support/run-cli.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());

const webhooks = (...args: readonly string[]) => runCli(redis, 'webhooks', args);

function delivery(id: string, state: Delivery['state'], createdAtMs: number): Delivery {
  const attempts = [{ atMs: createdAtMs, status: state === 'failed' ? 500 : 200 }];
  return { id, endpointId: 'e_1', type: 'handoff.sent', handoffId: 'h_01_api-A', body: '{}', createdAtMs, state, attempts, tries: 9 };
}

describe('npm run webhooks', () => {
  it('lists what was sent, newest first, and sends what was given up again', async () => {
    expect((await webhooks('list')).said).toBe('Nothing was sent in the last 30 days.\n');
    const queue = createDeliveryQueue(redis.client(), 5_000);
    await queue.settle(delivery('w_GOOD', 'delivered', 1_000));
    await queue.settle(delivery('w_BAD', 'failed', 2_000));
    expect((await webhooks('list')).said.match(/w_\w+/g)).toEqual(['w_BAD', 'w_GOOD']);
    expect((await webhooks('list', '--failed')).said).toContain('(500)');
    expect(await webhooks('replay', '--failed')).toEqual({ code: 0, said: 'w_BAD is sent again.\n' });
    expect(await queue.byId('w_BAD')).toMatchObject({ state: 'waiting', tries: 0 });
    expect((await queue.lease(Date.now() + 1_000, 10, 1_000)).map(({ id }) => id)).toEqual(['w_BAD']);
  });

  it('says so when there is no such delivery', async () => {
    const { code, said } = await webhooks('replay', 'w_NONE');
    expect(code).toBe(1);
    expect(said).toContain('There is no delivery w_NONE');
  });
});
