import { describe, expect, it } from 'vitest';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { startChat } from '../../src/flows/run-chat.ts';
import { call, flowOf, SURROUNDINGS, w } from './engine-flow.ts';

const at = (text: string) => ({ nowMs: Date.parse(text) });
const WEEK = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, ['09:00-18:30']]));
const OFFICE = {
  week: WEEK,
  holidays: [{ country: 'ES', region: 'MD' }],
  exceptions: [
    { queues: ['support'], week: { monday: ['09:00-10:00'] } },
    { languages: ['en'], week: { friday: ['10:00-11:00'] } },
  ],
};
const hours = (more: Record<string, unknown> = {}) => ({
  type: 'hours',
  calendar: 'office',
  open: 'open',
  closed: 'shut',
  holiday: 'feast',
  ...more,
});
const ask = (text: string) => ({ type: 'menu', prompt: w(text), options: [{ key: '1', to: 'bye' }], invalid: 'bye', noInput: 'bye' });

function flowWith(steps: Record<string, unknown>, chat?: Record<string, unknown>) {
  const told = {
    open: ask('abierto'),
    shut: ask('abrimos {{opensAt}}'),
    feast: ask('hoy es {{holiday}}, abrimos {{opensAt}}'),
    ...steps,
  };
  return flowOf(told, { calendars: { office: OFFICE } }, chat);
}

describe('the hours step', () => {
  it.each([
    ['open', '2026-11-24T10:00:00+01:00', 'abierto'],
    ['closed, and today it still opens', '2026-11-24T08:00:00+01:00', 'abrimos hoy a las 9'],
    ['closed until tomorrow', '2026-11-24T19:00:00+01:00', 'abrimos mañana a las 9'],
    ['closed over the weekend', '2026-11-20T19:00:00+01:00', 'abrimos el lunes a las 9'],
    ['a holiday in front of another', '2026-12-07T10:00:00+01:00', 'hoy es el Día de la Constitución, abrimos el miércoles a las 9'],
    ['the nights of a holiday', '2026-12-08T02:00:00+01:00', 'hoy es la Inmaculada Concepción, abrimos mañana a las 9'],
  ])('%s', (_, now, heard) => {
    expect(call(flowWith({ start: hours() }), at(now)).heard()).toBe(heard);
  });

  it('takes closed on a holiday that has no exit of its own', () => {
    expect(call(flowWith({ start: hours({ holiday: undefined }) }), at('2026-12-08T10:00:00+01:00')).heard()).toBe(
      'abrimos mañana a las 9',
    );
  });

  it('counts the exceptions of the queue that it names, or that the flow comes to next', () => {
    const noon = at('2026-11-23T12:00:00+01:00');
    expect(call(flowWith({ start: hours() }), noon).heard()).toBe('abierto');
    expect(call(flowWith({ start: hours({ queue: 'support' }) }), noon).heard()).toMatch(/^abrimos/);
    expect(call(flowWith({ start: hours({ open: 'queue-person' }) }), noon).heard()).toMatch(/^abrimos/);
  });

  it('counts the exceptions of the language that is spoken', () => {
    const flow = flowWith({ start: hours() });
    expect(call(flow, at('2026-11-27T12:00:00+01:00')).heard()).toBe('abierto');
    expect(call(flow, at('2026-11-27T12:00:00+01:00'), { language: 'en' }).heard()).toMatch(/^abrimos/);
  });

  it('remembers the opening over a wait, and forgets it once it was open', () => {
    const flow = flowWith({
      start: hours({ closed: 'hold-on' }),
      'hold-on': {
        ...ask('espere'),
        options: [
          { key: '1', to: 'shut' },
          { key: '2', to: 'again' },
        ],
      },
      again: hours({ calendar: 'always', open: 'shut' }),
    });
    const test = call(
      { ...flow, calendars: { ...flow.calendars, always: { week: { tuesday: ['00:00-24:00'] } } } },
      at('2026-11-24T19:00:00+01:00'),
    );
    const other = JSON.parse(JSON.stringify(test.progress.snapshot.context));
    expect(other.closed).toEqual({ opensAtMs: Date.parse('2026-11-25T09:00:00+01:00') });
    test.keys('1');
    expect(test.heard()).toBe('abrimos mañana a las 9');
    const open = call(
      { ...flow, calendars: { ...flow.calendars, always: { week: { tuesday: ['00:00-24:00'] } } } },
      at('2026-11-24T19:00:00+01:00'),
    );
    open.keys('2');
    expect(open.heard().trim()).toBe('abrimos');
    expect(open.progress.snapshot.context.closed).toBeUndefined();
  });

  it('is known to conditions by the name of the calendar', () => {
    const branch = {
      type: 'branch',
      cases: [
        { when: 'hours.office.open', to: 'open' },
        { when: 'hours.office.holiday', to: 'feast' },
      ],
      otherwise: 'shut',
    };
    const flow = flowWith({ start: branch });
    expect(call(flow, at('2026-11-24T10:00:00+01:00')).heard()).toBe('abierto');
    expect(call(flow, at('2026-12-08T10:00:00+01:00')).heard()).toMatch(/^hoy es/);
    expect(call(flow, at('2026-11-22T10:00:00+01:00')).heard()).toMatch(/^abrimos/);
  });

  it('leads the chat as well, and tells it when it opens', () => {
    const compiled = compileFlow(
      flowWith(
        { start: hours() },
        {
          start: 'is-open',
          acknowledge: w('hola'),
          acknowledgeDirect: w('hola'),
          steps: {
            'is-open': { type: 'hours', calendar: 'office', queue: 'support', open: 'human', closed: 'late' },
            late: { type: 'send', text: w('Abrimos {{opensAt}}.'), next: 'human' },
            human: { type: 'assign' },
          },
        },
      ),
    );
    const chat = (now: string) => startChat(compiled, {}, { ...SURROUNDINGS, ...at(now) }).sayings.map(({ text }) => text);
    expect(chat('2026-11-23T09:30:00+01:00')).toEqual([]);
    expect(chat('2026-11-23T10:00:00+01:00')).toEqual(['Abrimos el lunes, 30 de noviembre a las 9.']);
  });
});
