import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store, Versioned } from '../../src/base/changes.ts';
import { createManualClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import type { DomainEvent, NewEvent } from '../../src/base/events.ts';
import { type CallId, type ChatId, type ContactId, type HandoffId, shardOfId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { findWriter } from '../../src/contacts/find-writer.ts';
import { followMerge } from '../../src/contacts/follow-merge.ts';
import { joinedContact, withMerged, withoutMerged } from '../../src/contacts/join-contacts.ts';
import { contactIdOf, emptyContact } from '../../src/contacts/load-contact.ts';
import { mergeContacts, splitContact } from '../../src/contacts/merge-contacts.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const keyring = createKeyring('a secret key of more than 32 bytes', 16);
const clock = createManualClock(1_800_000_000_000);
const ANA = '+34600111222';
const SCOPED = 'ES.4566546130240823';
const byNumber = contactIdOf(keyring, { channel: 'whatsapp', phone: ANA });
const byScoped = contactIdOf(keyring, { channel: 'whatsapp', scopedUserId: SCOPED });

let redis: TestRedis;
let real: Store;
/** Commits that pass before the store fails; endless by default. */
let allowed = Number.POSITIVE_INFINITY;
let afterCommit = false;
const store: Store = {
  load: (refs) => real.load(refs),
  loadParts: (owner) => real.loadParts(owner),
  point: (name, id, ttl) => real.point(name, id, ttl),
  resolve: (name) => real.resolve(name),
  commit: async (changes) => {
    if (allowed <= 0 && !afterCommit) throw new AppError('store-unavailable');
    const result = await real.commit(changes);
    if (allowed <= 0) throw new AppError('store-unavailable');
    allowed -= 1;
    return result;
  },
};
const deps = { store, clock, keyring };

beforeAll(async () => {
  redis = await startTestRedis();
  real = createRedisStore({ client: redis.client(), keyring }, { timeLimitMs: 5_000 });
});
afterAll(() => redis?.stop());
beforeEach(async () => {
  allowed = Number.POSITIVE_INFINITY;
  await redis.flush();
});

async function put(contact: Contact): Promise<void> {
  const ref = { kind: 'contact', id: contact.id } as const;
  const [found] = await real.load([ref]);
  const write = { ref, expectedVersion: found?.version ?? 0, value: contact, ttlSeconds: 3600 };
  await real.commit({ shard: shardOfId(contact.id) ?? 0, writes: [write] });
}

async function read(id: ContactId): Promise<Contact> {
  const [found] = (await real.load([{ kind: 'contact', id }])) as (Versioned<Contact> | undefined)[];
  if (!found) throw new Error(`no contact ${id}`);
  return found.value;
}

const chatOf = (id: ContactId, n: number, atMs: number) => ({
  chatId: `t_${id.slice(2, 4)}_CHAT${n}` as ChatId,
  atMs,
  caseNumber: `CASE-${n}`,
});
const callOf = (n: number, atMs: number) => ({ callId: `c_01_CALL${n}` as CallId, atMs });

const known = (): Contact => ({
  ...emptyContact(byNumber, { phone: ANA }),
  calls: [callOf(1, 10)],
  chats: [chatOf(byNumber, 1, 20)],
  offers: [{ atMs: 10, answer: 'accepted', callId: callOf(1, 10).callId }],
});
const username = (): Contact => ({
  ...emptyContact(byScoped, { scopedUserId: SCOPED, profileName: 'Ana' }),
  lastInboundAtMs: 40,
  language: 'ca',
  optedOut: { atMs: 35, by: 'word', word: 'BAIXA' },
  chats: [chatOf(byScoped, 2, 30)],
});
const event = (type: NewEvent['type'], contactId: ContactId, more: Partial<NewEvent> = {}): DomainEvent => ({
  id: '1-1',
  shard: 0,
  type,
  atMs: clock.nowMs(),
  contactId,
  ...more,
});

describe('two records of one person', () => {
  it('are joined under the number: all history, the stricter wish; the other record points there', async () => {
    await put(known());
    await put(username());
    expect(await mergeContacts(deps, { from: byScoped, into: byNumber, by: 'carrier' })).toBe(true);
    const into = await read(byNumber);
    expect(into.chats.map(({ caseNumber }) => caseNumber)).toEqual(['CASE-1', 'CASE-2']);
    expect(into).toMatchObject({ phone: ANA, scopedUserId: SCOPED, profileName: 'Ana', language: 'ca', optedOut: { word: 'BAIXA' } });
    expect(into.merged).toEqual([
      { contactId: byScoped, atMs: clock.nowMs(), by: 'carrier', chats: [chatOf(byScoped, 2, 0).chatId], calls: [] },
    ]);
    expect(await read(byScoped)).toEqual({ ...username(), mergedInto: byNumber });
  });

  it('keep the consent for messages about calls only where neither name opted out', async () => {
    const callsConsent = { atMs: 7, handoffId: 'h_00_EARLIER1' as HandoffId };
    await put({ ...known(), callsConsent });
    await put({ ...username(), optedOut: undefined as never });
    await mergeContacts(deps, { from: byScoped, into: byNumber, by: 'carrier' });
    expect((await read(byNumber)).callsConsent).toEqual(callsConsent);
    await put({ ...(await read(byScoped)), optedOut: { atMs: 60, by: 'word' } });
    await followMerge(deps, event('contact.opted-out', byScoped));
    expect(await read(byNumber)).not.toHaveProperty('callsConsent');
  });

  it.each([
    ['before the first commit', 0, false],
    ['after the first commit, unknown to us', 0, true],
    ['between the two', 1, false],
    ['after the second, unknown to us', 1, true],
  ])('end the same when the store fails %s and the event comes again', async (_, commits, after) => {
    await put(known());
    await put(username());
    allowed = commits;
    afterCommit = after;
    const identified = event('contact.identified', byNumber, { data: { from: byScoped, by: 'carrier' } });
    await expect(followMerge(deps, identified)).rejects.toThrow();
    allowed = Number.POSITIVE_INFINITY;
    for (let n = 0; n < 2; n += 1) await followMerge(deps, identified);
    expect((await read(byNumber)).merged).toHaveLength(1);
    expect((await read(byNumber)).chats).toHaveLength(2);
    expect((await read(byScoped)).mergedInto).toBe(byNumber);
  });

  it('that learn something later tell each other: a chat that is over, an opt-out, and its being taken back', async () => {
    await put(known());
    await put({ ...username(), optedOut: undefined as never });
    await mergeContacts(deps, { from: byScoped, into: byNumber, by: 'carrier' });
    await put({ ...(await read(byScoped)), chats: [chatOf(byScoped, 2, 30), chatOf(byScoped, 3, 50)] });
    await followMerge(deps, event('chat.closed', byScoped));
    expect((await read(byNumber)).chats.map(({ caseNumber }) => caseNumber)).toEqual(['CASE-1', 'CASE-2', 'CASE-3']);
    await put({ ...(await read(byScoped)), optedOut: { atMs: 60, by: 'word' } });
    await followMerge(deps, event('contact.opted-out', byScoped));
    expect((await read(byNumber)).optedOut).toEqual({ atMs: 60, by: 'word' });
    const { optedOut: _, ...writable } = await read(byNumber);
    await put(writable);
    await followMerge(deps, event('contact.opted-in', byNumber));
    expect((await read(byScoped)).optedOut).toBeUndefined();
    await put({ ...(await read(byNumber)), optedOut: { atMs: 70, by: 'carrier' } });
    await followMerge(deps, event('contact.opted-out', byNumber));
    expect((await read(byScoped)).optedOut).toEqual({ atMs: 70, by: 'carrier' });
  });

  it('are split by an administrator: each has its own again, the opt-out stays with both, and nothing joins them by itself', async () => {
    await put(known());
    await put(username());
    const two = { from: byScoped, into: byNumber, by: 'carrier' };
    await mergeContacts(deps, two);
    expect(await splitContact(deps, { ...two, by: 'root' })).toBe(true);
    const into = await read(byNumber);
    expect(into.chats.map(({ caseNumber }) => caseNumber)).toEqual(['CASE-1']);
    expect(into).toMatchObject({ apart: [byScoped], optedOut: { word: 'BAIXA' } });
    expect(into.scopedUserId).toBeUndefined();
    expect(await read(byScoped)).toMatchObject({ apart: [byNumber], optedOut: { word: 'BAIXA' } });
    expect((await read(byScoped)).mergedInto).toBeUndefined();
    expect(await mergeContacts(deps, two)).toBe(false);
    expect(await splitContact(deps, two)).toBe(false);
  });

  it.each([0, 1])('are split whole when the store fails after %i commits', async (commits) => {
    await put(known());
    await put(username());
    const two = { from: byScoped, into: byNumber, by: 'carrier' };
    await mergeContacts(deps, two);
    allowed = commits;
    afterCommit = false;
    await expect(splitContact(deps, two)).rejects.toThrow();
    allowed = Number.POSITIVE_INFINITY;
    if (commits === 0) await splitContact(deps, two);
    else await followMerge(deps, event('contact.split', byNumber, { data: { from: byScoped } }));
    expect((await read(byScoped)).mergedInto).toBeUndefined();
    expect((await read(byNumber)).merged).toBeUndefined();
  });

  it('joined and split leave each history as it was, whatever it was', () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { maxLength: 5 });
    fc.assert(
      fc.property(times, times, fc.boolean(), (a, b, stopped) => {
        const into: Contact = {
          ...emptyContact(byNumber, { phone: ANA }),
          chats: a.sort((x, y) => x - y).map((at) => chatOf(byNumber, at, at)),
        };
        const from: Contact = {
          ...emptyContact(byScoped),
          chats: b.sort((x, y) => x - y).map((at) => chatOf(byScoped, at, at)),
          ...(stopped && { optedOut: { atMs: 1, by: 'word' as const } }),
        };
        const joined = withMerged(into, from, { atMs: 5, by: 'carrier' }) ?? into;
        expect(joined.chats.length).toBe(a.length + b.length);
        expect(joined.optedOut !== undefined).toBe(stopped);
        expect(withMerged(joined, from, { atMs: 9, by: 'carrier' })).toBeUndefined();
        expect(joinedContact(joinedContact(into, from), from)).toEqual(joinedContact(into, from));
        expect(withoutMerged(joined, from).chats).toEqual(into.chats);
      }),
    );
  });
});

