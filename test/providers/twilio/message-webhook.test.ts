import { expect, test } from 'vitest';
import { readInboundMessage } from '../../../src/providers/twilio/message-webhook.ts';
import table from './inbound-messages.json' with { type: 'json' };

const MESSAGE_SID = `SM${'c'.repeat(32)}`;

interface Row {
  readonly title: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly message?: object;
  readonly wrongField?: string;
}

const rows = table as unknown as readonly Row[];
const read = (fields: Row['fields']) => readInboundMessage(Object.entries({ MessageSid: MESSAGE_SID, ...fields }));

test.each(rows.filter((row) => row.message))('$title', ({ fields, message }) => {
  expect(read(fields)).toEqual({ providerMessageId: MESSAGE_SID, ...message });
});

test.each(rows.filter((row) => row.wrongField))('$title is refused, naming $wrongField', ({ fields, wrongField }) => {
  expect(() => read(fields)).toThrow(expect.objectContaining({ code: 'webhook-invalid', details: { field: wrongField } }));
});
