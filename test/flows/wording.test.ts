import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWording, parseWording, wordingProblems } from '../../src/flows/wording.ts';
import { NOON } from './engine-flow.ts';

const FLOW = {
  business: 'Luz Clara',
  timeZone: 'Europe/Madrid',
  languages: ['es', 'en'],
  voices: { es: 'Polly.Lucia-Neural' },
  variables: { code: { type: 'string' as const } },
};

function text(wording: string, values: Record<string, string | number | boolean | null>, language = 'es', side: 'call' | 'chat' = 'call') {
  return compileWording({ [language]: wording }, FLOW, side).text(language, { variables: values, nowMs: NOON });
}

describe('wording', () => {
  it.each([
    ['{{code|digits}}', { code: '600 111' }, 'es', '6 0 0 1 1 1'],
    ['{{code|last:3}}', { code: '+34600111222' }, 'es', '2 2 2'],
    ['{{code | last : 4 }}', { code: '+34600111222' }, 'es', '1 2 2 2'],
    ['{{code|minutes}}', { code: 59 }, 'es', 'menos de un minuto'],
    ['{{code|minutes}}', { code: 60 }, 'es', 'un minuto'],
    ['{{code|minutes}}', { code: 61 }, 'es', '2 minutos'],
    ['{{code|minutes}}', { code: 700 }, 'en', '12 minutes'],
    ['{{code|minutes}}', { code: 20 }, 'en', 'less than a minute'],
    ['{{code|minutes}}', { code: 700 }, 'ca', '12 minuts'],
    ['{{code|minutes}}', { code: 60 }, 'pt', 'um minuto'],
    ['{{phoneWait}}', { phoneWait: 300 }, 'es', '5 minutos'],
    ['{{code|number}}', { code: 12345.5 }, 'es', '12.345,5'],
    ['{{code|money}}', { code: '49.9' }, 'es', '49,90\u00a0€'],
    ['{{code|money:USD}}', { code: 3 }, 'en', '$3.00'],
    ['{{code|date}}', { code: '2026-11-24' }, 'es', 'martes, 24 de noviembre'],
    ['{{code|date}}', { code: 'mañana' }, 'es', 'mañana'],
    ['{{code|time}}', { code: NOON }, 'es', '12:00'],
    ['{{opensAt}}', { opensAt: NOON + 3_600_000 }, 'es', 'hoy a las 13'],
    ['{{opensAt}}', { opensAt: NOON + 20 * 3_600_000 }, 'en', 'tomorrow at 8 AM'],
    ['{{code|when}}', { code: '2026-11-23T13:00:00+01:00' }, 'es', 'hoy a las 13'],
    ['{{code|when}}', { code: '2026-11-24T08:30:00.000Z' }, 'en', 'tomorrow at 9:30 AM'],
    ['{{code|when}}', { code: '2026-11-24' }, 'es', 'martes, 24 de noviembre'],
    ['{{code|when}}', { code: 'por la tarde' }, 'es', 'por la tarde'],
    ['de {{business}}', {}, 'es', 'de Luz Clara'],
    ['a{{code}}b', { code: null }, 'es', 'ab'],
    ['a{{code}}b', {}, 'es', 'ab'],
  ])('fills in %s from %o in %s', (wording, values, language, expected) => {
    expect(text(wording, values as never, language)).toBe(expected);
  });

  it('leaves digits as they are in writing', () => {
    expect(text('{{code|digits}} {{code|last:3}}', { code: '123456' }, 'es', 'chat')).toBe('123456 456');
  });

  it('falls back to the first language of the flow that it has, with its voice', () => {
    const wording = compileWording({ es: 'hola' }, FLOW, 'call');
    expect(wording.prompts('en', { variables: {}, nowMs: NOON })).toEqual([
      { kind: 'say', text: 'hola', language: 'es', voice: 'Polly.Lucia-Neural' },
    ]);
    expect(compileWording({}, FLOW, 'call').prompts('es', { variables: {}, nowMs: NOON })).toEqual([]);
  });

  it('plays a recording', () => {
    const wording = compileWording({ es: 'https://example.com/hola.mp3' }, FLOW, 'call');
    expect(wording.prompts('es', { variables: {}, nowMs: NOON })).toEqual([{ kind: 'play', url: 'https://example.com/hola.mp3' }]);
  });

  it('keeps SSML, and escapes what is filled in there and only there', () => {
    const ssml = compileWording({ es: '<speak>Soy <break time="1s"/>{{code}}</speak>' }, FLOW, 'call');
    expect(ssml.prompts('es', { variables: { code: '<a & "b">' }, nowMs: NOON })).toEqual([
      { kind: 'say', text: 'Soy <break time="1s"/>&lt;a &amp; &quot;b&quot;&gt;', language: 'es', voice: 'Polly.Lucia-Neural', ssml: true },
    ]);
    expect(text('{{code}}', { code: '<a & "b">' })).toBe('<a & "b">');
  });

  it('tames what others wrote: one line, no control characters, at most 300 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (code) => {
        const filled = text('{{code}}', { code });
        expect(filled.length).toBeLessThanOrEqual(300);
        expect(filled).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  it('does not fill in what was filled in', () => {
    expect(text('{{code}}', { code: '{{business}}' })).toBe('{{business}}');
  });

  it('joins its parts to the text that it was made of', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (source) => {
        const parts = parseWording(source);
        if (parts.every((part) => typeof part === 'string')) expect(parts.join('')).toBe(source);
      }),
    );
  });
});

describe('what is wrong with a wording', () => {
  it.each([
    ['{{cdoe}}', 'names {{cdoe}}'],
    ['{{code|shout}}', 'filter “shout”'],
    ['{{code|last:x}}', 'does not take'],
    ['{{code|digits:3}}', 'does not take'],
    ['{{code', 'do not close'],
    ['{{code|money:euro}}', 'does not take'],
  ])('finds it in %s', (wording, message) => {
    expect(wordingProblems({ es: wording }, FLOW)).toEqual([{ language: 'es', message: expect.stringContaining(message) }]);
  });

  it('finds nothing in what is right', () => {
    expect(wordingProblems({ es: '{{code|last:3}} {{business}} {{phoneWait}} {{ code | money:EUR }}' }, FLOW)).toEqual([]);
  });
});