describe('who writes', () => {
  const from = (more: { phone?: string; scopedUserId?: string }) => ({ channel: 'whatsapp' as const, ...more });

  it('without a number is the record of the business-scoped id, until it is known to be somebody', async () => {
    expect(await findWriter(deps, from({ scopedUserId: SCOPED }))).toMatchObject({ id: byScoped, isNews: false });
    await put(known());
    await put(username());
    await mergeContacts(deps, { from: byScoped, into: byNumber, by: 'carrier' });
    expect(await findWriter(deps, from({ scopedUserId: SCOPED }))).toMatchObject({ id: byNumber, other: byScoped, isNews: false });
  });

  it('with both is the number, and it is news when the other record stands alone', async () => {
    await put(username());
    expect(await findWriter(deps, from({ phone: ANA, scopedUserId: SCOPED }))).toMatchObject({
      id: byNumber,
      other: byScoped,
      isNews: true,
    });
  });

  it('after a split is two people again, whatever a pointer says', async () => {
    await put(known());
    await put(username());
    const two = { from: byScoped, into: byNumber, by: 'carrier' };
    await mergeContacts(deps, two);
    await real.point(`bsuid:${SCOPED}`, byNumber, 3600);
    await splitContact(deps, two);
    expect((await findWriter(deps, from({ scopedUserId: SCOPED }))).id).toBe(byScoped);
    const both = await findWriter(deps, from({ phone: ANA, scopedUserId: SCOPED }));
    expect([both.id, both.other, both.isNews]).toEqual([byNumber, undefined, false]);
  });

  it('under an id that belongs to another number is the number alone', async () => {
    await put(known());
    await put(username());
    await mergeContacts(deps, { from: byScoped, into: byNumber, by: 'carrier' });
    const other = await findWriter(deps, from({ phone: '+34600999888', scopedUserId: SCOPED }));
    expect([other.other, other.isNews]).toEqual([undefined, false]);
  });
});
