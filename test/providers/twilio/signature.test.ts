import { createHash } from 'node:crypto';
import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, test } from 'vitest';
import { type FormPairs, readForm } from '../../../src/providers/twilio/form.ts';
import { createSignatureCheck, sign } from '../../../src/providers/twilio/signature.ts';
import vectors from './signature-vectors.json' with { type: 'json' };

const TOKEN = '0123456789abcdef0123456789abcdef';

/** The pairs as the SDK takes them: repeated names as arrays. */
function asParams(pairs: FormPairs): Record<string, unknown> {
  const params: Record<string, unknown> = Object.create(null);
  for (const [name, value] of pairs) params[name] = name in params ? [params[name], value].flat() : value;
  return params;
}

function split(url: string): { origin: string; path: string } {
  const { origin } = new URL(url);
  return { origin, path: url.slice(url.indexOf('/', 8)) };
}

describe('the published vectors', () => {
  test.each(vectors.forms)('$url verifies', ({ token, url, pairs, signature }) => {
    const { origin, path } = split(url);
    const form = pairs as unknown as FormPairs;
    expect(createSignatureCheck(origin, [token]).verify(signature, path, form)).toBe(true);
    expect(createSignatureCheck(`${origin}:443`, [token]).verify(signature, path, form)).toBe(true);
    expect(createSignatureCheck(origin.replace('https', 'http'), [token]).verify(signature, path, form)).toBe(false);
    expect(createSignatureCheck(origin, ['another token', token]).verify(signature, path, form)).toBe(true);
    expect(createSignatureCheck(origin, ['another token']).verify(signature, path, form)).toBe(false);
    expect(sign(token, url, form)).toBe(signature);
  });

  test('a JSON body verifies by the hash in the address, and only that body does', () => {
    const { token, url, body, signature } = vectors.json;
    const { origin, path } = split(url);
    const check = createSignatureCheck(origin, [token]);
    expect(check.verifyBody(signature, path, Buffer.from(body))).toBe(true);
    expect(check.verifyBody(signature, path, Buffer.from(`${body} `))).toBe(false);
    expect(check.verifyBody(signature, path.split('?')[0] as string, Buffer.from(body))).toBe(false);
  });
});

describe('the SDK as oracle', () => {
  const name = fc.oneof(fc.constantFrom('From', 'To', 'Body', 'a', 'A', 'Z', 'Digits', '__proto__'), fc.string({ unit: 'grapheme' }));
  const value = fc.string({ unit: 'grapheme', maxLength: 40 });
  const pairs = fc.array(fc.tuple(name, value), { maxLength: 25 });
  const host = fc.constantFrom(
    'https://ivr.example.com',
    'https://ivr.example.com:8443',
    'http://localhost:8080',
    'http://127.0.0.1',
    'https://[::1]:3000',
  );
  const path = fc.constantFrom('/x', '/webhooks/twilio/voice/input?c=c_07_CA1&t=3', "/a?b=it's&c=%20d", '/a b?x=ñ', '/?', '/x?a=1&a=2&b');
  const signed = fc.tuple(host, path, pairs);

  test('what the SDK signs, with and without a port, we accept', () => {
    fc.assert(
      fc.property(signed, fc.boolean(), ([origin, where, form], portless) => {
        const url = portless ? origin.replace(/(?<=\w):\d+$/, '') + where : origin + where;
        const signature = twilio.getExpectedTwilioSignature(TOKEN, url, asParams(form));
        expect(twilio.validateRequest(TOKEN, signature, origin + where, asParams(form))).toBe(
          createSignatureCheck(origin, [TOKEN]).verify(signature, where, form),
        );
        expect(sign(TOKEN, url, form)).toBe(signature);
      }),
    );
  });

  test('we accept and refuse the same, whatever was tampered with', () => {
    const spelling = fc.constantFrom(
      (url: string) => url,
      (url: string) => new URL(url).toString(),
      (url: string) => url.replace('https', 'http'),
      (url: string) => `${url}#rc=2`,
      (url: string) => `${url}&x=1`,
    );
    fc.assert(
      fc.property(signed, spelling, fc.constantFrom('', 'x', '!'), ([origin, where, form], spell, extra) => {
        const body: FormPairs = extra === 'x' ? [...form, ['x', 'x']] : form;
        const signature = `${sign(TOKEN, spell(origin + where), form)}${extra === '!' ? '!' : ''}`;
        expect(createSignatureCheck(origin, [TOKEN]).verify(signature, where, body)).toBe(
          twilio.validateRequest(TOKEN, signature, origin + where, asParams(body)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('a body with its hash in the address', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (body, other) => {
        const where = `/json?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
        const url = `https://ivr.example.com${where}`;
        const signature = sign(TOKEN, url, []);
        const check = createSignatureCheck('https://ivr.example.com', [TOKEN]);
        for (const text of [body, other]) {
          expect(check.verifyBody(signature, where, Buffer.from(text))).toBe(twilio.validateRequestWithBody(TOKEN, signature, url, text));
        }
      }),
    );
  });
});

test('a missing, short or foreign signature is refused without an error', () => {
  const check = createSignatureCheck('https://ivr.example.com', [TOKEN]);
  for (const signature of ['', 'x', 'ñ'.repeat(28), 'A'.repeat(28), 'A'.repeat(10_000)]) {
    expect(check.verify(signature, '/x', readForm('a=1'))).toBe(false);
  }
});

test('signed with our own fragment or without: accepted; with a foreign one: refused', () => {
  const form = readForm('a=1');
  const check = createSignatureCheck('https://ivr.example.com:8443', [TOKEN]);
  const where = '/webhooks/twilio/voice/input?c=c_07_CA1&t=3';
  for (const url of [`https://ivr.example.com:8443${where}`, `https://ivr.example.com${where}`]) {
    expect(check.verify(sign(TOKEN, url, form), where, form)).toBe(true);
    expect(check.verify(sign(TOKEN, `${url}#rc=2&rt=4000&rp=ct,rt,5xx`, form), where, form)).toBe(true);
    expect(check.verify(sign(TOKEN, `${url}#rc=5`, form), where, form)).toBe(false);
  }
});
