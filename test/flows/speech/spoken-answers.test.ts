import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerCheck } from '../../../src/flows/check-answer.ts';
import type { Validator } from '../../../src/flows/schema/fields.ts';
import { readSpokenAnswer } from '../../../src/flows/speech/spoken-answer.ts';
import { readSpokenKey } from '../../../src/flows/speech/spoken-key.ts';
import { readSpokenNumbers } from '../../../src/flows/speech/spoken-numbers.ts';
import { spokenYesOrNo } from '../../../src/flows/speech/yes-or-no.ts';
import { NOON } from '../engine-flow.ts';

const SCENE = { nowMs: NOON, timeZone: 'Europe/Madrid', country: 'ES' };

function answer(speech: string, language: string, as: object) {
  const validator = as as Validator;
  return readSpokenAnswer(speech, language, validator, createAnswerCheck(validator), SCENE)?.value;
}

describe('spoken digits', () => {
  it.each([
    ['es', 'uno dos tres', '123'],
    ['es', 'ciento veinte', '120'],
    ['es', 'es el 123 456', '123456'],
    ['es', 'doble cero siete', '007'],
    ['es', 'doscientos treinta y cuatro mil quinientos sesenta y siete', '234567'],
    ['es', 'veinte veintiuno', '2021'],
    ['es', 'treinta cinco', '305'],
    ['en', 'one two three', '123'],
    ['en', 'double oh seven', '007'],
    ['en', 'one hundred and twenty', '120'],
    ['en', 'thirty five forty', '3540'],
    ['en', 'my number is 4 5 6', '456'],
    ['ca', 'u dos tres', '123'],
    ['ca', 'cent vint-i-cinc', '125'],
    ['ca', 'trenta-cinc', '35'],
    ['ca', 'dos-cents dotze', '212'],
    ['gl', 'un dous tres', '123'],
    ['gl', 'cento vinte e cinco', '125'],
    ['gl', 'dous mil vinte e seis', '2026'],
    ['eu', 'bat bi hiru', '123'],
    ['eu', 'ehun eta hogei', '120'],
    ['eu', 'hirurogeita hamabost', '75'],
    ['eu', 'berrehun eta berrogeita bi', '242'],
    ['pt', 'um dois três', '123'],
    ['pt', 'cento e vinte e cinco', '125'],
    ['pt-BR', 'meia dois zero', '620'],
  ])('%s: “%s” is %s', (language, speech, digits) => {
    expect(answer(speech, language, { kind: 'digits' })).toBe(digits);
  });

  it('take the length that is asked for as the measure of what was meant', () => {
    expect(answer('seiscientos once doscientos veintidós', 'es', { kind: 'digits', length: 6 })).toBe('611222');
    expect(answer('seiscientos once doscientos veintidós', 'es', { kind: 'digits', length: 10 })).toBe('6001120022');
  });

  it('doubt where two readings fit', () => {
    const as = { kind: 'digits' } as Validator;
    const read = (speech: string) => readSpokenAnswer(speech, 'es', as, createAnswerCheck(as), SCENE)?.doubtful;
    expect(read('seiscientos once')).toBe(true);
    expect(read('seis uno uno')).toBe(false);
  });

  it('are none where somebody only asks for a moment', () => {
    expect(answer('un momento, por favor', 'es', { kind: 'digits' })).toBeUndefined();
    expect(answer('just a second', 'en', { kind: 'integer' })).toBeUndefined();
  });

  it('are a telephone number, with or without its country', () => {
    expect(answer('seis cero cero once doce veintidós', 'es', { kind: 'phone', mobileOnly: true })).toBe('+34600111222');
    expect(answer('+34 600 111 222', 'es', { kind: 'phone', mobileOnly: true })).toBe('+34600111222');
  });

  it('are a number, a DNI, a pattern', () => {
    expect(answer('mil doscientos', 'es', { kind: 'integer', max: 2000 })).toBe(1200);
    expect(answer('menos tres', 'es', { kind: 'integer' })).toBe(-3);
    expect(answer('12345678 z', 'es', { kind: 'digits', checkDigit: 'dni' })).toBe('12345678Z');
    expect(answer('a b uno dos tres cuatro', 'es', { kind: 'pattern', pattern: '[A-Z]{2}[0-9]{4}' })).toBe('AB1234');
  });

  it('are read as written in a language that we have no number words of', () => {
    expect(readSpokenNumbers('12 34', 'fr').groups).toEqual(['12', '34']);
  });
});

