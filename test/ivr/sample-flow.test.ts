import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallDriver } from '../../src/sandbox/call-driver.ts';
import { ANA, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let call: CallDriver;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());
beforeEach(async () => {
  // What the calls before told of the queues is forgotten by then.
  await t.pass(121_000);
  call = await t.sandbox.call({ from: ANA });
  return async () => {
    if (call.view().state !== 'ended') await call.hangUp();
    await t.settle();
  };
});

const lastHeard = () => call.heard().at(-1) ?? '';
const stepsWalked = async () => (await t.call(call.sid))?.path.map(([step]) => step);
const eventsOfCall = async () => (await t.events()).filter((event) => event.callId?.endsWith(call.sid));

describe('the sample flow, step by step', () => {
  it('1. greets, then asks for the language', async () => {
    expect(call.heard()[0]).toContain('Gracias por llamar a Luz Clara.');
    expect(lastHeard()).toContain('Para español, pulse 1. For English, press 2.');
  });

  it.each([
    ['1', 'Para saber cómo va su pedido, pulse 1.', 'es-ES'],
    ['2', 'To check an order, press 1.', 'en-GB'],
  ])('1. key %s chooses the language', async (key, menu, language) => {
    await call.press(key);
    expect(lastHeard()).toContain(menu);
    expect(
      call
        .view()
        .heard.filter((line) => line.kind === 'say')
        .at(-1)?.language,
    ).toBe(language);
  });

  it('1. silence and wrong keys in the language menu lead to Spanish, each with its own budget', async () => {
    await call.stayQuiet();
    await call.press('7');
    expect(lastHeard()).toContain('Para español, pulse 1.');
    await call.press('7');
    expect(lastHeard()).toContain('Para saber cómo va su pedido');
  });

  it('2. key 9 repeats, as often as wanted', async () => {
    await call.press('1');
    for (let n = 0; n < 6; n += 1) await call.press('9');
    expect(call.heard().filter((text) => text.startsWith('Para saber cómo va su pedido'))).toHaveLength(7);
    expect(call.view().state).toBe('gathering');
  });

  it('2. a wrong key is named, silence is named, and after both budgets a person follows', async () => {
    await call.press('17');
    expect(call.heard().join(' ')).toContain('Esa opción no existe.');
    await call.stayQuiet();
    expect(call.heard().join(' ')).toContain('No le hemos oído.');
    await call.press('7');
    await call.press('7');
    expect(call.heard().join(' ')).toContain('Será más fácil si le atiende una persona.');
    expect(call.view().state).toBe('queued');
  });

  it.each([
    ['1', 'factura', 'offer'],
    ['2', 'I have a question about a bill', 'offer'],
    ['1', 'una emergencia', 'emergency'],
    ['1', 'quiero hablar con una persona', 'person'],
  ])('2. understands speech: %s, “%s”', async (language, words, step) => {
    await call.press(language);
    await call.say(words);
    expect(await stepsWalked()).toContain(step);
  });

  it('3. collects the order number, confirms it, looks it up, speaks its state', async () => {
    await call.press('11');
    expect(lastHeard()).toContain('Marque las seis cifras');
    await call.press('123457#');
    expect(lastHeard()).toContain('El pedido es el 1 2 3 4 5 7.');
    await call.press('1');
    expect(call.heard().join(' ')).toContain('Su pedido ya está en camino.');
    expect(lastHeard()).toContain('Si necesita algo más sobre este pedido, pulse 1.');
    expect((await t.call(call.sid))?.lookups?.['order-lookup']).toMatchObject({ orderState: 'shipped' });
  });

  it.each([
    ['123456', 'Estamos preparando su pedido.'],
    ['123457', 'Su pedido ya está en camino.'],
    ['123458', 'su pedido ya se ha entregado.'],
    ['123459', 'Su pedido lleva retraso, y lo sentimos.'],
    ['000123', 'No encontramos ningún pedido con ese número.'],
  ])('3. the order %s: “%s”', async (number, said) => {
    await call.press(`11${number}#`);
    await call.press('1');
    expect(call.heard().join(' ')).toContain(said);
  });

  it('3. in English', async () => {
    await call.press('21123457#');
    expect(lastHeard()).toContain('The order number is 1 2 3 4 5 7.');
    await call.press('1');
    expect(call.heard().join(' ')).toContain('Your order is on its way.');
  });

  it('3. key 2 enters the number again', async () => {
    await call.press('11123457#');
    await call.press('2');
    expect(lastHeard()).toContain('Marque las seis cifras');
  });

  it('3. too few digits are named; when they can’t be read, the offer comes', async () => {
    await call.press('1112#');
    expect(call.heard().join(' ')).toContain('Un número de pedido tiene seis cifras.');
    await call.press('12#');
    await call.press('12#');
    expect(call.heard().join(' ')).toContain('No hemos podido leer el número de su pedido.');
    expect(await stepsWalked()).toContain('offer');
  });

  it('3. whoever wants nothing more says goodbye', async () => {
    await call.press('11123457#');
    await call.press('13');
    expect(lastHeard()).toContain('Hasta pronto.');
    expect(call.view().state).toBe('ended');
  });

  it.each([
    ['billing', '12'],
    ['order status, when more is wanted', '11123457#11'],
  ])('4. %s reaches the offer, with the wait that is known', async (_, keys) => {
    await call.press(keys);
    expect(lastHeard()).toContain('Por WhatsApp la espera es de un minuto. Si pulsa 1');
    const made = (await eventsOfCall()).find((event) => event.type === 'offer.made');
    expect(made).toMatchObject({ step: 'offer', data: { trigger: 'menu', promised: { chatSeconds: 60 } } });
  });

  it.each([
    ['an emergency', '13', 'emergencies', 'cuelgue y llame al 1 1 2'],
    ['0 in the main menu', '10', 'support', 'Le pasamos con una persona.'],
    ['0 in the language menu', '0', 'support', 'Le pasamos con una persona.'],
    ['0 instead of an order number', '110#', 'support', 'Le pasamos con una persona.'],
    ['0 after the order', '11123457#10', 'support', 'Le pasamos con una persona.'],
  ])('4. %s never meets an offer: straight to a person', async (_, keys, queue, said) => {
    await call.press(keys);
    expect(call.heard().join(' ')).toContain(said);
    expect(call.view()).toMatchObject({ state: 'queued', queue: { name: queue } });
    await t.pass(90_000);
    expect((await eventsOfCall()).filter((event) => event.type.startsWith('offer.'))).toEqual([]);
    expect(await t.sandbox.agentPhone.take(queue)).toBe(call.sid);
    await t.sandbox.agentPhone.hangUp(call.sid);
    expect((await eventsOfCall()).filter((event) => event.type === 'call.connected')).toHaveLength(1);
  });

  it('4. a queue that just began promises no short wait', async () => {
    const first = await t.sandbox.call({ from: '+34600111333' });
    await first.press('10');
    await t.settle();
    await call.press('12');
    expect(lastHeard()).toContain('Por WhatsApp la espera es de un minuto.');
    await first.hangUp();
  });

  it('4. both waits are spoken when both are known', async () => {
    const first = await t.sandbox.call({ from: '+34600111333' });
    await first.press('10');
    await t.pass(240_000);
    await call.hangUp();
    call = await t.sandbox.call({ from: ANA });
    await call.press('12');
    expect(lastHeard()).toMatch(/La espera por teléfono es de \w+ minutos; por WhatsApp, de un minuto\./);
    expect((await eventsOfCall()).find((event) => event.type === 'offer.made')?.data?.promised).toMatchObject({ chatSeconds: 60 });
    await first.hangUp();
  });

  it('4. key 0 at the offer is a person, without another offer in the queue', async () => {
    await call.press('120');
    expect(call.view().state).toBe('queued');
    await t.pass(90_000);
    expect((await eventsOfCall()).filter((event) => event.type === 'offer.made')).toHaveLength(1);
    expect((await eventsOfCall()).find((event) => event.type === 'offer.declined')).toMatchObject({ data: { person: true } });
  });

  it('5. key 2 at the offer stays on the line: the queue', async () => {
    await call.press('122');
    expect(call.heard().join(' ')).toContain('Le ponemos en espera para hablar con una persona.');
    expect(call.view()).toMatchObject({ state: 'queued', queue: { name: 'support' } });
  });

  it('5. silence at the offer is “ignored”, and the queue follows', async () => {
    await call.press('12');
    await call.stayQuiet();
    await call.stayQuiet();
    expect((await eventsOfCall()).map((event) => event.type)).toContain('offer.ignored');
    expect(call.view().state).toBe('queued');
  });

  it('6. while queued, the offer comes back once after 60 s', async () => {
    await call.press('122');
    await t.pass(59_000);
    expect((await eventsOfCall()).filter((event) => event.type === 'offer.made')).toHaveLength(1);
    await t.pass(5_000);
    const made = (await eventsOfCall()).filter((event) => event.type === 'offer.made');
    expect(made.map((event) => event.data?.trigger)).toEqual(['menu', 'queue']);
    await t.pass(200_000);
    expect((await eventsOfCall()).filter((event) => event.type === 'offer.made')).toHaveLength(2);
    expect(call.view().state).toBe('queued');
  });

  it('is heard without a fault of our documents', async () => {
    await call.press('11123457#12000123#111');
    await t.pass(10_000);
    expect(call.view().problems).toEqual([]);
  });
});
