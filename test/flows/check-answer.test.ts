import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerCheck } from '../../src/flows/check-answer.ts';
import { isDni, isIban, isLuhn } from '../../src/flows/check-digits.ts';
import type { Validator } from '../../src/flows/schema/fields.ts';
import { NOON } from './engine-flow.ts';

const SCENE = { nowMs: NOON, timeZone: 'Europe/Madrid', country: 'ES' };

describe('answers', () => {
  it.each<[Validator, string, unknown]>([
    [{ kind: 'digits', length: 6 }, '12 34-56', '123456'],
    [{ kind: 'digits', length: 6 }, '12345', 'length'],
    [{ kind: 'digits', min: 2, max: 4 }, '123', '123'],
    [{ kind: 'digits', min: 2, max: 4 }, '12345', 'length'],
    [{ kind: 'digits' }, '12a', 'format'],
    [{ kind: 'digits', checkDigit: 'luhn' }, '4539 1488 0343 6467', '4539148803436467'],
    [{ kind: 'digits', checkDigit: 'luhn' }, '4539148803436468', 'check-digit'],
    [{ kind: 'digits', checkDigit: 'iban' }, 'es91 2100 0418 4502 0005 1332', 'ES9121000418450200051332'],
    [{ kind: 'digits', checkDigit: 'iban' }, 'ES9121000418450200051333', 'check-digit'],
    [{ kind: 'digits', checkDigit: 'dni' }, '12345678z', '12345678Z'],
    [{ kind: 'digits', checkDigit: 'dni' }, 'X1234567L', 'X1234567L'],
    [{ kind: 'digits', checkDigit: 'dni' }, '12345678A', 'check-digit'],
    [{ kind: 'digits', checkDigit: 'dni' }, '12345678', '12345678'],
    [{ kind: 'integer', min: 1, max: 10 }, ' 10 ', 10],
    [{ kind: 'integer', min: 1, max: 10 }, '11', 'range'],
    [{ kind: 'integer' }, '1.5', 'format'],
    [{ kind: 'date', order: 'dmy' }, '24112026', '2026-11-24'],
    [{ kind: 'date', order: 'dmy' }, '24/11/26', '2026-11-24'],
    [{ kind: 'date', order: 'mdy' }, '11242026', '2026-11-24'],
    [{ kind: 'date', order: 'ymd' }, '2026-11-24', '2026-11-24'],
    [{ kind: 'date', order: 'dmy' }, '31022026', 'format'],
    [{ kind: 'date', order: 'dmy' }, 'ayer', 'format'],
    [{ kind: 'date', order: 'dmy', past: true }, '24112026', 'range'],
    [{ kind: 'date', order: 'dmy', future: true }, '22112026', 'range'],
    [{ kind: 'date', order: 'dmy', future: true }, '23112026', '2026-11-23'],
    [{ kind: 'phone', mobileOnly: true }, '600 111 222', '+34600111222'],
    [{ kind: 'phone', mobileOnly: true }, '910 000 000', 'not-mobile'],
    [{ kind: 'phone', mobileOnly: false }, '910 000 000', '+34910000000'],
    [{ kind: 'phone', mobileOnly: false }, '12', 'format'],
    [{ kind: 'email' }, ' Ana.Garcia+casa@Example.COM ', 'Ana.Garcia+casa@example.com'],
    [{ kind: 'email' }, 'mailto:ana@example.com', 'ana@example.com'],
    [{ kind: 'email' }, 'ana@example', 'format'],
    [{ kind: 'email' }, 'ana..b@example.com', 'format'],
    [{ kind: 'email' }, 'mi correo es ana@example.com', 'format'],
    [{ kind: 'name' }, 'María  José O’Neill-Pérez', 'María José O’Neill-Pérez'],
    [{ kind: 'name' }, 'R2D2', 'format'],
    [{ kind: 'name' }, 'A', 'length'],
    [{ kind: 'postal-code', country: 'ES' }, '28 013', '28013'],
    [{ kind: 'postal-code', country: 'ES' }, '53001', 'format'],
    [{ kind: 'postal-code', country: 'PT' }, '1000-205', '1000-205'],
    [{ kind: 'postal-code', country: 'GB' }, 'sw1a 1aa', 'SW1A1AA'],
    [{ kind: 'postal-code', country: 'NZ' }, '6011', '6011'],
    [{ kind: 'text', min: 3, max: 10 }, 'ok', 'length'],
    [{ kind: 'pattern', pattern: '[A-Z]{2}\\d+' }, 'AB12', 'AB12'],
    [{ kind: 'pattern', pattern: '[A-Z]{2}\\d+' }, 'xAB12', 'format'],
    [{ kind: 'text', max: 5 }, 'hola', 'hola'],
    [{ kind: 'text', max: 5 }, 'buenas', 'length'],
    [{ kind: 'text', max: 5 }, ' \n ', 'empty'],
  ])('%o judges “%s” as %s', (as, text, expected) => {
    const answer = createAnswerCheck(as)(text, SCENE);
    expect(answer.ok ? answer.value : answer.reason).toBe(expected);
  });

  it('never throws, and accepts what it made itself', () => {
    const validators: Validator[] = [
      { kind: 'digits' },
      { kind: 'integer' },
      { kind: 'date', order: 'dmy' },
      { kind: 'phone', mobileOnly: false },
      { kind: 'pattern', pattern: '(a|b)+' },
      { kind: 'text', max: 1000 },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...validators), fc.oneof(fc.string(), fc.stringMatching(/^[0-9 +*#.-]{0,24}$/)), (as, text) => {
        const check = createAnswerCheck(as);
        const first = check(text, SCENE);
        if (first.ok) expect(check(String(first.value), SCENE)).toEqual(first);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('check digits', () => {
  it('see every single wrong digit', () => {
    const wrong = (valid: string, check: (text: string) => boolean) =>
      fc.assert(
        fc.property(fc.nat({ max: valid.length - 1 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
          fc.pre(/\d/.test(valid.charAt(at)));
          const changed = valid.slice(0, at) + ((Number(valid.charAt(at)) + by) % 10) + valid.slice(at + 1);
          expect(check(changed)).toBe(false);
        }),
      );
    for (const [valid, check] of [
      ['4539148803436467', isLuhn],
      ['ES9121000418450200051332', isIban],
      ['12345678Z', isDni],
    ] as const) {
      expect(check(valid)).toBe(true);
      wrong(valid, check);
    }
  });
});