describe('spoken days', () => {
  const date = { kind: 'date', order: 'dmy' };
  it.each([
    ['es', 'el quince de marzo de dos mil veintiséis', '2026-03-15'],
    ['es', '15 de marzo de 2026', '2026-03-15'],
    ['es', 'primero de enero de mil novecientos ochenta y cuatro', '1984-01-01'],
    ['es', '15/03/2026', '2026-03-15'],
    ['es', 'quince tres dos mil veintiséis', '2026-03-15'],
    ['es', 'pasado mañana', '2026-11-25'],
    ['es', 'hoy', '2026-11-23'],
    ['en', 'March fifteenth twenty twenty-six', '2026-03-15'],
    ['en', 'the 15th of March 2026', '2026-03-15'],
    ['en', 'nineteenth of May nineteen eighty four', '1984-05-19'],
    ['ca', 'quinze de març de dos mil vint-i-sis', '2026-03-15'],
    ['ca', 'demà', '2026-11-24'],
    ['gl', 'quince de marzo de dous mil vinte e seis', '2026-03-15'],
    ['eu', '2026ko martxoaren 15a', '2026-03-15'],
    ['eu', 'martxoaren hamabosta', '2026-03-15'],
    ['eu', 'bihar', '2026-11-24'],
    ['pt', 'quinze de março de dois mil e vinte e seis', '2026-03-15'],
  ])('%s: “%s” is %s', (language, speech, day) => {
    expect(answer(speech, language, date)).toBe(day);
  });

  it('without a year are of the year that fits', () => {
    expect(answer('quince de marzo', 'es', { ...date, future: true })).toBe('2027-03-15');
    expect(answer('veinte de diciembre', 'es', { ...date, past: true })).toBe('2025-12-20');
    expect(answer('quince de marzo del ochenta y cuatro', 'es', { ...date, past: true })).toBe('1984-03-15');
  });

  it('that do not exist are none', () => {
    expect(answer('treinta de febrero de dos mil veintiséis', 'es', date)).toBeUndefined();
    expect(answer('no lo sé', 'es', date)).toBeUndefined();
  });
});

describe('a spoken yes or no', () => {
  it.each<[string, string, 'yes' | 'no' | undefined]>([
    ['es', 'Sí.', 'yes'],
    ['es', 'claro que no', 'no'],
    ['es', 'no hay problema', 'yes'],
    ['es', 'no es correcto', 'no'],
    ['es', 'sí, digo no', undefined],
    ['es', 'quizás', undefined],
    ['es', 'nogal', undefined],
    ['en', 'yes please', 'yes'],
    ['en', 'that’s not right', 'no'],
    ['ca', 'i tant!', 'yes'],
    ['ca', 'és clar que no', 'no'],
    ['gl', 'non', 'no'],
    ['gl', 'si, si', 'yes'],
    ['eu', 'bai', 'yes'],
    ['eu', 'ez, mesedez', 'no'],
    ['eu', 'sí', 'yes'],
    ['pt', 'não', 'no'],
    ['pt-BR', 'isso mesmo', 'yes'],
    ['de', 'genau', 'yes'],
    ['fr', 'non merci', 'no'],
  ])('%s: “%s” means %s', (language, speech, meant) => {
    expect(spokenYesOrNo(speech, language)).toBe(meant);
  });
});

describe('a key that is said', () => {
  it.each([
    ['es', 'uno', '1'],
    ['es', 'pulso la tecla dos', '2'],
    ['es', 'almohadilla', '#'],
    ['en', 'press three', '3'],
    ['eu', 'bat', '1'],
    ['es', 'doce', undefined],
    ['es', 'tengo dos facturas', undefined],
  ])('%s: “%s” is %s', (language, speech, key) => {
    expect(readSpokenKey(speech, language)).toBe(key);
  });
});

describe('whatever is said', () => {
  const words = 'uno dos mil cien y e eta hogeita double third millon de marzo manana 15 2026 0 sí no un momento 👍 <b> {{x}} +'.split(' ');
  const sentence = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 12 })), { maxLength: 12 })
    .map((all) => all.join(' '));
  const language = fc.constantFrom('es', 'en', 'ca', 'gl', 'eu', 'pt', 'pt-BR', 'fr', 'xx');
  const kinds = [
    { kind: 'digits' },
    { kind: 'digits', length: 4 },
    { kind: 'digits', checkDigit: 'iban' },
    { kind: 'integer' },
    { kind: 'date', order: 'mdy', past: true },
    { kind: 'phone', mobileOnly: true },
    { kind: 'pattern', pattern: '[A-Z]{2}[0-9]+' },
  ] as Validator[];
  const checks = kinds.map((as) => ({ as, check: createAnswerCheck(as) }));

  it('an answer is one that the check would take when typed, or none', () => {
    fc.assert(
      fc.property(sentence, language, fc.constantFrom(...checks), (speech, tongue, { as, check }) => {
        const found = readSpokenAnswer(speech, tongue, as, check, SCENE);
        if (found) expect(check(String(found.value), SCENE)).toEqual({ ok: true, value: found.value });
        spokenYesOrNo(speech, tongue);
        readSpokenKey(speech, tongue);
      }),
      { numRuns: 1500 },
    );
  });

  it('numbers are digits and nothing else', () => {
    fc.assert(
      fc.property(sentence, language, fc.constantFrom('all', 'hundreds-apart', 'apart'), (speech, tongue, joining) => {
        for (const group of readSpokenNumbers(speech, tongue, joining as 'all').groups) expect(group).toMatch(/^\d+$/);
      }),
      { numRuns: 1500 },
    );
  });
});
