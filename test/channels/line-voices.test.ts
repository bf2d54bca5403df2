import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { isSpoken, localeOfVoice } from '../../src/channels/line-languages.ts';
import { VOICED_LANGUAGES, voicesFor } from '../../src/channels/line-voices.ts';

/** The voices as the carrier’s own library lists them. */
const KNOWN = new Set(
  readFileSync(createRequire(import.meta.url).resolve('twilio/lib/twiml/VoiceResponse.d.ts'), 'utf8')
    .match(/"(?:Polly|Google)\.[^"]+"/g)
    ?.map((quoted) => quoted.slice(1, -1)),
);

describe('the voices that an editor offers', () => {
  it('are voices of the carrier, of the language that they are offered for', () => {
    for (const language of VOICED_LANGUAGES) {
      const voices = voicesFor(language);
      expect(voices.length).toBeGreaterThan(0);
      expect(isSpoken(language)).toBe(true);
      for (const voice of voices) {
        expect(KNOWN.has(voice), voice).toBe(true);
        const locale = localeOfVoice(voice);
        expect(locale === undefined || locale.startsWith(`${language}-`), voice).toBe(true);
      }
    }
  });

  it('begin with the usual one of the country', () => {
    expect(voicesFor('es')[0]).toBe('Polly.Lucia-Neural');
    expect(voicesFor('en')[0]).toBe('Polly.Amy-Neural');
    expect(voicesFor('en-US')[0]).toBe('Polly.Joanna-Neural');
    expect(voicesFor('pt-BR')[0]).toBe('Polly.Camila-Neural');
    expect(voicesFor('ca')[0]).toBe('Polly.Arlet-Neural');
    expect(voicesFor('gl')[0]).toBe('Google.gl-ES-Standard-A');
    expect(voicesFor('xx')).toEqual([]);
  });
});
