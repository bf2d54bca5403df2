import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditNote } from '../../src/access/audit.ts';
import { auditJsonLine, trailOfLines } from '../../src/access/audit-lines.ts';
import { verifyAudit } from '../../src/access/verify-audit.ts';
import { createManualClock } from '../../src/base/clock.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createAuditTrail } from '../../src/store/redis/audit-trail.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const clock = createManualClock(Date.UTC(2026, 10, 21, 12));
const keyring = createKeyring('a secret key of the tests, 32 bytes and more', 4);
const sign = (text: string) => keyring.signAudit(text);
const note = (n: number): AuditNote => ({
  action: 'user.changed',
  who: { kind: 'user', id: 'u_ROOT' },
  object: { kind: 'user', id: `u_${n}` },
  from: '192.0.2.1',
  outcome: 'done',
});

let redis: TestRedis;
let client: ReturnType<TestRedis['client']>;
const open = (log = silentLogger) => createAuditTrail({ client, keyring, clock, log });

beforeAll(async () => {
  redis = await startTestRedis();
  client = redis.client();
});
afterAll(() => redis?.stop());
beforeEach(() => redis.flush());

async function written(count: number) {
  const trail = open();
  for (let n = 1; n <= count; n += 1) await trail.note(note(n));
  return trail;
}

const ENTRIES = '{audit}:entries:0';

/** Puts another text, or signature, where entry `seq` stands. */
async function rewrite(seq: number, change: (text: string, hash: string) => [string, string]): Promise<void> {
  const all = await client.xrange(ENTRIES, '-', '+');
  await client.del(ENTRIES);
  for (const [id, [, text = '', , hash = '']] of all) {
    const [newText, newHash] = id === `${seq}-0` ? change(text, hash) : [text, hash];
    await client.xadd(ENTRIES, id, 'e', newText, 'h', newHash);
  }
}

