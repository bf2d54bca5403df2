import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { signWebhook } from '../../src/sandbox/signature.ts';
import { ACCOUNT, ANA, startSandbox } from './support.ts';

describe('the signature of a webhook', () => {
  it('is the one that the SDK accepts, whatever the parameters', () => {
    const parameters = fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), {
      noNullPrototype: true,
    });
    const address = fc.webUrl({ withQueryParameters: true, validSchemes: ['https'] });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), address, parameters, (token, url, fields) =>
        twilio.validateRequest(token, signWebhook(token, url, fields), url, fields),
      ),
    );
  });

  it('is that of the published example', () => {
    const fields = { CallSid: 'CA1234567890ABCDE', Caller: '+14158675310', Digits: '1234', From: '+14158675310', To: '+18005551212' };
    expect(signWebhook('12345', 'https://example.com/myapp.php?foo=1&bar=2', fields)).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=');
  });

  it('goes out with every webhook, over the exact address', async () => {
    const { service, sandbox } = await startSandbox();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Gather action="/input?c=a%20b&amp;t=2" numDigits="1"/></Response>');
    const call = await sandbox.call({ from: ANA });
    await call.press('1');
    await call.waitFor('ended');
    await sandbox.handset(ANA).write('Sí, quiero seguir aquí 👍');
    const received = service.received;
    expect(received.map((request) => request.path)).toHaveLength(4);
    for (const request of received) {
      const url = `${service.url}${request.path}${request.query.size > 0 ? '?c=a%20b&t=2' : ''}`;
      const signature = String(request.headers['x-twilio-signature']);
      expect(twilio.validateRequest(ACCOUNT.token, signature, url, request.parameters)).toBe(true);
    }
  });

  it('is over the address without its fragment, as documented; with it, when a test wants that', async () => {
    const { service, sandbox } = await startSandbox({ webhooks: { voice: '/incoming#rc=2' } });
    for (const [on, behind] of [
      [false, ''],
      [true, '#rc=2'],
    ] as const) {
      sandbox.signFragments(on);
      await (await sandbox.call({ from: ANA })).waitFor('ended');
      const request = service.at('/incoming').at(-1);
      const signature = String(request?.headers['x-twilio-signature']);
      expect(signature).toBe(signWebhook(ACCOUNT.token, `${service.url}/incoming${behind}`, request?.parameters ?? {}));
    }
  });
});
