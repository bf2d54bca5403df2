import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import support from '../../flows/support.flow.json' with { type: 'json' };
import { createManualClock } from '../../src/base/clock.ts';
import { Flow } from '../../src/flows/flow.ts';
import { publishFlow } from '../../src/flows/publish-flow.ts';
import { createNumberAssignments, createReleaseStore } from '../../src/store/redis/release-store.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { runCli } from '../support/run-cli.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());

const flow = (...args: readonly string[]) => runCli(redis, 'flow', args);

const assigned = () => createNumberAssignments(redis.client()).all();

describe('npm run flow, for numbers', () => {
  it('assigns nothing before there is a release', async () => {
    const { code, said } = await flow('assign', '+34911222333', 'support');
    expect([code, said]).toEqual([1, 'No flow "support" has a good release. There is none yet: start the service once.\n']);
  });

  it('assigns, shows and takes back', async () => {
    const deps = { releases: createReleaseStore(redis.client()), clock: createManualClock(1_800_000_000_000) };
    await publishFlow(deps, { flow: Flow.parse({ ...support, id: 'sales' }), problems: [] });
    const made = await flow('assign', '0034 911 22 23 33', 'sales');
    expect([made.code, made.said]).toEqual([0, '+34911222333 is answered by sales. A running service follows within 5 seconds.\n']);
    expect(await assigned()).toEqual({ '+34911222333': 'sales' });
    const shown = await flow('numbers');
    expect(shown.said).toBe('+34911222333      sales\nEvery other number is answered by support.\n');
    const back = await flow('unassign', '+34911222333');
    expect([back.code, back.said]).toEqual([
      0,
      '+34911222333 is answered by support, the default. A running service follows within 5 seconds.\n',
    ]);
    expect(await assigned()).toEqual({});
  });

  it.each([
    [['assign', '911222333', 'sales'], 'The number is not in E.164'],
    [['assign', '+34911222333', 'billing'], 'There are: sales.'],
    [['unassign', '+34911222333'], 'no flow of its own'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { code, said } = await flow(...args);
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(await assigned()).toEqual({});
  });
});
