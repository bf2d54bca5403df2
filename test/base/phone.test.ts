import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalPhone, classifyCaller, countryOf, lastDigits, maskPhone, parsePhone } from '../../src/base/phone.ts';

describe('parsePhone', () => {
  test.each([
    ['+34600111222', undefined, '+34600111222', 'ES', 'mobile'],
    ['600 111 222', 'ES', '+34600111222', 'ES', 'mobile'],
    ['0034 600-111-222', undefined, '+34600111222', 'ES', 'mobile'],
    ['+34 910 000 000', undefined, '+34910000000', 'ES', 'landline'],
    ['+34900123456', undefined, '+34900123456', 'ES', 'unreachable'],
    ['+18005551212', undefined, '+18005551212', 'US', 'unreachable'],
    ['+14155552671', undefined, '+14155552671', 'US', 'unknown'],
    ['+5215512345678', undefined, '+525512345678', 'MX', 'mobile'],
    ['+525512345678', undefined, '+525512345678', 'MX', 'unknown'],
    ['044 55 1234 5678', 'MX', '+525512345678', 'MX', 'unknown'],
    ['+551187654321', undefined, '+5511987654321', 'BR', 'mobile'],
    ['+5511987654321', undefined, '+5511987654321', 'BR', 'mobile'],
    ['+551134567890', undefined, '+551134567890', 'BR', 'landline'],
    ['+5491123456789', undefined, '+5491123456789', 'AR', 'mobile'],
    ['+541123456789', undefined, '+5491123456789', 'AR', 'unknown'],
    ['+54111523456789', undefined, '+5491123456789', 'AR', 'mobile'],
    ['011 15 2345 6789', 'AR', '+5491123456789', 'AR', 'mobile'],
  ])('reads %s (%s) as %s, %s, %s', (text, country, canonical, iso, type) => {
    expect(parsePhone(text, country)).toMatchObject({ canonical, country: iso, type });
  });

  test('keeps the form that was written beside the canonical one', () => {
    expect(parsePhone('+5215512345678')?.e164).toBe('+5215512345678');
  });

  test.each(['', '600111222', '+3412', '+34 600 111 22a', '+0034600111222', 'anonymous', '+999123456789', `+${'1'.repeat(60)}`])(
    'does not know %j',
    (text) => {
      expect(parsePhone(text)).toBeUndefined();
    },
  );
});

describe('canonicalPhone', () => {
  const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));

  test('is idempotent', () => {
    const prefixed = fc.tuple(fc.constantFrom('+52', '+521', '+55', '+54', '+549', '+5411', '+541115', '+34', '+1'), digits(10));
    fc.assert(
      fc.property(prefixed, ([prefix, rest]) => {
        const once = canonicalPhone(prefix + rest);
        expect(canonicalPhone(once)).toBe(once);
      }),
    );
  });

  test('meets for both forms of a Mexican number', () => {
    fc.assert(
      fc.property(digits(10), (n) => {
        expect(canonicalPhone(`+521${n}`)).toBe(canonicalPhone(`+52${n}`));
      }),
    );
  });

  test('meets for both forms of a Brazilian mobile', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][1-9]$/), fc.stringMatching(/^[6-9]\d{7}$/), (area, n) => {
        expect(canonicalPhone(`+55${area}${n}`)).toBe(canonicalPhone(`+55${area}9${n}`));
      }),
    );
  });

  test('meets for the forms of an Argentine number', () => {
    const areas = fc.constantFrom(['11', 8], ['221', 7], ['351', 7], ['2954', 6], ['3825', 6]) as fc.Arbitrary<[string, number]>;
    fc.assert(
      fc.property(
        areas.chain(([area, n]) => digits(n).map((rest) => [area, rest] as const)),
        ([area, rest]) => {
          expect(canonicalPhone(`+54${area}${rest}`)).toBe(`+549${area}${rest}`);
          expect(canonicalPhone(`+549${area}${rest}`)).toBe(`+549${area}${rest}`);
        },
      ),
    );
    expect(canonicalPhone('+54221154567890')).toBe('+5492214567890');
    expect(canonicalPhone('+54295415423456')).toBe('+5492954423456');
  });

  test('leaves other countries, fixed Brazilian lines and other text alone', () => {
    for (const text of ['+34600111222', '+551134567890', '+548001234567', 'anonymous', '']) expect(canonicalPhone(text)).toBe(text);
  });
});

describe('classifyCaller', () => {
  test.each([
    '+266696687',
    '266696687',
    '+7378742833',
    '7378742833',
    '+86282452253',
    '86282452253',
    '+2562533',
    '+8656696',
    '+7748283',
    'anonymous',
    'Anonymous',
    'RESTRICTED',
    'unavailable',
    'Unknown',
    'private',
    'blocked',
    '',
    '   ',
    'sip:anonymous@anonymous.invalid',
    'client:anonymous',
  ])('takes %j for withheld', (from) => {
    expect(classifyCaller(from)).toEqual({ kind: 'withheld' });
  });

  test.each([
    ['sip:ana@example.com', 'sip'],
    ['sips:+34600111222@pbx.example.com', 'sip'],
    ['client:ana', 'client'],
    ['12345', 'short'],
    ['+12345', 'short'],
    ['600111222', 'not-international'],
    ['34600111222', 'not-international'],
    ['ana', 'not-a-number'],
    ['+34 600', 'not-a-number'],
    ['+3460011122233', 'invalid'],
    ['+0600111222', 'invalid'],
    ['+99912345678', 'invalid'],
  ])('takes %j for unusable: %s', (from, reason) => {
    expect(classifyCaller(from)).toEqual({ kind: 'unusable', reason });
  });

  test('takes a caller id in E.164 for a number', () => {
    expect(classifyCaller('+34600111222')).toEqual({
      kind: 'number',
      e164: '+34600111222',
      canonical: '+34600111222',
      country: 'ES',
      type: 'mobile',
    });
  });

  test('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['number', 'withheld', 'unusable']).toContain(classifyCaller(text).kind);
      }),
    );
  });
});

describe('small readings of a number', () => {
  test('gives country, last digits and a masked form', () => {
    expect(countryOf('+34600111222')).toBe('ES');
    expect(countryOf('+999')).toBeUndefined();
    expect(lastDigits('+34600111222', 4)).toBe('1222');
    expect(maskPhone('+34600111222')).toBe('+34 ••• ••• 222');
    expect(maskPhone('+123')).toBe('•••');
  });
});
