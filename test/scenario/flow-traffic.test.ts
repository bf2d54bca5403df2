import supertest from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/access/prepare-first-users.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let agent: ReturnType<typeof supertest.agent>;
beforeAll(async () => {
  t = await startTestService();
  agent = supertest.agent(t.publicUrl);
  await agent.post('/api/session').send({ username: 'demo', password: DEMO_PASSWORD }).expect(200);
});
afterAll(() => t?.stop());

async function traffic(query = '') {
  const { body } = await agent.get(`/api/flows/support/traffic${query}`).expect(200);
  const moves = new Map<string, number>(
    body.moves.map(({ side, from, to, count }: Record<string, string | number>) => [`${side} ${from} > ${to}`, Number(count)]),
  );
  const step = (side: string, id: string) =>
    body.steps.find((each: { side: string; step: string }) => each.side === side && each.step === id);
  return { body, moves, step };
}

it('counts who went through each step and arrow, on both sides, and where callers hung up', async () => {
  // One hangs up in the main menu, one while a number is asked for; one goes on in WhatsApp; one gets a person.
  const first = await t.sandbox.call({ from: '+34600800001' });
  await first.press('1');
  await first.hangUp();
  const second = await t.sandbox.call({ from: '+34600800002' });
  await second.press('1');
  await second.press('1');
  await second.hangUp();
  const third = await t.sandbox.call({ from: '+34600800003' });
  for (const key of ['1', '2', '1']) await third.press(key);
  await t.pass(4_000);
  await third.hangUp();
  await t.settle();
  await t.sandbox.handset('+34600800003').pressButton('Seguir aquí');
  await t.settle();
  const fourth = await t.sandbox.call({ from: '+34600800004' });
  await fourth.press('1');
  await fourth.press('0');
  await t.settle();

  const { body, moves, step } = await traffic();
  expect(body).toMatchObject({ flowId: 'support', calls: 4, chats: 1 });
  expect(step('call', 'choose-language')).toMatchObject({ entered: 4, hungUp: 0 });
  expect(step('call', 'main-menu')).toMatchObject({ entered: 4, hungUp: 1 });
  expect(step('call', 'order-number')).toMatchObject({ entered: 1, hungUp: 1 });
  expect(moves.get('call choose-language > speak-spanish')).toBe(4);
  expect(moves.get('call main-menu > order-number')).toBe(1);
  expect(moves.get('call main-menu > offer')).toBe(1);
  expect(moves.get('call main-menu > person')).toBe(1);
  // Arrows join steps of one call only, and every arrow ends in a step that was entered.
  for (const [key] of moves) expect(step(key.split(' ')[0] ?? '', key.split(' > ')[1] ?? '')).toBeDefined();
  expect(body.steps.some(({ side, entered }: { side: string; entered: number }) => side === 'chat' && entered > 0)).toBe(true);
});

it('of one release only, and of no flow that nobody called', async () => {
  expect((await traffic('?release=1')).body.calls).toBe(4);
  expect((await traffic('?release=2')).body).toMatchObject({ calls: 0, steps: [], moves: [] });
  expect((await agent.get('/api/flows/appointment/traffic').expect(200)).body).toMatchObject({ calls: 0, chats: 0, steps: [] });
  await agent.get('/api/flows/support/traffic?days=91').expect(400);
});
