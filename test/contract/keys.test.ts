import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { KEY_SECTIONS, markKey, nameKey, partsKey, recordKey, shardOfRef } from '../../src/store/redis/keys.ts';
import { redisKeysPage } from '../../src/store/redis/keys-page.ts';

const page = new URL('../../docs/redis-keys.md', import.meta.url);

test('docs/redis-keys.md says what keys.ts says (if not: npm run docs)', () => {
  expect(readFileSync(page, 'utf8')).toBe(redisKeysPage());
});

test('every family of keys has a pattern of its own', () => {
  const patterns = KEY_SECTIONS.flatMap(({ families }) => Object.values(families).map(({ pattern }) => pattern));
  expect(patterns.length).toBeGreaterThan(10);
  expect(new Set(patterns).size).toBe(patterns.length);
});

test('whatever the shard, the keys of a person share its tag', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), fc.stringMatching(/^[0-9A-Za-z]{1,30}$/), (shard, tail) => {
      const ref = { kind: 'handoff', id: makeId('h', shard, tail) } as const;
      const tag = `{s${String(shard).padStart(2, '0')}}:`;
      expect(shardOfRef(ref)).toBe(shard);
      for (const key of [recordKey(ref), partsKey(ref), markKey(shard, tail), nameKey(shard, tail)]) expect(key.startsWith(tag)).toBe(true);
    }),
  );
});

test('no phone number stands in the key of a person or of a name', () => {
  const keyring = createKeyring('a secret key of the tests, 32 bytes and more', 16);
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9][0-9]{8,13}$/), (number) => {
      const digits = number.slice(1);
      expect(recordKey({ kind: 'contact', id: keyring.contactId(number) })).not.toContain(digits);
      expect(nameKey(keyring.shardOf(number), keyring.hash(number))).not.toContain(digits);
    }),
  );
});
