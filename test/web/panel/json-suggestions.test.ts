import { describe, expect, it } from 'vitest';
import { Flow } from '../../../src/flows/flow.ts';
import { VoiceStep } from '../../../src/flows/schema/voice-steps.ts';
import { type JsonSchema, jsonSuggestions } from '../../../src/web/pages/flows/panel/expert/json-suggestions.ts';

const schemaOf = (schema: typeof Flow | typeof VoiceStep) => schema.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as JsonSchema;
const STEP = schemaOf(VoiceStep);
const FLOW = schemaOf(Flow);

/** What is suggested where ‸ stands. */
function at(text: string, schema = STEP) {
  const offset = text.indexOf('‸');
  return jsonSuggestions(text.replace('‸', ''), offset, schema, ['greeting', 'goodbye']);
}
const labels = (text: string, schema = STEP) => at(text, schema)?.options.map(({ label }) => label);

describe('what the JSON of a flow is completed with', () => {
  it('is the fields of the type that is written, without those that are there', () => {
    const found = labels('{ "type": "menu", "prompt": {}, "‸" }');
    expect(found).toEqual(expect.arrayContaining(['options', 'invalid', 'noInput']));
    expect(found).not.toContain('prompt');
    expect(found).not.toContain('calendar');
  });

  it('is the types, the words of a choice, yes and no, and the steps that an exit may lead to', () => {
    expect(labels('{ "type": "‸" }')).toEqual(expect.arrayContaining(['say', 'menu', 'hangup']));
    expect(labels('{ "type": "request", "method": ‸ }')).toEqual(['GET', 'POST']);
    expect(labels('{ "type": "offer", "confirmNumber": ‸ }')).toEqual(['true', 'false']);
    expect(labels('{ "type": "say", "next": "‸" }')).toEqual(['greeting', 'goodbye']);
    expect(labels('{ "type": "menu", "options": [{ "key": "1", "to": "‸" }] }')).toEqual(['greeting', 'goodbye']);
  });

  it('replaces what is begun, and tells what a field is for', () => {
    const text = '{ "type": "menu", "ti‸" }';
    const found = at(text);
    expect(text.replace('‸', '').slice(found?.from, found?.to)).toBe('"ti"');
    const silence = found?.options.find(({ label }) => label === 'timeoutSeconds');
    expect(silence).toMatchObject({ insert: '"timeoutSeconds": ', about: 'Silence that counts as no answer, in seconds.' });
  });

  it('knows the whole flow as well', () => {
    expect(labels('{ "call": { "steps": { "a": { "type": "hours", "‸" } } } }', FLOW)).toEqual(
      expect.arrayContaining(['calendar', 'open', 'closed']),
    );
    expect(labels('{ "‸" }', FLOW)).toEqual(expect.arrayContaining(['languages', 'voices', 'call', 'chat']));
  });
});
