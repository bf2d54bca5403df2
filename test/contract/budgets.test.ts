import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BudgetLimit, BudgetQuestion, Budgets, OfferStop, WatchOfReplies } from '../../src/rules/budgets.ts';
import { createBudgets } from '../../src/store/redis/budgets.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** On the hour: borders are easy to name. */
const NOON = Date.UTC(2026, 10, 21, 12);
const OFF: WatchOfReplies = { hours: 24, minInvites: -1, minPercent: 5, graceMinutes: 30 };

let redis: TestRedis;
let budgets: Budgets;
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  await redis.flush();
  budgets = createBudgets(redis.client(), 2_000);
});
afterAll(() => redis.stop());

const limits = (more: Partial<Record<BudgetLimit['scope'], Partial<BudgetLimit>>> = {}): BudgetLimit[] => [
  { scope: 'number', name: 'ANA', most: -1, hours: 24, ...more.number },
  { scope: 'prefix', name: '+3460011', most: -1, hours: 1, ...more.prefix },
  { scope: 'country', name: 'ES', most: -1, hours: 1, ...more.country },
  { scope: 'all', name: '', most: -1, hours: 1, ...more.all },
];
const at = (nowMs: number, more: Parameters<typeof limits>[0] = {}, watch: Partial<WatchOfReplies> = {}): BudgetQuestion => ({
  nowMs,
  limits: limits(more),
  watch: { ...OFF, ...watch },
});
let key = 0;
const next = () => {
  key += 1;
  return `h_00_${key}`;
};

describe('the counters of invites', () => {
  it('count an invite in every place, once for each handoff', async () => {
    const handoff = next();
    await budgets.take(handoff, at(NOON));
    await budgets.take(handoff, at(NOON));
    expect(await budgets.read(at(NOON))).toEqual({ number: 1, prefix: 1, country: 1, all: 1, day: 1, watched: { invites: 0, replies: 0 } });
    await budgets.take(next(), at(NOON, { number: { name: 'BEA' }, country: { name: 'PT' }, prefix: { name: '+35191' } }));
    expect(await budgets.read(at(NOON))).toMatchObject({ number: 1, prefix: 1, country: 1, all: 2 });
  });

  it('forget what is older than the window', async () => {
    await budgets.take(next(), at(NOON));
    expect((await budgets.read(at(NOON + 59 * MINUTE))).all).toBe(1);
    expect((await budgets.read(at(NOON + HOUR))).all).toBe(0);
    expect((await budgets.read(at(NOON + 23 * HOUR))).number).toBe(1);
    expect((await budgets.read(at(NOON + 24 * HOUR))).number).toBe(0);
    expect((await budgets.read(at(NOON + 23 * HOUR))).day).toBe(1);
  });

  it('of many at once let exactly as many pass as there is room for, and count nothing of the others', async () => {
    const question = at(NOON, { country: { most: 7 } });
    const taken = await Promise.all(Array.from({ length: 30 }, () => budgets.take(next(), question)));
    expect(taken.filter(({ kind }) => kind === 'taken')).toHaveLength(7);
    expect(taken.find(({ kind }) => kind === 'refused')).toMatchObject({
      scope: 'country',
      why: 'budget',
      counted: 7,
      limit: 7,
      stop: { id: 'country:ES', name: 'ES' },
    });
    expect(await budgets.read(question)).toMatchObject({ number: 7, all: 7 });
  });

  it('stop nobody for the budget of one caller', async () => {
    const question = at(NOON, { number: { most: 1 } });
    await budgets.take(next(), question);
    const refused = await budgets.take(next(), question);
    expect(refused).toMatchObject({ kind: 'refused', scope: 'number' });
    expect(refused).not.toHaveProperty('stop');
  });

  it('stay small however long they run', async () => {
    for (let hour = 0; hour < 1000; hour += 5) await budgets.take(next(), at(NOON + hour * HOUR));
    expect(await redis.client().hlen('{budgets}:count:all:')).toBeLessThan(320);
  });

  it('hold no phone number in the name of a key', async () => {
    await budgets.take(next(), at(NOON));
    await budgets.answered(next(), { scope: 'prefix', name: '+3460011' }, NOON);
    for (const name of await redis.client().keys('*')) expect(name).not.toMatch(/\+\d{9,}/);
  });
});

describe('the watch of replies', () => {
  const watch = { minInvites: 4, minPercent: 25 };
  const invite = async (n: number, nowMs: number) => {
    for (let i = 0; i < n; i += 1) await budgets.take(next(), at(nowMs));
  };

  it('judges a block by the invites that had time to be answered', async () => {
    await invite(4, NOON);
    expect((await budgets.read(at(NOON + 29 * MINUTE, {}, watch))).watched).toEqual({ invites: 0, replies: 0 });
    expect(await budgets.take(next(), at(NOON + 29 * MINUTE, {}, watch))).toEqual({ kind: 'taken' });
    const later = at(NOON + 40 * MINUTE, {}, watch);
    expect((await budgets.read(later)).watched).toEqual({ invites: 4, replies: 0 });
    expect(await budgets.take(next(), later)).toMatchObject({ kind: 'refused', why: 'no-replies', stop: { id: 'prefix:+3460011' } });
  });

  it('is content when enough were answered; one answer counts once', async () => {
    await invite(4, NOON);
    const handoff = next();
    await budgets.answered(handoff, { scope: 'prefix', name: '+3460011' }, NOON + MINUTE);
    await budgets.answered(handoff, { scope: 'prefix', name: '+3460011' }, NOON + MINUTE);
    const later = at(NOON + 40 * MINUTE, {}, watch);
    expect((await budgets.read(later)).watched).toEqual({ invites: 4, replies: 1 });
    expect(await budgets.take(next(), later)).toEqual({ kind: 'taken' });
  });
});

describe('a stop', () => {
  const stop: OfferStop = { id: 'country:ES', scope: 'country', name: 'ES', why: 'budget', atMs: NOON, counted: 7, limit: 7 };

  it('stands until it is lifted; then what was counted there begins anew', async () => {
    await budgets.take(next(), at(NOON));
    expect([await budgets.stop(stop), await budgets.stop({ ...stop, counted: 99 })]).toEqual([true, false]);
    expect(await budgets.stops()).toEqual([stop]);
    expect([await budgets.lift('country:ES'), await budgets.lift('country:ES')]).toEqual([true, false]);
    expect(await budgets.stops()).toEqual([]);
    expect(await budgets.read(at(NOON))).toMatchObject({ country: 0, all: 1 });
  });

  it('by hand leaves the counters as they are', async () => {
    await budgets.take(next(), at(NOON));
    await budgets.stop({ ...stop, why: 'by-hand' });
    await budgets.lift('country:ES');
    expect((await budgets.read(at(NOON))).country).toBe(1);
  });
});
