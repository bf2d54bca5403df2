import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import { describe, expect, it } from 'vitest';
import { type Exchange, problemsOf } from './spec-check.ts';
import { ACCOUNT, ANA, rest, SENDER, startSandbox } from './support.ts';

/** The SDK, sent to the emulator, and what passed between them. */
async function startSdk() {
  const world = await startSandbox();
  const exchanges: Exchange[] = [];
  class ToEmulator extends twilio.RequestClient {
    override async request<TData>(options: RequestClient.RequestOptions<TData>) {
      const url = new URL(options.uri);
      const answer = await super.request<TData>({ ...options, uri: world.api + url.pathname + url.search });
      const fields = [...Object.keys(options.params ?? {}), ...Object.keys((options.data as object | undefined) ?? {})];
      exchanges.push({
        method: options.method,
        path: decodeURIComponent(url.pathname),
        fields,
        status: answer.statusCode,
        body: answer.body,
      });
      return answer;
    }
  }
  const client = twilio(ACCOUNT.sid, ACCOUNT.token, { httpClient: new ToEmulator() });
  return { ...world, client, exchanges };
}

function wrong(exchanges: readonly Exchange[]): Record<string, string[]> {
  const all = exchanges.map((exchange) => [`${exchange.method} ${exchange.path}`, problemsOf(exchange)] as const);
  return Object.fromEntries(all.filter(([, problems]) => problems.length > 0));
}

const CONTENT = {
  friendly_name: 'call_follow_up_es',
  language: 'es',
  variables: { '1': 'Ejemplo S.A.', '2': 'A1B2C3' },
  types: {
    'twilio/quick-reply': {
      body: 'Hola, somos {{1}}, siga aquí.',
      actions: [{ type: 'QUICK_REPLY', title: 'Seguir aquí', id: 'go:{{2}}' }],
    },
    'twilio/text': { body: 'Hola, somos {{1}}, responda.' },
  },
};

