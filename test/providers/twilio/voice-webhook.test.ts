import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeId } from '../../../src/base/ids.ts';
import type { VoiceAction } from '../../../src/channels/voice.ts';
import { actionUrl, parseAction, type VoiceKind } from '../../../src/providers/twilio/voice-action.ts';
import { readVoiceEvent } from '../../../src/providers/twilio/voice-webhook.ts';
import table from './voice-webhooks.json' with { type: 'json' };

const CALL_SID = `CA${'b'.repeat(32)}`;

interface Row {
  readonly title: string;
  readonly kind: string;
  readonly address: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly event?: unknown;
  readonly wrongField?: string;
}

function read(kind: string, address: string, fields: Readonly<Record<string, string>>, idempotencyToken?: string) {
  const pairs = Object.entries({ CallSid: CALL_SID, ...fields });
  return readVoiceEvent({ kind: kind as VoiceKind, address, pairs, idempotencyToken });
}

const rows = table as unknown as readonly Row[];

test.each(rows.filter((row) => row.event))('$title', ({ kind, address, fields, event }) => {
  expect(read(kind, address, fields)).toEqual({ providerCallId: CALL_SID, ...(event as object) });
});

test.each(rows.filter((row) => row.event === null))('$title says nothing we act on', ({ kind, address, fields }) => {
  expect(read(kind, address, fields)).toBeUndefined();
});

test.each(rows.filter((row) => row.wrongField))('$title is refused, naming $wrongField', ({ kind, address, fields, wrongField }) => {
  expect(() => read(kind, address, fields)).toThrow(
    expect.objectContaining({ code: 'webhook-invalid', details: { field: wrongField }, safe: true }),
  );
});

test('the idempotency token of the request is kept', () => {
  expect(read('incoming', '/', { To: '+34910000000' }, 'token-1')).toMatchObject({ idempotencyToken: 'token-1' });
});

describe('outcomes', () => {
  test.each([
    ['bridged', 'connected'],
    ['bridging-in-process', 'connecting'],
    ['redirected', 'redirected'],
    ['redirected-from-bridged', 'redirected'],
    ['leave', 'left'],
    ['hangup', 'hung-up'],
    ['queue-full', 'full'],
    ['error', 'failed'],
    ['system-error', 'failed'],
    ['constructor', 'failed'],
  ])('QueueResult %s means %s', (QueueResult, outcome) => {
    expect(read('queue-result', '/queue-result?c=c_07_CAb&t=1', { QueueResult })).toMatchObject({ outcome });
  });

  test.each([
    ['completed', 'answered'],
    ['answered', 'answered'],
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['canceled', 'canceled'],
    ['failed', 'failed'],
    ['something-new', 'failed'],
  ])('DialCallStatus %s means %s', (DialCallStatus, outcome) => {
    expect(read('dial-result', '/dial-result?c=c_07_CAb&t=1', { DialCallStatus })).toMatchObject({ outcome });
  });
});

test('an action comes back from its own address', () => {
  const action: fc.Arbitrary<VoiceAction> = fc.record({
    kind: fc.constantFrom('input', 'hold', 'queue-wait', 'queue-result', 'dial-result', 'resume'),
    callId: fc.tuple(fc.integer({ min: 0, max: 99 }), fc.stringMatching(/^CA[0-9a-f]{32}$/)).map(([shard, sid]) => makeId('c', shard, sid)),
    turn: fc.integer({ min: 0, max: 999_999_999 }),
  });
  fc.assert(
    fc.property(action, (one) => {
      const url = actionUrl('https://ivr.example.com', one);
      expect(url.startsWith('https://ivr.example.com/webhooks/twilio/voice/')).toBe(true);
      expect(parseAction(url.slice('https://ivr.example.com'.length))).toEqual(one);
    }),
  );
});

test.each([
  '/webhooks/twilio/voice/incoming?c=c_07_X&t=1',
  '/webhooks/twilio/voice/input?t=1',
  '/webhooks/twilio/voice/input?c=c_07_X&t=-1',
  '/x',
])('%s names no action', (address) => {
  expect(parseAction(address)).toBeUndefined();
});
