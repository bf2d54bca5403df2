import { parse } from 'node:querystring';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf, filledFieldOf, readForm, readQuery } from '../../../src/providers/twilio/form.ts';

describe('readForm', () => {
  const text = fc.string({ unit: 'grapheme' });

  test('reads what URLSearchParams writes, in order, repeated names included', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 30 }), (pairs) => {
        const body = new URLSearchParams(pairs).toString();
        expect(readForm(Buffer.from(body))).toEqual([...new URLSearchParams(body)]);
      }),
    );
  });

  test('agrees with querystring over well-formed bodies that nobody wrote on purpose', () => {
    const piece = fc.constantFrom('a', 'B', '=', '&', '+', '%20', '%C3%AD', '%2B', 'ñ', ' ', '.', '%F0%9F%91%8D');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const body = pieces.join('');
        const grouped: Record<string, string | string[]> = {};
        for (const [name, value] of readForm(Buffer.from(body))) {
          const before = grouped[name];
          grouped[name] = before === undefined ? value : [...[before].flat(), value];
        }
        const expected = { ...parse(body) };
        expect(grouped).toEqual(expected);
      }),
    );
  });

  test.each(['a=%', 'a=%4', 'a=%zz', '%=1', 'a=%C3', 'a=%ff'])('refuses the malformed %j', (body) => {
    expect(() => readForm(Buffer.from(body))).toThrow(expect.objectContaining({ code: 'webhook-invalid' }));
  });

  test('refuses more fields than any webhook has', () => {
    expect(() => readForm('a=1&'.repeat(501))).toThrow(expect.objectContaining({ code: 'webhook-invalid' }));
  });

  test('reads a slice of a larger buffer without its neighbours', () => {
    const buffer = Buffer.from('xxa=1yy');
    expect(readForm(buffer.subarray(2, 5))).toEqual([['a', '1']]);
  });
});

describe('fieldOf and filledFieldOf', () => {
  test('give the first value; blank counts as absent only for the second', () => {
    const pairs = readQuery('/x?a=1&a=2&b=%20');
    expect(fieldOf(pairs, 'a')).toBe('1');
    expect(fieldOf(pairs, 'b')).toBe(' ');
    expect(filledFieldOf(pairs, 'b')).toBeUndefined();
    expect(fieldOf(pairs, 'c')).toBeUndefined();
    expect(readQuery('/x')).toEqual([]);
  });
});
