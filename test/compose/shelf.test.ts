import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { followNews } from '../../src/compose/keep-fresh.ts';
import { openShelf } from '../../src/compose/open-shelf.ts';
import { assignNumber } from '../../src/flows/assign-number.ts';
import { blankFlow } from '../../src/flows/studio/blank-flow.ts';
import { moveAlias, moveBack } from '../../src/flows/studio/move-alias.ts';
import { publishDraft } from '../../src/flows/studio/publish-draft.ts';
import { saveDraft } from '../../src/flows/studio/save-draft.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import { createStudioSettings } from '../../src/store/redis/approval-store.ts';
import { createDraftStore } from '../../src/store/redis/draft-store.ts';
import { openFlowNews } from '../../src/store/redis/flow-news.ts';
import { createNumberAssignments, createReleaseStore } from '../../src/store/redis/release-store.ts';
import { startTestRedis, type TestRedis, until } from '../support/redis.ts';

const by = { userId: 'u_ADA', name: 'Ada' };
const NUMBER = '+34911222333';
const text = (name: string) =>
  writeJson({ ...blankFlow({ id: 'support', name, business: 'Luz Clara', timeZone: 'Europe/Madrid', languages: ['es', 'en'] }) });

let redis: TestRedis;
let client: Redis;
let folder: string;
const clock = createManualClock(1_800_000_000_000);
const closers: (() => void)[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
  client = redis.client();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.flush();
  folder = await mkdtemp(join(tmpdir(), 'relevo-shelf-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await rm(folder, { recursive: true });
});

const file = (name: string) => writeFile(join(folder, 'support.flow.json'), text(name));

/** A process that has started: its shelf, which follows the news, and what changes things there. It never looks by itself. */
async function start() {
  const releases = createReleaseStore(client, 2_000);
  const assignments = createNumberAssignments(client, 2_000);
  const flowNews = await openFlowNews({ client, log: silentLogger }, 2_000);
  const shelf = await openShelf({ releases, assignments, clock, log: silentLogger, flowsFolder: folder, defaultFlow: 'support' });
  const forget = followNews(silentLogger, shelf, flowNews);
  closers.push(() => {
    forget();
    flowNews.close();
  });
  const deps = {
    releases,
    assignments,
    flowNews,
    clock,
    drafts: createDraftStore(client, 2_000),
    fileOf: () => undefined,
    besideFlows: () => ({ templates: [] }),
    rest: async () => {},
    studioSettings: createStudioSettings(client, 2_000),
    defaultFlow: 'support',
    judgeReadiness: async () => ({ verdict: 'ready', offers: false, items: [] }) as const,
  };
  return {
    shelf,
    deps,
    serves: (number = '') => shelf.forNumber(number).compiled.flow.name,
    publish: async (name: string, makeLive = true) => {
      const { revision } = await deps.drafts.read('support');
      const draft = await saveDraft(deps, { flowId: 'support', baseRevision: revision, flow: text(name), by });
      return publishDraft(deps, { flowId: 'support', draftRevision: draft.revision, note: 'x', makeLive, by });
    },
  };
}

describe('what callers hear', () => {
  it('follows an alias that is moved on another instance, at once, and back', async () => {
    await file('One');
    const [here, there] = await Promise.all([start(), start()]);
    await here.publish('Two', false);
    expect(there.serves()).toBe('One');
    await moveAlias(here.deps, { flowId: 'support', alias: 'live', release: 2, by });
    await until(async () => there.serves() === 'Two' && here.serves() === 'Two');
    await moveBack(there.deps, { flowId: 'support', alias: 'live', by });
    await until(async () => there.serves() === 'One' && here.serves() === 'One');
  });

  it('follows a release that is published and made live elsewhere', async () => {
    await file('One');
    const [here, there] = await Promise.all([start(), start()]);
    await here.publish('Two');
    await until(async () => there.serves() === 'Two');
  });

  it('is what the alias of the number points at', async () => {
    await file('One');
    const here = await start();
    await here.publish('Pilot', false);
    await moveAlias(here.deps, { flowId: 'support', alias: 'pilot', release: 2, by });
    await assignNumber(here.deps, { number: NUMBER, flowId: 'support', alias: 'pilot' });
    await here.shelf.refresh();
    expect([here.serves(NUMBER), here.serves('+34911000000')]).toEqual(['Pilot', 'One']);
    await moveAlias(here.deps, { flowId: 'support', alias: 'pilot', release: 1, by });
    await until(async () => here.serves(NUMBER) === 'One');
  });

  it('of a number that was assigned before there were aliases is live', async () => {
    await file('One');
    const here = await start();
    await client.hset('{flows}:numbers', NUMBER, 'support');
    await client.del('{flows}:aliases:support');
    await here.shelf.refresh();
    expect(here.serves(NUMBER)).toBe('One');
    await here.publish('Two', false);
    await here.shelf.refresh();
    expect(here.serves(NUMBER)).toBe('One');
  });

  it('goes on as before where a release can’t be run, and the other flows are not touched by it', async () => {
    await file('One');
    const here = await start();
    const broken = { ...(await here.deps.releases.get('support', 1)), number: 2, flow: { id: 'support' } };
    await client.hset('{flows}:releases:support', '2', JSON.stringify(broken));
    await moveAlias(here.deps, { flowId: 'support', alias: 'live', release: 2, by });
    await here.shelf.refresh();
    expect(here.serves()).toBe('One');
  });
});

describe('a file of the folder', () => {
  it('that did not change does not come back over what was published in the studio', async () => {
    await file('File');
    await (await start()).publish('Studio');
    const again = await start();
    expect(again.serves()).toBe('Studio');
    expect(again.shelf.apart()).toEqual([]);
    expect(await again.deps.releases.history('support')).toHaveLength(2);
  });

  it('that changed is published and live, as long as nobody has published in the studio', async () => {
    await file('File');
    const first = await start();
    await file('File, better');
    const again = await start();
    expect(again.serves()).toBe('File, better');
    expect((await first.deps.releases.moves('support')).map(({ from, to }) => [from, to])).toEqual([
      [1, 2],
      [undefined, 1],
    ]);
  });

  it('that changed while the studio published stays apart, and says which command settles it', async () => {
    await file('File');
    await (await start()).publish('Studio');
    await file('File, better');
    const again = await start();
    expect(again.serves()).toBe('Studio');
    expect(again.shelf.apart()).toMatchObject([{ flowId: 'support', problem: { code: 'F007', severity: 'warning' } }]);
    expect(again.shelf.apart()[0]?.problem.message).toMatch(/npm run flow -- push .*support\.flow\.json --publish/);
    await again.publish('File, better');
    await again.shelf.refresh();
    expect(again.shelf.apart()).toEqual([]);
    const later = await start();
    expect(later.shelf.apart()).toEqual([]);
    await file('File, best');
    expect((await start()).shelf.apart()).toHaveLength(1);
  });

  it('that was pulled from the studio is at peace with it', async () => {
    await file('File');
    await (await start()).publish('Studio');
    await file('Studio');
    const again = await start();
    expect(again.shelf.apart()).toEqual([]);
    expect(await again.deps.releases.history('support')).toHaveLength(2);
  });
});
