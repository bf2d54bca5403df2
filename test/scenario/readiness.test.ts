import supertest from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/access/prepare-first-users.ts';
import type { FlowReadiness } from '../../src/http/contract/readiness.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let agent: ReturnType<typeof supertest.agent>;
beforeAll(async () => {
  t = await startTestService();
  agent = supertest.agent(t.publicUrl);
  await agent.post('/api/session').send({ username: 'demo', password: DEMO_PASSWORD }).expect(200);
});
afterAll(() => t?.stop());

const ask = async (): Promise<FlowReadiness> => (await agent.get('/api/flows/support/readiness').expect(200)).body;
const item = (readiness: FlowReadiness, id: string) => readiness.items.find((each) => each.id === id);

it('the checklist is computed from the carrier, the desk and the users as they are', async () => {
  await agent.post('/api/carrier/ask').expect(200);
  const first = await ask();
  expect(first).toMatchObject({ flowId: 'support', release: 1, offers: true });
  expect(Object.fromEntries(first.items.map(({ id, verdict }) => [id, verdict]))).toMatchObject({
    templates: 'ready',
    sender: 'ready',
    teams: 'ready',
    human: 'ready',
    profile: 'ready',
    hours: 'attention',
    waits: 'attention',
  });

  const days = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [String(day), [['09:00', '18:00']]]));
  await agent.put('/api/opening-hours').send({ timeZone: 'Europe/Madrid', days }).expect(200);
  t.sandbox.setSender({ status: 'OFFLINE', profile: { name: 'Acme', about: 'Mon-Fri 8-20' } });
  await agent.post('/api/carrier/ask').expect(200);
  await expect.poll(async () => item(await ask(), 'hours')?.verdict).toBe('ready');
  const second = await ask();
  expect(second.verdict).toBe('blocked');
  expect(item(second, 'sender')?.findings[0]?.words.en).toBe('The carrier says that the sender is OFFLINE.');
  expect(item(second, 'profile')?.findings.map(({ words }) => words.es)).toEqual([
    'Quien llama oye «Luz Clara», y el mensaje viene de «Acme»: puede que no lo reconozca.',
    'El perfil de WhatsApp dice «8-20»; el horario de la mesa es otro.',
  ]);
});

it('a number does not get a flow whose offers can’t be kept, unless it is said why; the reason is in the audit trail', async () => {
  const put = (body: object) => agent.put('/api/numbers/%2B34911222333').send({ flowId: 'support', ...body });
  const { body } = await put({}).expect(409);
  expect(body.error).toMatchObject({ code: 'flow-not-ready', details: { flowId: 'support', blocked: [{ id: 'sender' }] } });
  await put({ despite: 'no' }).expect(400);
  await put({ despite: 'the sender comes back tonight' }).expect(200);
  const { body: audit } = await agent.get('/api/audit?action=number.assigned').expect(200);
  expect(audit.items[0]).toMatchObject({ why: 'the sender comes back tonight' });

  t.sandbox.setSender({ status: 'ONLINE' });
  await agent.post('/api/carrier/ask').expect(200);
  await put({}).expect(200);
});

it('a flow that does not serve has none', async () => {
  const { body } = await agent.get('/api/flows/nowhere/readiness').expect(404);
  expect(body.error.code).toBe('flow-not-found');
});
