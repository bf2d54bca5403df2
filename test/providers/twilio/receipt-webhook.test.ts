import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELIVERY_STATES } from '../../../src/channels/delivery.ts';
import type { ReceiptSubject } from '../../../src/channels/messages.ts';
import { explainFailure, META_FAILURES, TWILIO_FAILURES } from '../../../src/providers/twilio/failure-table.ts';
import { parseReceiptSubject, readReceipt, receiptUrl } from '../../../src/providers/twilio/receipt-webhook.ts';

const MESSAGE_SID = `SM${'c'.repeat(32)}`;
const INVITE: ReceiptSubject = { kind: 'invite', handoffId: 'h_07_7K3QX9TB', attempt: 2 };
const ADDRESS = receiptUrl('', INVITE);

function read(fields: Readonly<Record<string, string>>, address = ADDRESS) {
  return readReceipt(address, Object.entries({ MessageSid: MESSAGE_SID, ...fields }));
}

test('the subject comes back from its own address, whatever its ids', () => {
  const id = fc.stringMatching(/^\S.{0,30}\S$/);
  const subject: fc.Arbitrary<ReceiptSubject> = fc.oneof(
    fc.record({ kind: fc.constant('invite' as const), handoffId: id, attempt: fc.integer({ min: 0, max: 999_999 }) }),
    fc.record({ kind: fc.constant('fallback' as const), handoffId: id }),
    fc.record({ kind: fc.constant('chat' as const), chatId: id, messageId: id }),
  );
  fc.assert(
    fc.property(subject, (one) => {
      expect(parseReceiptSubject(receiptUrl('https://ivr.example.com', one))).toEqual(one);
    }),
  );
});

test.each(['/status', '/status?k=invite&h=x', '/status?k=chat&c=x', '/status?k=other&h=x', '/status?k=fallback'])(
  '%s names no message',
  (address) => {
    expect(parseReceiptSubject(address)).toBeUndefined();
    expect(read({ MessageStatus: 'sent' }, address)).toBeUndefined();
  },
);

test.each([
  ['queued', 'requested'],
  ['accepted', 'requested'],
  ['sending', 'sending'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
])('MessageStatus %s means %s', (MessageStatus, state) => {
  expect(read({ MessageStatus })).toEqual({ subject: INVITE, providerMessageId: MESSAGE_SID, state });
  expect(DELIVERY_STATES).toContain(state);
});

test('a read receipt is known by its event type, and tells the scoped id', () => {
  expect(read({ MessageStatus: 'delivered', EventType: 'READ', ExternalUserId: 'whatsapp:ES.456' })).toMatchObject({
    state: 'read',
    scopedUserId: 'ES.456',
  });
});

test.each(['failed', 'undelivered', 'canceled'])('MessageStatus %s is a failure with its code and class', (MessageStatus) => {
  expect(read({ MessageStatus, ErrorCode: '63003', ChannelStatusMessage: 'no account' })).toMatchObject({
    state: 'failed',
    code: '63003',
    failure: 'unreachable',
    channelMessage: 'no account',
  });
});

test('a failure without a code is of unknown class', () => {
  expect(read({ MessageStatus: 'failed' })).toEqual({
    subject: INVITE,
    providerMessageId: MESSAGE_SID,
    state: 'failed',
    failure: 'unknown',
  });
});

test.each(['receiving', 'a-new-one', 'constructor', '__proto__'])('MessageStatus %s says nothing we act on', (MessageStatus) => {
  expect(read({ MessageStatus })).toBeUndefined();
});

test.each([
  [{ MessageSid: 'x', MessageStatus: 'sent' }, 'MessageSid'],
  [{ MessageStatus: '' }, 'MessageStatus'],
])('%j is refused, naming %s', (fields, field) => {
  expect(() => read(fields as unknown as Record<string, string>)).toThrow(
    expect.objectContaining({ code: 'webhook-invalid', details: { field } }),
  );
});

describe('explainFailure', () => {
  test.each([
    ['63003', undefined, 'unreachable'],
    ['63024', undefined, 'unreachable'],
    ['63016', undefined, 'window-closed'],
    ['21610', undefined, 'opted-out'],
    ['63041', undefined, 'template'],
    ['63018', undefined, 'limit-suspected'],
    ['63018', '(#131056) pair rate limit', 'rate-limited'],
    ['63018', '(#131048) spam rate limit', 'sender'],
    ['63012', undefined, 'temporary'],
    ['63012', 'Meta: 131026 Message undeliverable', 'unreachable'],
    ['63013', 'error 131049', 'held-back'],
    ['63013', 'number 1310490 is no code', 'configuration'],
    ['63003', '131049', 'unreachable'],
    ['99999', undefined, 'unknown'],
    ['99999', '132015', 'template'],
    ['63012', '(#100) invalid parameter', 'configuration'],
    ['63012', '(#204) permission', 'sender'],
    ['63012', 'order 100 of 368', 'temporary'],
    ['http-403', undefined, 'configuration'],
    ['http-500', undefined, 'unknown'],
    ['constructor', undefined, 'unknown'],
    [undefined, undefined, 'unknown'],
  ])('%s with %j is %s', (code, text, expected) => {
    expect(explainFailure(code, text).class).toBe(expected);
  });

  test('has a sentence for every code, and no code twice', () => {
    for (const [code, { meaning }] of [...Object.entries(TWILIO_FAILURES), ...Object.entries(META_FAILURES)]) {
      expect(code).toMatch(/^\d{1,7}$|^200-299$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
    expect(Object.keys(TWILIO_FAILURES).filter((code) => code in META_FAILURES)).toEqual([]);
  });
});
