import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import { Flow } from '../../src/flows/flow.ts';
import { flowFingerprint } from '../../src/flows/flow-fingerprint.ts';
import { checkAssignments, loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { targetOfNumber } from '../../src/flows/number-assignments.ts';
import { publishFlow } from '../../src/flows/publish-flow.ts';
import { parseReleaseRef, releaseRef } from '../../src/flows/releases.ts';
import { createNumberAssignments, createReleaseStore } from '../../src/store/redis/release-store.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const source = () => JSON.parse(readFileSync('flows/support.flow.json', 'utf8'));
const support = (name = 'Customer support') => Flow.parse({ ...source(), name });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(() => redis.flush());

function setUp() {
  const releases = createReleaseStore(redis.client());
  const clock = createManualClock(1_800_000_000_000);
  const publish = (flow: Flow, problems: Parameters<typeof publishFlow>[1]['problems'] = []) =>
    publishFlow({ releases, clock }, { flow, problems });
  return { releases, publish };
}

describe('publishing', () => {
  test('the first publication is release 1 and can be read back whole', async () => {
    const { releases, publish } = setUp();
    const decision = await publish(support());
    expect(decision.kind).toBe('publish');
    const release = await releases.latest('support');
    expect(release).toEqual(await releases.get('support', 1));
    expect(release?.flow).toEqual(support());
    expect(release).toMatchObject({ number: 1, author: 'file', publishedAtMs: 1_800_000_000_000 });
  });

  test('the same content is no new release, however its fields are ordered and its boxes moved', async () => {
    const { releases, publish } = setUp();
    await publish(support());
    const turned = Flow.parse({ ...Object.fromEntries(Object.entries(source()).reverse()), layout: { greeting: [1, 2] } });
    expect((await publish(turned)).kind).toBe('unchanged');
    expect(await releases.history('support')).toHaveLength(1);
  });

  test('a change is the next release, and the one before stays as it was', async () => {
    const { releases, publish } = setUp();
    await publish(support());
    await publish(support('Another name'));
    expect((await releases.history('support')).map(({ number }) => number)).toEqual([1, 2]);
    expect((await releases.get('support', 1))?.flow.name).toBe('Customer support');
    expect((await releases.list()).map(releaseRef)).toEqual(['support@2']);
  });

  test('errors refuse with every problem, and the last good release keeps serving', async () => {
    const { releases, publish } = setUp();
    await publish(support());
    const problem = { code: 'F010', severity: 'error', side: 'call', path: 'call.start', message: 'No.' } as const;
    const decision = await publish(support('Broken'), [problem, { ...problem, code: 'F011' }]);
    expect(decision).toEqual({ kind: 'refused', problems: [problem, { ...problem, code: 'F011' }] });
    expect((await releases.latest('support'))?.flow.name).toBe('Customer support');
  });

  test('warnings do not refuse', async () => {
    const { publish } = setUp();
    const problem = { code: 'F025', severity: 'warning', side: 'call', path: '', message: 'Long.' } as const;
    expect((await publish(support(), [problem])).kind).toBe('publish');
  });

  test('two who publish at once get two numbers, without a gap', async () => {
    const { releases, publish } = setUp();
    await Promise.all([publish(support('One')), publish(support('Two')), publish(support('Three'))]);
    expect((await releases.history('support')).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test('a release can’t be overwritten', async () => {
    const { releases, publish } = setUp();
    await publish(support());
    const release = await releases.latest('support');
    expect(release && (await releases.append({ release: { ...release, author: 'somebody' } }))).toBe('raced');
    expect((await releases.latest('support'))?.author).toBe('file');
  });
});

test('a reference names flow and release, and other text is none', () => {
  expect(parseReleaseRef(releaseRef({ flowId: 'support', number: 12 }))).toEqual({ flowId: 'support', number: 12 });
  for (const text of ['support', 'support@0', 'support@x', '@1', 'Support@1', 'support@1@2']) expect(parseReleaseRef(text)).toBeUndefined();
});

test('the fingerprint changes with the meaning', () => {
  expect(flowFingerprint(support())).toMatch(/^[0-9a-f]{64}$/);
  expect(flowFingerprint(support('Other'))).not.toBe(flowFingerprint(support()));
});

test('a number is answered by its own flow, any other by the default', async () => {
  const assignments = createNumberAssignments(redis.client());
  await assignments.assign('+34910000001', 'sales');
  await assignments.assign('+34910000002', 'support');
  await assignments.unassign('+34910000002');
  const all = await assignments.all();
  expect(targetOfNumber(all, '+34910000001', 'support')).toEqual({ flowId: 'sales', alias: 'live' });
  expect(targetOfNumber(all, '+34910000002', 'support')).toEqual({ flowId: 'support', alias: 'live' });
  expect(targetOfNumber(all, 'constructor', 'support').flowId).toBe('support');
  await assignments.assign('+34910000003', 'sales:pilot');
  expect(targetOfNumber(await assignments.all(), '+34910000003', 'support')).toEqual({ flowId: 'sales', alias: 'pilot' });
  expect(checkAssignments(all, 'support', ['support']).map(({ code, message }) => [code, message])).toEqual([
    ['F006', 'The number ending in 001 is answered by the flow "sales", which has no good release.'],
  ]);
  expect(checkAssignments({}, 'support', [])).toHaveLength(1);
});

describe('the flows folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relevo-flows-'));
    return () => rm(folder, { recursive: true });
  });

  test('a wrong file is refused with every problem, and the good one is not touched by it', async () => {
    const templates = join(folder, 'templates');
    await mkdir(templates);
    for (const name of ['call-continue', 'call-continue-order', 'call-continue-billing', 'reopen']) {
      await writeFile(join(templates, `${name}.json`), readFileSync(`flows/templates/${name}.json`));
    }
    await writeFile(join(folder, 'support.flow.json'), JSON.stringify(source()));
    await writeFile(join(folder, 'broken.flow.json'), '{"id": "broken",\n  "name": }');
    const lost = { ...source(), id: 'lost', call: { ...source().call, start: 'nowhere' }, voices: {} };
    await writeFile(join(folder, 'lost.flow.json'), JSON.stringify(lost));
    const { good, refused } = await loadFlowsFolder(folder);
    expect(good.map(({ flow }) => flow.id)).toEqual(['support']);
    expect(refused.map(({ flowId, problems }) => [flowId, problems.map(({ code }) => code)])).toEqual([
      ['broken', ['F001']],
      ['lost', ['F010', 'F024', 'F024']],
    ]);
    expect(refused[0]?.problems[0]).toMatchObject({ line: 2 });
  });

  test('a broken template refuses the flows that use it and is named itself', async () => {
    await mkdir(join(folder, 'templates'));
    await writeFile(join(folder, 'templates', 'call-continue.json'), '{}');
    await writeFile(join(folder, 'support.flow.json'), JSON.stringify(source()));
    const { good, refused, templateFiles } = await loadFlowsFolder(folder);
    expect(good).toEqual([]);
    expect(refused[0]?.problems.map(({ code }) => code)).toEqual(['F044', 'F044', 'F044', 'F044']);
    expect(templateFiles[0]?.problems.map(({ code }) => code)).toContain('F002');
  });

  test('an empty or missing folder holds nothing', async () => {
    expect(await loadFlowsFolder(join(folder, 'nothing'))).toMatchObject({ good: [], refused: [], templates: [], templateFiles: [] });
  });
});
