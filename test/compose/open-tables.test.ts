import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { followTables } from '../../src/compose/keep-fresh.ts';
import { openTables } from '../../src/compose/open-tables.ts';
import { saveTable } from '../../src/flows/tables/save-table.ts';
import type { Table } from '../../src/flows/tables/table.ts';
import { openFlowNews } from '../../src/store/redis/flow-news.ts';
import { createReleaseStore } from '../../src/store/redis/release-store.ts';
import { createTableStore } from '../../src/store/redis/table-store.ts';
import { startTestRedis, type TestRedis, until } from '../support/redis.ts';

const by = { userId: 'u_ADA', name: 'Ada' };
const clock = createManualClock(1_800_000_000_000);
const shops = (phone: string): Table => ({
  name: 'shops',
  title: 'Shops',
  key: 'town',
  columns: [
    { name: 'town', type: 'text' },
    { name: 'phone', type: 'text' },
  ],
  rows: [{ town: 'Madrid', phone }],
});

let redis: TestRedis;
let client: Redis;
let folder: string;
const closers: (() => void)[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
  client = redis.client();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.flush();
  folder = await mkdtemp(join(tmpdir(), 'relevo-tables-'));
  await mkdir(join(folder, 'tables'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await rm(folder, { recursive: true });
});
const file = (table: unknown) => writeFile(join(folder, 'tables/shops.table.json'), JSON.stringify(table));

/** A process that has started; it follows the news and never looks by itself. */
async function start() {
  const tables = createTableStore(client, 2_000);
  const flowNews = await openFlowNews({ client, log: silentLogger }, 2_000);
  const deps = { tables, flowNews, clock, served: () => [] };
  const releases = createReleaseStore(client, 2_000);
  const opened = await openTables({ ...deps, releases, log: silentLogger, flowsFolder: folder });
  const forget = followTables(silentLogger, opened, flowNews);
  closers.push(() => {
    forget();
    flowNews.close();
  });
  const phone = () => opened.book().shops?.find('madrid')?.phone;
  const save = async (table: Table) => saveTable(deps, table, { baseRevision: (await tables.read(table.name))?.revision ?? 0, by });
  return { opened, phone, save, tables };
}

describe('the tables of a service', () => {
  it('are the same on every instance as soon as one of them changes a cell, and the book stays the same until then', async () => {
    const [one, other] = [await start(), await start()];
    const { book } = other.opened;
    const before = book();
    await one.save(shops('600111222'));
    await until(() => other.phone() === '600111222');
    expect(book()).not.toBe(before);
    const held = book();
    await other.opened.refresh();
    expect(book()).toBe(held);
    await one.save(shops('600333444'));
    await until(() => one.phone() === '600333444' && other.phone() === '600333444');
    expect(held.shops?.find('MADRID')?.phone).toBe('600111222');
    expect(other.opened.shapes().shops?.keys).toEqual(['Madrid']);
  });

  it('of two who save at once, one is told of the other', async () => {
    const { tables } = await start();
    const deps = { tables, flowNews: { tell: async () => {} }, clock, served: () => [] };
    const saved = await Promise.allSettled(['1', '2', '3'].map((phone) => saveTable(deps, shops(phone), { baseRevision: 0, by })));
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(saved.filter((each) => each.status === 'rejected' && each.reason.code === 'table-changed')).toHaveLength(2);
    expect(await tables.history('shops')).toHaveLength(1);
  });

  it('keep so many states and no more, and count on', async () => {
    const { save, tables } = await start();
    for (let n = 1; n <= 55; n += 1) await save(shops(String(n)));
    const history = await tables.history('shops');
    expect([history.length, history[0]?.revision, history.at(-1)?.revision]).toEqual([50, 55, 6]);
    expect(await tables.at('shops', 5)).toBeUndefined();
  });
});

describe('a file of flows/tables', () => {
  it('is taken when it changed and nobody else changed the table, and else stays apart', async () => {
    await file(shops('1'));
    expect((await start()).phone()).toBe('1');
    await file(shops('2'));
    const second = await start();
    expect(second.phone()).toBe('2');
    await second.save(shops('3'));
    const third = await start();
    expect([third.phone(), third.opened.apart()]).toEqual(['3', {}]);
    await file(shops('4'));
    const fourth = await start();
    expect(fourth.phone()).toBe('3');
    expect(fourth.opened.apart().shops).toMatch(/tables -- push flows\/tables\/shops\.table\.json/);
  });

  it('with an error is refused whole: the table before goes on', async () => {
    await file(shops('1'));
    await start();
    await file({ ...shops('2'), rows: [{ town: 'Madrid' }, { town: 'MADRID' }] });
    expect((await start()).phone()).toBe('1');
  });
});
