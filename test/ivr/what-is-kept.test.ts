import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FlowFact } from '../../src/flows/outcomes.ts';
import { advanceCall } from '../../src/ivr/advance-call.ts';
import type { Call } from '../../src/ivr/call.ts';
import type { Sprint } from '../../src/ivr/run-sprint.ts';
import { ANA, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());
beforeEach(() => t.pass(121_000));

const sprintOf = (facts: readonly FlowFact[]) =>
  ({
    progress: { prompts: [], wait: { kind: 'end' }, snapshot: { value: 's', context: {}, done: false } },
    facts,
    withheld: [],
  }) as unknown as Sprint;
const pathOf = (facts: readonly FlowFact[]): Call['path'] =>
  advanceCall({ agentDial: '+34910000001' }, { id: 'c_01_CA1', startedAtMs: 0, turn: 0, path: [] } as never, sprintOf(facts), {
    key: 'k',
    nowMs: 1_000,
    inQueue: false,
  }).path;
const at = (step: string, value: string, by: 'speech' | 'digits'): FlowFact[] => [
  { type: 'step', step },
  { type: 'input', step, by, value },
];

describe('the path of a call', () => {
  it('keeps what the caller said at a menu, in their words', async () => {
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    const said = 'quiero saber cómo va mi pedido, que lo hice la semana pasada y no me ha llegado todavía';
    await call.say(said);
    const entry = (await t.call(call.sid))?.path.find(([step]) => step === 'main-menu');
    expect(entry?.[2]).toMatch(/^quiero saber cómo va mi pedido, que lo hice .*…$/);
    expect(entry?.[2]?.length).toBeLessThanOrEqual(80);
    expect((await t.call(call.sid))?.path.find(([step]) => step === 'choose-language')?.[2]).toBe('1');
    await call.hangUp();
  });

  it('keeps up to 24 keys, short words whole, and nothing of what is secret', () => {
    expect(pathOf([...at('a', '1'.repeat(40), 'digits'), ...at('b', 'mi pedido', 'speech'), ...at('c', '', 'digits')])).toEqual([
      ['a', 1, '1'.repeat(24)],
      ['b', 1, 'mi pedido'],
      ['c', 1],
    ]);
  });

  it('stays small whatever is said, the newest words in full length', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 100 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, (said) => {
        const path = pathOf(said.flatMap((text, n) => at(`step${n}`, text, 'speech')));
        const inputs = path.map(([, , input = '']) => input);
        const long = inputs.filter((input) => input.length > 24);
        expect(long.join('').length).toBeLessThanOrEqual(320);
        expect(inputs.every((input) => input.length <= 80)).toBe(true);
        const last = said.at(-1) ?? '';
        if (last.length <= 80) expect(inputs.at(-1)).toBe(last);
      }),
    );
  });

  it('of a talkative caller leaves the live call under 2 KB', async () => {
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    const long = 'pues mire, no sé muy bien cómo explicárselo, es una cosa que me pasó el otro día en la tienda';
    for (let n = 0; n < 2; n += 1) await call.say(long);
    await call.say('mi pedido, el que hice la semana pasada por la noche desde el ordenador de mi hermana');
    await call.say('uno dos tres cuatro cinco seis');
    const record = await t.call(call.sid);
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(2048);
    await call.hangUp();
  });
});

describe('the person’s record after a call', () => {
  const lastCall = async () => (await t.contact(ANA))?.calls.at(-1);

  it('says what the call was about and that it was carried on in WhatsApp, from the moment of accepting', async () => {
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1211');
    expect(await lastCall()).toMatchObject({ intent: 'billing', outcome: 'whatsapp' });
    await call.hangUp();
    await t.settle();
    expect(await lastCall()).toMatchObject({ intent: 'billing', outcome: 'whatsapp' });
  });

  it.each([
    ['left in the queue', '122', 'billing', 'abandoned'],
    ['left at a menu', '1', undefined, 'ended'],
  ])('%s', async (_, keys, intent, outcome) => {
    const call = await t.sandbox.call({ from: '+34600111333' });
    await call.press(keys);
    await call.hangUp();
    await t.settle();
    const noted = (await t.contact('+34600111333'))?.calls.at(-1);
    expect(noted).toMatchObject({ outcome });
    expect(noted?.intent).toBe(intent);
  });
});

describe('offers before this one, on the card', () => {
  const cardOf = async (from: string) => (await t.handoffs()).find((handoff) => handoff.to === from)?.card;

  it('are those of earlier calls, counted once, and the earlier ones of this call', async () => {
    const from = '+34600111444';
    for (let n = 0; n < 2; n += 1) {
      const earlier = await t.sandbox.call({ from });
      await earlier.press('122');
      await earlier.hangUp();
      await t.pass(10_000);
    }
    const call = await t.sandbox.call({ from });
    await call.press('122');
    await t.pass(65_000);
    await call.press('1');
    await t.settle();
    expect(await cardOf(from)).toMatchObject({ offersBefore: 3 });
    expect((await cardOf(from))?.earlierCalls.map(({ outcome }) => outcome)).toEqual(['abandoned', 'abandoned']);
    await call.hangUp();
  });
});
