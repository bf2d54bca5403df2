import { describe, expect, it, test } from 'vitest';
import { asksForCall, cancelsCall } from '../../src/flows/call-words.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { Flow } from '../../src/flows/flow.ts';
import { lintFlow } from '../../src/flows/lint-flow.ts';
import { playCase } from '../../src/flows/play-case.ts';
import { CALLBACK_FLOW } from '../scenario/callback-flow.ts';

const flow = Flow.parse({ specVersion: 1, id: 'support', ...CALLBACK_FLOW });

/** Plays lines; what came of the last one. */
function played(lines: readonly string[], world: Parameters<typeof playCase>[1] = {}) {
  const one = playCase(compileFlow(flow), world, 'es');
  return lines.map((line) => one.play(line)).at(-1);
}

describe('a callback on the phone', () => {
  it('is played without a carrier: asked, promised, and known in the same conversation', () => {
    expect(played(['calls', 'presses 1'])?.hears).toEqual([
      'Le llamamos nosotros.',
      'Pulse 1 para que sea en cuanto alguien quede libre.',
      expect.stringMatching(/^Pulse 2 para hoy a las/),
      expect.stringMatching(/^Pulse 3 para hoy a las/),
      'Pulse 0 para seguir sin llamada.',
    ]);
    const promised = played(['calls', 'presses 1', 'presses 1', 'presses 1']);
    expect(promised?.hears).toEqual(['Le llamaremos en cuanto alguien quede libre.', 'Adiós.']);
    expect(promised?.now).toBe('the call ends');
  });

  it('says what the keys are again after a wrong one, and goes on without a call after too many', () => {
    expect(played(['calls', 'presses 1', 'presses 9'])?.now).toBe('is asked in callback');
    expect(played(['calls', 'presses 1', 'presses 9', 'presses 9', 'presses 9'])?.now).toMatch(/^waits in the queue/);
  });

  it('with nobody at the desk offers times alone', () => {
    expect(played(['calls', 'presses 1'], { deskOpen: false })?.hears.join(' ')).not.toContain('en cuanto');
  });
});

describe('a callback in a chat', () => {
  it('is asked for by saying so, takes a time by its button, its title or its number', () => {
    for (const answer of ['taps slot-1', 'writes 2']) {
      const lines = ['writes first', 'writes Llámame', answer];
      expect(played(lines)?.reads.join(' ')).toMatch(/Le llamaremos hoy a las/);
    }
    expect(played(['writes first', 'writes Llámame', 'writes cuanto antes'])?.reads).toContain(
      'Le llamaremos en cuanto alguien quede libre.',
    );
    expect(played(['writes first', 'writes Llámame', 'taps no'])?.now).toBe('is asked in how');
  });

  it('that was promised before is told, not promised twice', () => {
    expect(played(['writes first', 'writes call me', 'taps asap', 'writes call me'])?.reads[0]).toMatch(/^Ya tiene una llamada/);
  });
});

test('the flow that these tests play has no problem but texts nobody may know', () => {
  expect(
    lintFlow(flow, { templates: [], recordings: new Map(), media: new Map() } as never).filter(({ severity }) => severity === 'error'),
  ).toEqual([]);
});

test.each([
  ['Llámame', true],
  ['llamadme por favor', true],
  ['¿Me podéis llamar?', true],
  ['Call me back, please', true],
  ['Truqueu-me', true],
  ['no me llames', false],
  ['Don’t call me', false],
  ['Os llamé ayer', false],
  ['se llama Ana', false],
])('“%s” asks for a call: %s', (text, expected) => {
  expect(asksForCall(text)).toBe(expected);
});

test.each([
  ['Cancelar llamada', true],
  ['No me llaméis ya', true],
  ['cancel the call', true],
  ['don’t call me', true],
  ['llámame', false],
  ['cancelar el pedido', false],
])('“%s” cancels it: %s', (text, expected) => {
  expect(cancelsCall(text)).toBe(expected);
});