describe('the audit trail', () => {
  it('is one chain, whichever process adds to it, and in whatever haste', async () => {
    const [here, there] = [open(), open()];
    const numbers = await Promise.all(Array.from({ length: 120 }, (_, n) => (n % 2 ? here : there).note(note(n))));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
    expect(await verifyAudit(here, [sign])).toMatchObject({ count: 120, head: { seq: 120 } });
    expect((await verifyAudit(here, [sign])).broken).toBeUndefined();
  });

  it('is whole when nothing was noted yet', async () => {
    expect(await verifyAudit(open(), [sign])).toEqual({ count: 0, keys: [] });
  });

  it('shows where one entry was changed, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async (seq) => {
        await redis.flush();
        const trail = await written(8);
        await rewrite(seq, (text, hash) => [text.replace('192.0.2.1', '192.0.2.9'), hash]);
        expect((await verifyAudit(trail, [sign])).broken).toMatchObject({ seq, kind: 'changed' });
      }),
      { numRuns: 10 },
    );
  });

  it('shows an entry that was signed with another key', async () => {
    const trail = await written(4);
    const other = createKeyring('another secret key of the tests, 32 bytes', 4);
    await rewrite(3, (text) => [text.replace('192.0.2.1', '192.0.2.9'), other.signAudit(text.replace('192.0.2.1', '192.0.2.9'))]);
    expect((await verifyAudit(trail, [sign])).broken).toMatchObject({ seq: 3, kind: 'changed' });
  });

  it('is whole across keys, each given up once; one that was given up signs nothing any more', async () => {
    const later = createKeyring('the next secret key of the tests, 32 bytes', 4);
    const signers = [later.signAudit, sign];
    await written(3);
    await createAuditTrail({ client, keyring: later, clock, log: silentLogger }).note(note(4));
    expect(await verifyAudit(open(), signers)).toMatchObject({
      count: 4,
      keys: [
        { fromSeq: 1, key: 1 },
        { fromSeq: 4, key: 0 },
      ],
    });
    expect((await verifyAudit(open(), [later.signAudit])).broken).toMatchObject({ seq: 1, kind: 'changed' });
    await open().note(note(5));
    const { broken } = await verifyAudit(open(), signers);
    expect(broken).toEqual({ seq: 5, kind: 'changed', says: 'Entry 5 is signed with a key that had been given up before.' });
  });

  it('is verified from what was taken away, whole or in parts', async () => {
    const trail = await written(6);
    const lines = (await trail.up(1, 10)).map(auditJsonLine);
    const verified = (part: readonly string[]) => {
      const taken = trailOfLines(part.join(''));
      const { seq = 1, before = '' } = taken.first ?? {};
      return verifyAudit(taken, [sign], {}, { seq: seq - 1, hash: before, atMs: 0 });
    };
    const { head } = await verifyAudit(trail, [sign]);
    expect(await verified(lines)).toMatchObject({ count: 6, head });
    expect(await verified(lines.slice(3))).toMatchObject({ count: 3, head });
    expect((await verified([...lines.slice(0, 2), ...lines.slice(3)])).broken).toMatchObject({ seq: 3, kind: 'removed' });
    expect((await verified(lines.with(4, lines[4]?.replace('192.0.2.1', '192.0.2.9') ?? ''))).broken).toMatchObject({
      seq: 5,
      kind: 'changed',
    });
    expect(() => trailOfLines('{"entry":1}\n')).toThrow('Line 1 is no entry');
  });

  it('shows where entries were removed', async () => {
    const trail = await written(6);
    await client.xdel(ENTRIES, '3-0', '4-0');
    expect((await verifyAudit(trail, [sign])).broken).toEqual({ seq: 3, kind: 'removed', says: 'Entries 3 to 4 are gone.' });
  });

  it('shows where two entries changed places', async () => {
    const trail = await written(6);
    const all = await client.xrange(ENTRIES, '-', '+');
    const fields = (seq: number) => all[seq - 1]?.[1] as string[];
    await rewrite(2, () => [fields(5)[1] ?? '', fields(5)[3] ?? '']);
    expect((await verifyAudit(trail, [sign])).broken).toMatchObject({ seq: 2, kind: 'moved' });
  });

  it('shows that the end was cut off, by the head and by the heads of each day', async () => {
    const trail = await written(6);
    await client.xdel(ENTRIES, '5-0', '6-0');
    expect((await verifyAudit(trail, [sign])).broken).toMatchObject({ seq: 6, kind: 'cut-off' });
    await client.del('{audit}:head');
    expect((await verifyAudit(trail, [sign])).broken).toMatchObject({ seq: 6, kind: 'cut-off' });
  });

  it('shows by a head from the log that everything in Redis was put back', async () => {
    const logged: string[] = [];
    const trail = open({ ...silentLogger, info: (line: object) => void logged.push(JSON.stringify(line)) } as never);
    await trail.note(note(1));
    const { head } = JSON.parse(logged[0] ?? '{}') as { head: string };
    const [seq, hash = ''] = head.split(':');
    await redis.flush();
    const again = await written(3);
    expect((await verifyAudit(again, [sign])).broken).toBeUndefined();
    const heads = { 'the log': { seq: Number(seq), hash, atMs: 0 } };
    expect((await verifyAudit(again, [sign], heads)).broken).toBeUndefined();
    await redis.flush();
    const forged = open();
    await forged.note(note(7));
    expect((await verifyAudit(forged, [sign], heads)).broken).toMatchObject({ seq: 1, kind: 'head-differs' });
  });

  it('goes on in the next segment, linked to the one before', async () => {
    await client.set('{audit}:head', `9999|x|${clock.nowMs()}`);
    const trail = open();
    await Promise.all([1, 2, 3].map((n) => trail.note(note(n))));
    expect(await client.xlen(ENTRIES)).toBe(1);
    expect(await client.xlen('{audit}:entries:1')).toBe(2);
    expect((await trail.down(10_002, 10)).map(({ place }) => place)).toEqual([10_002, 10_001, 10_000]);
    expect((await trail.up(10_000, 10)).map(({ place }) => place)).toEqual([10_000, 10_001, 10_002]);
  });

  it('goes on where its head was lost', async () => {
    await written(3);
    await client.del('{audit}:head');
    const trail = open();
    expect(await trail.note(note(4))).toBe(4);
    expect((await verifyAudit(trail, [sign])).broken).toBeUndefined();
  });

  it('says that it could not note anything while Redis is gone, and goes on when it is back', async () => {
    const trail = await written(1);
    redis.pause();
    const refused = trail.note(note(2)).catch((error) => error.code);
    expect(await refused).toBe('store-unavailable');
    redis.resume();
    await trail.note(note(3));
    expect((await verifyAudit(trail, [sign])).broken).toBeUndefined();
  });
});
