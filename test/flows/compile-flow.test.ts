import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/base/errors.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { Flow } from '../../src/flows/flow.ts';
import { flowProblems } from '../../src/flows/flow-problems.ts';
import { flowOf, OFFER, w } from './engine-flow.ts';

const say = (text: string, next = 'bye') => ({ type: 'say', text: w(text), next });

describe('compiling', () => {
  it('takes the sample flow', () => {
    const flow = Flow.parse(JSON.parse(readFileSync('flows/support.flow.json', 'utf8')));
    expect(flowProblems(flow)).toEqual([]);
    expect(compileFlow(flow).flow.id).toBe('support');
  });

  it('refuses a flow with every problem at once', () => {
    const flow = flowOf({ start: say('{{nobody}}', 'nowhere') });
    expect(() => compileFlow(flow)).toThrow(AppError);
    try {
      compileFlow(flow);
      expect.unreachable();
    } catch (thrown) {
      expect((thrown as AppError).code).toBe('flow-invalid');
      expect((thrown as AppError).details).toHaveLength(2);
    }
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['call.steps.start.next', { start: say('a', 'nowhere') }, {}],
    ['call.steps.start.text.es', { start: say('{{nobody}}') }, {}],
    ['call.steps.start.cases.0.when', { start: { type: 'branch', cases: [{ when: 'nothing > 1', to: 'bye' }], otherwise: 'bye' } }, {}],
    ['call.steps.start.values.count', { start: { type: 'set', values: { count: '"text"' }, next: 'bye' } }, {}],
    ['call.steps.start.values.nobody', { start: { type: 'set', values: { nobody: '1' }, next: 'bye' } }, {}],
    ['call.steps.start.when', { start: { ...OFFER, when: 'queue.waitSeconds' } }, {}],
    ['call.steps.start.keys', { start: { ...OFFER, keys: { accept: '1', stay: '1' } } }, {}],
    ['call.steps.start.language', { start: { type: 'language', language: 'fr', next: 'bye' } }, {}],
    [
      'call.steps.start.offer.step',
      { start: { type: 'queue', queue: 'q', offer: { step: 'bye', afterSeconds: 60 }, connected: 'bye', full: 'bye', failed: 'bye' } },
      {},
    ],
    ['call.steps.start.save.nobody', { start: { type: 'request', url: '/x', save: { nobody: 'a' }, ok: 'bye', failed: 'bye' } }, {}],
    ['call.steps.start.url', { start: { type: 'request', url: '/x/{{nobody}}', save: {}, ok: 'bye', failed: 'bye' } }, {}],
    [
      'call.steps.start.as.pattern',
      {
        start: {
          type: 'collect',
          prompt: w('a'),
          variable: 'code',
          as: { kind: 'pattern', pattern: '(' },
          next: 'bye',
          invalid: 'bye',
          noInput: 'bye',
        },
      },
      {},
    ],
    [
      'call.steps.start.person',
      {
        start: {
          type: 'collect',
          prompt: w('a'),
          variable: 'code',
          as: { kind: 'digits' },
          personKey: '0',
          next: 'bye',
          invalid: 'bye',
          noInput: 'bye',
        },
      },
      {},
    ],
    [
      'call.steps.start.noKey',
      { start: { type: 'confirm', prompt: w('a'), yesKey: '1', noKey: '1', yes: 'bye', no: 'bye', invalid: 'bye', noInput: 'bye' } },
      {},
    ],
    [
      'call.steps.start.options',
      {
        start: {
          type: 'menu',
          prompt: w('a'),
          options: [
            { key: '1', to: 'bye' },
            { key: '1', to: 'bye' },
          ],
          invalid: 'bye',
          noInput: 'bye',
        },
      },
      {},
    ],
    ['variables.queue', { start: say('a') }, { variables: { queue: { type: 'string' } } }],
    ['timeZone', { start: say('a') }, { timeZone: 'Europe/Nowhere' }],
    [
      'chat.acknowledge.es',
      { start: say('a') },
      { chat: { start: 'a', acknowledge: w('{{nobody}}'), acknowledgeDirect: w('a'), steps: { a: { type: 'assign' } } } },
    ],
    [
      'chat.known.order.es',
      { start: say('a') },
      {
        chat: {
          start: 'a',
          acknowledge: w('a'),
          acknowledgeDirect: w('a'),
          known: { order: { es: '{{nobody}}', en: 'a' } },
          steps: { a: { type: 'assign' } },
        },
      },
    ],
    [
      'chat.start',
      { start: say('a') },
      { chat: { start: 'b', acknowledge: w('a'), acknowledgeDirect: w('a'), steps: { a: { type: 'assign' } } } },
    ],
  ])('says what is wrong at %s', (path, steps, more) => {
    expect(flowProblems(flowOf(steps, more))).toEqual([expect.objectContaining({ path, message: expect.stringMatching(/\.$/) })]);
  });

  it('makes a wording ready once', () => {
    const flow = flowOf({ start: say('hola') });
    const compiled = compileFlow(flow);
    expect(compiled.words(flow.chat.acknowledge, 'chat')).toBe(compiled.words(flow.chat.acknowledge, 'chat'));
    expect(compiled.words(flow.chat.acknowledge, 'call')).not.toBe(compiled.words(flow.chat.acknowledge, 'chat'));
  });
});
