import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import support from '../../flows/support.flow.json' with { type: 'json' };
import { createManualClock } from '../../src/base/clock.ts';
import { Flow } from '../../src/flows/flow.ts';
import { publishFlow } from '../../src/flows/publish-flow.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

const NUMBER = '+34911222333';
let redis: TestRedis;
let api: TestApi;
let cookies: Record<'administrator' | 'supervisor', string>;

beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  await api?.stop();
  api = await startApi(redis);
  const clock = createManualClock(1_800_000_000_000);
  const { releases } = api.stores;
  for (const id of ['support', 'sales']) {
    await publishFlow({ releases, clock }, { flow: Flow.parse({ ...support, id }), problems: [] });
  }
  await api.addUser('root', 'administrator');
  await api.addUser('vera', 'supervisor');
  cookies = { administrator: await api.signIn('root'), supervisor: await api.signIn('vera') };
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});

const at = (number: string) => `/api/numbers/${encodeURIComponent(number)}`;
const put = (number: string, body: object, role: keyof typeof cookies = 'administrator') =>
  api.request.put(at(number)).set('Cookie', cookies[role]).send(body);
const remove = (number: string, role: keyof typeof cookies = 'administrator') =>
  api.request.delete(at(number)).set('Cookie', cookies[role]);

describe('a number', () => {
  it('is answered by the flow it is assigned to, in this process at once', async () => {
    const answer = await put(NUMBER, { flowId: 'sales' });
    expect([answer.status, answer.body]).toEqual([200, { number: NUMBER, flowId: 'sales', alias: 'live', assigned: true }]);
    expect(api.shelf()).toEqual({ [NUMBER]: 'sales' });
    expect((await put(NUMBER, { flowId: 'sales' })).status).toBe(200);
    await put(NUMBER, { flowId: 'support' });
    expect(api.shelf()).toEqual({ [NUMBER]: 'support' });
  });

  it('goes back to the default flow, once', async () => {
    await put(NUMBER, { flowId: 'sales' });
    expect((await remove(NUMBER)).status).toBe(204);
    expect(api.shelf()).toEqual({});
    const again = await remove(NUMBER);
    expect([again.status, again.body.error.code]).toEqual([404, 'number-not-assigned']);
  });

  it('takes its plus sign unencoded too', async () => {
    const answer = await api.request.put(`/api/numbers/${NUMBER}`).set('Cookie', cookies.administrator).send({ flowId: 'sales' });
    expect(answer.body.number).toBe(NUMBER);
  });

  it('is not given to a flow that nobody can serve: the flows there are are named', async () => {
    const answer = await put(NUMBER, { flowId: 'billing' });
    expect(answer.status).toBe(422);
    expect(answer.body.error).toEqual({
      code: 'flow-unknown',
      message: 'No flow "billing" has a good release. There are: sales, support.',
      details: { flows: ['sales', 'support'] },
    });
    expect(await api.stores.assignments.all()).toEqual({});
  });

  it.each([
    ['34911222333', { flowId: 'sales' }, 'params.number'],
    ['+0911222333', { flowId: 'sales' }, 'params.number'],
    ['+34 911', { flowId: 'sales' }, 'params.number'],
    ['+1234567890123456', { flowId: 'sales' }, 'params.number'],
    [NUMBER, { flowId: 'Not a flow' }, 'body.flowId'],
    [NUMBER, {}, 'body.flowId'],
  ])('"%s" with %j is refused', async (number, body, path) => {
    const answer = await put(number, body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'body-invalid']);
    expect(answer.body.error.details).toMatchObject([{ path }]);
    expect(await api.stores.assignments.all()).toEqual({});
  });

  it('is changed by administrators only', async () => {
    for (const answer of [await put(NUMBER, { flowId: 'sales' }, 'supervisor'), await remove(NUMBER, 'supervisor')]) {
      expect([answer.status, answer.body.error.code]).toEqual([403, 'not-allowed']);
    }
    expect(await api.stores.assignments.all()).toEqual({});
  });
});
