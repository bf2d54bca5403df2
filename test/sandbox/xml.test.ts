import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { parseTwiml, TwimlError } from '../../src/sandbox/twiml.ts';
import { parseXml, textOf, XmlError } from '../../src/sandbox/xml.ts';

describe('the XML reader', () => {
  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b=c/>',
    '<a b="1" b="2"/>',
    '<a b="1"c="2"/>',
    '<a b="<"/>',
    '<a>&nbsp;</a>',
    '<a>a & b</a>',
    '<a>&#0;</a>',
    '<a>\u0001</a>',
    '<a><!-- open</a>',
    '<!DOCTYPE a><a/>',
    '<a><![CDATA[open</a>',
  ])('refuses %j', (text) => {
    expect(() => parseXml(text)).toThrow(XmlError);
  });

  it('reads entities, CDATA, comments and attributes in both quotes', () => {
    const root = parseXml(`<?xml version="1.0"?><!-- c --><a x='1 "2"' y="&amp;&#65;&#x42;"> b<![CDATA[<&>]]><!-- d --><c/>&lt;</a>\n`);
    expect(root.attributes).toEqual({ x: '1 "2"', y: '&AB' });
    expect(textOf(root)).toBe(' b<&><');
  });

  it('reads back whatever the SDK writes', () => {
    const letter = fc.string({ unit: fc.constantFrom('a', 'ñ', '👍', '&', '<', '>', '"', "'", ' ', '1', '/', '?', '=') });
    fc.assert(
      fc.property(letter, letter, (text, action) => {
        const reply = new twilio.twiml.VoiceResponse();
        reply.gather({ action, numDigits: 1 }).say({ language: 'es-ES' }, text);
        const { verbs, warnings } = parseTwiml(Buffer.from(reply.toString()));
        const gather = verbs[0];
        expect(warnings).toEqual([]);
        expect(gather?.attributes).toEqual({ action, numDigits: '1' });
        expect(gather && textOf(gather)).toBe(text);
      }),
    );
  });

  it('never fails in another way than its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '"', '=', ' ', '&', ';', '!', '-', '?', '[') }), (text) => {
        try {
          parseTwiml(Buffer.from(text));
          return true;
        } catch (error) {
          return error instanceof TwimlError;
        }
      }),
    );
  });
});
