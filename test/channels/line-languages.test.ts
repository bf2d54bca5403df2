import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { heardLocale, isHeard, isSpoken, speakingOf } from '../../src/channels/line-languages.ts';
import { writeTwiml } from '../../src/providers/twilio/twiml.ts';

describe('the locale that the carrier is told', () => {
  it.each<[string, string | undefined, { locale?: string; voice?: string }, string]>([
    ['es', undefined, { locale: 'es-ES' }, 'es-ES'],
    ['en', undefined, { locale: 'en-GB' }, 'en-GB'],
    ['pt', undefined, { locale: 'pt-PT' }, 'pt-PT'],
    ['sv', undefined, { locale: 'sv-SE' }, 'sv-SE'],
    ['en', 'Polly.Joanna-Neural', { locale: 'en-US', voice: 'Polly.Joanna-Neural' }, 'en-US'],
    ['es', 'Google.es-US-Wavenet-A', { locale: 'es-US', voice: 'Google.es-US-Wavenet-A' }, 'es-US'],
    ['es', 'Polly.Mia', { locale: 'es-MX', voice: 'Polly.Mia' }, 'es-MX'],
    ['es', 'Polly.Amy-Neural', { locale: 'en-GB', voice: 'Polly.Amy-Neural' }, 'es-ES'],
    ['es', 'alice', { voice: 'alice' }, 'es-ES'],
    ['es-MX', 'Polly.Lucia', { locale: 'es-MX', voice: 'Polly.Lucia' }, 'es-MX'],
    ['es-AR', 'Polly.Lupe', { locale: 'es-US', voice: 'Polly.Lupe' }, 'es-AR'],
    ['xx', undefined, {}, 'xx'],
  ])('%s with the voice %s is spoken as %o and heard as %s', (language, voice, spoken, heard) => {
    expect(speakingOf(language, voice)).toEqual(spoken);
    expect(heardLocale(language, voice)).toBe(heard);
  });

  it('names the voice alone where the attribute takes no such language, and always a voice that can speak it', () => {
    expect(speakingOf('ca', undefined)).toEqual({ locale: 'ca-ES', voice: 'Polly.Arlet-Neural' });
    expect(speakingOf('eu', undefined)).toEqual({ voice: 'Google.eu-ES-Standard-A' });
    expect(speakingOf('gl-ES', undefined)).toEqual({ voice: 'Google.gl-ES-Standard-A' });
    expect(speakingOf('eu', 'Google.eu-ES-Standard-B')).toEqual({ voice: 'Google.eu-ES-Standard-B' });
  });

  it('is one that the SDK knows', async () => {
    const types = await readFile(new URL('../../node_modules/twilio/lib/twiml/VoiceResponse.d.ts', import.meta.url), 'utf8');
    const values = (name: string) =>
      new Set([...(types.match(new RegExp(`type ${name} = ([^;]+);`))?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, value]) => value));
    const heard = values('GatherLanguage');
    const spoken = values('SayLanguage');
    const voices = values('SayVoice');
    expect(heard.size).toBeGreaterThan(100);
    for (const language of ['es', 'ca', 'gl', 'eu', 'pt', 'en', 'fr', 'de', 'it', 'nl', 'pl', 'ro', 'sv', 'es-MX', 'pt-BR']) {
      expect(heard).toContain(heardLocale(language, undefined));
      const { locale, voice } = speakingOf(language, undefined);
      if (locale !== undefined) expect(spoken).toContain(locale);
      if (voice !== undefined) expect(voices).toContain(voice);
    }
    for (const language of heard) expect(isHeard(language ?? '')).toBe(true);
    for (const language of spoken) expect(isSpoken(language ?? '')).toBe(true);
  });

  it('tells which languages there is nobody for', () => {
    expect(['ca', 'gl', 'eu', 'es-AR', 'sv'].map(isHeard)).toEqual([true, true, true, true, true]);
    expect(['ast', 'oc', 'an', 'cy'].map(isHeard)).toEqual([false, false, false, false]);
    expect(['ca', 'gl', 'eu', 'cy', 'oc'].map(isSpoken)).toEqual([true, true, true, true, false]);
  });

  it('stands in Say and Gather', () => {
    const reply = {
      verbs: [
        {
          kind: 'gather' as const,
          prompts: [{ kind: 'say' as const, text: 'Hello', language: 'en', voice: 'Polly.Amy-Neural' }],
          input: { finishOnKey: '', timeoutSeconds: 5, speech: { language: 'en' } },
          action: { kind: 'input' as const, callId: 'c_01_CAx' as never, turn: 1 },
        },
        { kind: 'say' as const, text: 'Hola', language: 'es', voice: 'alice' },
      ],
    };
    const document = writeTwiml(reply, 'https://example.com');
    expect(document).toContain('finishOnKey="" language="en-GB" speechTimeout="auto"');
    expect(document).toContain('<Say language="en-GB" voice="Polly.Amy-Neural">Hello</Say>');
    expect(document).toContain('<Say voice="alice">Hola</Say>');
  });
});
