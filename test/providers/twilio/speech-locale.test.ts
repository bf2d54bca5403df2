import { describe, expect, it } from 'vitest';
import { heardLocale, spokenLocale } from '../../../src/providers/twilio/speech-locale.ts';
import { writeTwiml } from '../../../src/providers/twilio/twiml.ts';

describe('the locale that the carrier is told', () => {
  it.each<[string, string | undefined, string | undefined, string]>([
    ['es', undefined, 'es-ES', 'es-ES'],
    ['en', undefined, 'en-GB', 'en-GB'],
    ['ca', undefined, 'ca-ES', 'ca-ES'],
    ['eu', undefined, 'eu-ES', 'eu-ES'],
    ['gl', undefined, 'gl-ES', 'gl-ES'],
    ['pt', undefined, 'pt-PT', 'pt-PT'],
    ['en', 'Polly.Joanna-Neural', 'en-US', 'en-US'],
    ['es', 'Google.es-US-Wavenet-A', 'es-US', 'es-US'],
    ['es', 'Polly.Mia', 'es-MX', 'es-MX'],
    ['es', 'Polly.Amy-Neural', 'en-GB', 'es-ES'],
    ['es', 'alice', undefined, 'es-ES'],
    ['es-MX', 'Polly.Lucia', 'es-MX', 'es-MX'],
    ['xx', undefined, 'xx', 'xx'],
  ])('%s with the voice %s is spoken as %s and heard as %s', (language, voice, spoken, heard) => {
    expect(spokenLocale(language, voice)).toBe(spoken);
    expect(heardLocale(language, voice)).toBe(heard);
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