describe('the REST API, spoken to by the SDK and checked against the published descriptions', () => {
  it('creates, approves and lists content', async () => {
    const { api, client, exchanges } = await startSdk();
    const created = await client.content.v1.contents.create(CONTENT as never);
    const asked = await client.content.v1.contents(created.sid).approvalCreate.create({ name: 'call_follow_up_es', category: 'UTILITY' });
    expect(asked.status).toBe('received');
    const approval = await client.content.v1.contents(created.sid).approvalFetch().fetch();
    expect(approval.whatsapp).toMatchObject({ status: 'approved', category: 'UTILITY', name: 'call_follow_up_es' });
    const [listed] = await client.content.v1.contentAndApprovals.list({ limit: 5 });
    expect(listed?.approvalRequests).toMatchObject({ status: 'approved', category: 'UTILITY' });
    expect((await client.content.v1.contents.list({ limit: 5 })).map((content) => content.sid)).toEqual([created.sid]);
    expect((await client.content.v1.contents(created.sid).fetch()).friendlyName).toBe('call_follow_up_es');
    await rest(api, 'PUT', `/v1/Content/${created.sid}`, { friendly_name: 'renamed' });
    expect((await client.content.v1.contents(created.sid).fetch()).friendlyName).toBe('renamed');
    await client.content.v1.contents(created.sid).remove();
    await expect(client.content.v1.contents(created.sid).fetch()).rejects.toMatchObject({ code: 20404 });
    exchanges.splice(-2);
    expect(wrong(exchanges)).toEqual({});
  });

  it('refuses content in the SDK’s own names', async () => {
    const { client } = await startSdk();
    await expect(
      client.content.v1.contents.create({ friendlyName: 'a', language: 'es', types: { twilioText: { body: 'a' } } } as never),
    ).rejects.toMatchObject({ status: 400 });
  });

  it.each([
    [{ outcome: 'reject' }, { status: 'rejected', rejection_reason: 'INVALID_FORMAT', category: 'UTILITY' }],
    [{ outcome: 'wait' }, { status: 'pending', category: 'UTILITY' }],
    [
      { outcome: 'approve', category: 'MARKETING' },
      { status: 'approved', category: 'MARKETING' },
    ],
  ] as const)('decides approvals by the chosen policy: %j', async (policy, expected) => {
    const { client, sandbox } = await startSdk();
    sandbox.approvals(policy);
    const { sid } = await client.content.v1.contents.create(CONTENT as never);
    await client.content.v1.contents(sid).approvalCreate.create({ name: 'a', category: 'UTILITY' });
    expect((await client.content.v1.contents(sid).approvalFetch().fetch()).whatsapp).toMatchObject(expected);
  });

  it('sends, lists, fetches and redacts messages, and has their media', async () => {
    const { client, exchanges, sandbox, service } = await startSdk();
    const { sid: contentSid } = await client.content.v1.contents.create(CONTENT as never);
    await client.content.v1.contents(contentSid).approvalCreate.create({ name: 'a', category: 'UTILITY' });
    const sent = await client.messages.create({
      to: `whatsapp:${ANA}`,
      from: `whatsapp:${SENDER}`,
      contentSid,
      contentVariables: JSON.stringify({ '1': 'Acme', '2': 'TOKEN' }),
      statusCallback: `${service.url}/receipt`,
    });
    await sandbox.idle();
    expect((await client.messages(sent.sid).fetch()).status).toBe('delivered');
    const found = await client.messages.list({ to: `whatsapp:${ANA}`, dateSentAfter: new Date(sandbox.state().nowMs - 1000), limit: 5 });
    expect(found.map((message) => message.sid)).toEqual([sent.sid]);
    await client.messages(sent.sid).update({ body: '' });
    const image = await sandbox.handset(ANA).send({ kind: 'image' });
    const [media] = await client.messages(image.sid).media.list();
    expect(media?.contentType).toBe('image/png');
    await client
      .messages(image.sid)
      .media(media?.sid ?? '')
      .fetch();
    expect(wrong(exchanges)).toEqual({});
  });

  it('changes calls and looks into queues', async () => {
    const { client, exchanges, sandbox, service } = await startSdk();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Enqueue waitUrl="/wait">soporte</Enqueue></Response>');
    service.on('/wait', '<Response><Pause length="30"/></Response>');
    const call = await sandbox.call({ from: ANA });
    await sandbox.advance(12_000);
    const [queue] = await client.queues.list();
    expect(queue).toMatchObject({ friendlyName: 'soporte', currentSize: 1, averageWaitTime: 12 });
    const members = client.queues(queue?.sid ?? '').members;
    expect(await members.list()).toMatchObject([{ callSid: call.sid, position: 1, waitTime: 12 }]);
    await client
      .queues(queue?.sid ?? '')
      .members(call.sid)
      .fetch();
    await client
      .queues(queue?.sid ?? '')
      .members(call.sid)
      .update({ url: `${service.url}/wait` });
    await client.queues.create({ friendlyName: 'ventas', maxSize: 5 });
    await sandbox.idle();
    await client.calls(call.sid).update({ twiml: '<Response><Pause length="5"/></Response>' });
    await client.calls(call.sid).fetch();
    await client.calls.list({ status: 'in-progress', limit: 5 });
    expect(wrong(exchanges)).toEqual({});
  });

  it('looks numbers up, good and bad', async () => {
    const { client, exchanges } = await startSdk();
    const lookup = (number: string) => client.lookups.v2.phoneNumbers(number).fetch({ fields: 'line_type_intelligence' });
    expect(await lookup(ANA)).toMatchObject({
      valid: true,
      countryCode: 'ES',
      callingCountryCode: '34',
      lineTypeIntelligence: { type: 'mobile' },
    });
    expect(await lookup('+34912345678')).toMatchObject({ lineTypeIntelligence: { type: 'landline' } });
    expect(await lookup('+3491')).toMatchObject({ valid: false, validationErrors: ['TOO_SHORT'], countryCode: null });
    // The description says "not nullable", the carrier's own examples say null for whatever was not asked for.
    const others = Object.values(wrong(exchanges))
      .flat()
      .filter((problem) => !problem.endsWith(' is null'));
    expect(others).toEqual([]);
  });

  it('knows its sender and the typing indicator', async () => {
    const { client, exchanges, sandbox } = await startSdk();
    const [sender] = await client.messaging.v2.channelsSenders.list({ channel: 'whatsapp' });
    expect(sender).toMatchObject({ status: 'ONLINE', senderId: `whatsapp:${SENDER}` });
    await client.messaging.v2.channelsSenders(sender?.sid ?? '').fetch();
    const { sid } = await sandbox.handset(ANA).write('hola');
    await client.messaging.v2.typingIndicator.create({ channel: 'whatsapp', messageId: sid });
    expect(wrong(exchanges)).toEqual({});
  });

  it('refuses in the shape that the SDK turns into its RestException', async () => {
    const { client } = await startSdk();
    await expect(client.messages.create({ to: 'whatsapp:+34', from: `whatsapp:${SENDER}`, body: 'a' })).rejects.toMatchObject({
      code: 21211,
      status: 400,
      moreInfo: 'https://www.twilio.com/docs/errors/21211',
    });
  });
});
