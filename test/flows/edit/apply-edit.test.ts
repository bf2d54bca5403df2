import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/flows/edit/apply-edit.ts';
import { type DraftFlow, draftStep, draftSteps, SIDES } from '../../../src/flows/edit/draft.ts';
import type { Edit } from '../../../src/flows/edit/edit.ts';
import { exitSlots, stepTypes } from '../../../src/flows/edit/exit-slots.ts';
import { valueAt } from '../../../src/flows/edit/json.ts';
import { newStep } from '../../../src/flows/edit/new-step.ts';
import { referencesOf } from '../../../src/flows/edit/references.ts';
import { copySteps, readClip } from '../../../src/flows/edit/step-clip.ts';
import { exitsOf } from '../../../src/flows/exits.ts';
import { Flow } from '../../../src/flows/flow.ts';
import { parseFlow } from '../../../src/flows/parse-flow.ts';
import { EMPTY_LIBRARY } from '../../../src/flows/parts/bundle-flow.ts';
import { writeJson } from '../../../src/flows/write-json.ts';
import { newLines, SAMPLES, sample } from './sample-drafts.ts';

const SUPPORT = sample('support');

function done(flow: DraftFlow, ...edits: readonly Edit[]): DraftFlow {
  return edits.reduce((changed, edit) => {
    const result = applyEdit(changed, edit);
    if (!result.ok) throw new Error(`${result.refusal.code} ${result.refusal.about}`);
    return result.flow;
  }, flow);
}

function refusal(flow: DraftFlow, edit: Edit): string | undefined {
  const result = applyEdit(flow, edit);
  return result.ok ? undefined : result.refusal.code;
}

describe('what the canvas writes', () => {
  it.each(SAMPLES)('$name opened and saved is the same, byte for byte', ({ flow, text }) => {
    expect(writeJson(flow)).toBe(text);
  });

  it.each(SAMPLES)('a moved box of $name is a diff of one line', ({ flow }) => {
    const [first, second] = draftSteps(flow, 'call').map(([id]) => `call/${id}`) as [string, string];
    const spots = Object.fromEntries(draftSteps(flow, 'call').map(([id], at) => [`call/${id}`, [at * 10, at] as const]));
    const placed = done(flow, { kind: 'move-boxes', boxes: spots });
    const moved = done(placed, { kind: 'move-boxes', boxes: { [second]: [512.4, 1031] } });
    expect(newLines(writeJson(placed), writeJson(moved))).toEqual([`    "${second}": [512, 1031],`]);
    const only = done(flow, { kind: 'move-boxes', boxes: { [first]: [1, 2] } });
    expect(newLines(writeJson(flow), writeJson(only)).length).toBeLessThanOrEqual(3);
    expect(done(only, { kind: 'move-boxes', boxes: { [first]: [1, 2] } }).call).toBe(flow.call);
  });

  it('a word changed is a diff of one line', () => {
    const changed = done(SUPPORT, { kind: 'set', path: ['call', 'steps', 'greeting', 'text', 'en'], value: 'Hello.' });
    expect(newLines(writeJson(SUPPORT), writeJson(changed))).toEqual(['          "en": "Hello."']);
  });
});

describe('exits', () => {
  it.each(SAMPLES)('those of $name are what the engine takes them for', ({ flow }) => {
    const parsed = Flow.parse(flow);
    for (const side of SIDES) {
      for (const [id, step] of draftSteps(flow, side)) {
        const led = exitSlots(side, step).filter(({ to }) => to !== undefined);
        const sorted = (list: readonly { name: string; to?: string }[]) => list.map(({ name, to }) => `${name} ${to}`).sort();
        expect(sorted(led)).toEqual(sorted(exitsOf(parsed[side].steps[id] as Parameters<typeof exitsOf>[0])));
        for (const { path, to } of led) expect(valueAt(step, path)).toBe(to);
      }
    }
  });

  it('are led elsewhere and opened', () => {
    const exit = { side: 'call', step: 'main-menu', path: ['options', 1, 'to'] } as const;
    const led = done(SUPPORT, { kind: 'connect', exit, to: 'person' });
    expect(valueAt(led, ['call', 'steps', ...[exit.step], ...exit.path])).toBe('person');
    expect(valueAt(done(led, { kind: 'disconnect', exit }), ['call', 'steps', exit.step, ...exit.path])).toBeUndefined();
    expect(refusal(SUPPORT, { kind: 'connect', exit, to: 'not-there' })).toBe('step-missing');
    expect(refusal(SUPPORT, { kind: 'connect', exit: { ...exit, path: ['prompt'] }, to: 'person' })).toBe('exit-missing');
  });
});

describe('steps', () => {
  it.each(SIDES.flatMap((side) => stepTypes(side).map((type) => ({ side, type }))))(
    'a new $type of the $side side is right but for what is still open',
    ({ side, type }) => {
      const added = done(SUPPORT, { kind: 'add-step', side, id: 'fresh', step: newStep(side, type), spot: [10.6, 20] });
      const wired = exitSlots(side, newStep(side, type))
        .filter(({ needed }) => needed)
        .reduce((flow, { path }) => done(flow, { kind: 'connect', exit: { side, step: 'fresh', path }, to: 'fresh' }), added);
      expect(Flow.safeParse(wired).error?.issues ?? []).toEqual([]);
      expect(valueAt(wired, ['layout', `${side}/fresh`])).toEqual([11, 20]);
    },
  );

  it('put in behind an exit leads on to where the exit led', () => {
    const after = { side: 'call', step: 'speak-english', path: ['next'] } as const;
    const flow = done(SUPPORT, { kind: 'add-step', side: 'call', id: 'hello', step: newStep('call', 'say'), after });
    expect(valueAt(flow, ['call', 'steps', 'speak-english', 'next'])).toBe('hello');
    expect(valueAt(flow, ['call', 'steps', 'hello', 'next'])).toBe('main-menu');
  });

  it('taken out are bridged where they had one way on, and leave open ends where they had several', () => {
    const gone = done(SUPPORT, { kind: 'remove-steps', steps: [{ side: 'call', step: 'speak-english' }] });
    expect(valueAt(gone, ['call', 'steps', 'choose-language', 'options', 1, 'to'])).toBe('main-menu');
    const open = done(SUPPORT, { kind: 'remove-steps', steps: [{ side: 'call', step: 'main-menu' }] });
    expect(valueAt(open, ['call', 'steps', 'speak-english', 'next'])).toBeUndefined();
    for (const { to } of referencesOf(open, 'call')) expect(to).not.toBe('main-menu');
    expect(refusal(SUPPORT, { kind: 'remove-steps', steps: [{ side: 'call', step: 'greeting' }] })).toBe('start-step');
  });

  it.each(SAMPLES)('renamed in $name are followed by everything that names them, and nothing else changes', ({ flow, text }) => {
    for (const side of SIDES) {
      const start = String(valueAt(flow, [side, 'start']));
      const survey = valueAt(flow, ['chat', 'afterClose', 'step']);
      for (const from of new Set([start, ...(side === 'chat' && typeof survey === 'string' ? [survey] : [])])) {
        const placed = done(flow, { kind: 'move-boxes', boxes: { [`${side}/${from}`]: [3, 4] } });
        const renamed = done(placed, { kind: 'rename-step', side, from, to: 'renamed' });
        const before = referencesOf(flow, side).map(({ to }) => (to === from ? 'renamed' : to));
        expect(referencesOf(renamed, side).map(({ to }) => to)).toEqual(before);
        expect(valueAt(renamed, ['layout', `${side}/renamed`])).toEqual([3, 4]);
        const back = done(renamed, { kind: 'rename-step', side, from: 'renamed', to: from });
        expect(writeJson({ ...back, layout: undefined } as unknown)).toBe(writeJson({ ...JSON.parse(text), layout: undefined }));
      }
    }
  });

  it('refuses nonsense with a code, and changes nothing then', () => {
    expect(refusal(SUPPORT, { kind: 'rename-step', side: 'call', from: 'greeting', to: 'main-menu' })).toBe('step-exists');
    expect(refusal(SUPPORT, { kind: 'rename-step', side: 'call', from: 'greeting', to: 'Not an id' })).toBe('step-id');
    expect(refusal(SUPPORT, { kind: 'add-step', side: 'call', id: 'x', step: newStep('chat', 'send') })).toBe('step-type');
    expect(refusal(SUPPORT, { kind: 'set', path: ['name', 'deeper'], value: 1 })).toBe('path');
    expect(refusal(SUPPORT, { kind: 'set', path: ['__proto__', 'x'], value: 1 })).toBe('path');
    expect(refusal(SUPPORT, { kind: 'remove-item', path: ['call', 'steps', 'main-menu', 'options'], at: 9 })).toBe('item');
    expect(refusal(SUPPORT, { kind: 'move-boxes', boxes: { 'call/not-there': [1, 2] } })).toBe('step-missing');
    const half = refusal(SUPPORT, {
      kind: 'all',
      edits: [
        { kind: 'set', path: ['name'], value: 'half' },
        { kind: 'set-start', side: 'call', step: 'not-there' },
      ],
    });
    expect(half).toBe('step-missing');
    expect(SUPPORT.name).toBe('Customer support');
  });
});

describe('copied steps', () => {
  const CLAIM = sample('insurance-claim');
  const refs = draftSteps(SUPPORT, 'call')
    .slice(5, 9)
    .map(([step]) => ({ side: 'call', step }) as const);

  function clipOf(flow: DraftFlow, steps: typeof refs) {
    const clip = readClip(JSON.stringify(copySteps(flow, steps, { [`call/${steps[0]?.step}`]: [100, 200] })));
    if (!clip) throw new Error('no clip');
    return clip;
  }

  it('come into another flow under free ids with what they use, and the exits among them follow', () => {
    const clip = clipOf(SUPPORT, refs);
    const pasted = done(CLAIM, { kind: 'paste', side: 'call', clip, spot: [7, 8] });
    const before = new Set(draftSteps(CLAIM, 'call').map(([id]) => id));
    const fresh = draftSteps(pasted, 'call').filter(([id]) => !before.has(id));
    expect(fresh).toHaveLength(refs.length);
    const ids = new Set(fresh.map(([id]) => id));
    for (const [, step] of fresh) for (const { to } of exitSlots('call', step)) if (to !== undefined) expect(ids).toContain(to);
    for (const name of Object.keys(clip.variables)) expect(valueAt(pasted, ['variables', name])).toBeDefined();
    expect(JSON.stringify(pasted.layout)).toContain('[7,8]');
  });

  it('pasted beside themselves keep the exits that leave them', () => {
    const pasted = done(SUPPORT, { kind: 'paste', side: 'call', clip: clipOf(SUPPORT, [{ side: 'call', step: 'speak-english' }]) });
    expect(draftStep(pasted, { side: 'call', step: 'speak-english-2' })).toEqual(
      draftStep(SUPPORT, { side: 'call', step: 'speak-english' }),
    );
    expect(valueAt(pasted, ['layout', 'call/speak-english-2'])).toEqual([140, 240]);
  });

  it('whose variable means something else in the new flow get it under another name', () => {
    const other = done(CLAIM, { kind: 'set', path: ['variables', 'orderNumber'], value: { type: 'integer' } });
    const step = draftSteps(SUPPORT, 'call').find(([, { variable }]) => variable === 'orderNumber')?.[0] ?? '';
    const pasted = done(other, { kind: 'paste', side: 'call', clip: clipOf(SUPPORT, [{ side: 'call', step }]) });
    expect(valueAt(pasted, ['variables', 'orderNumber2', 'type'])).toBe('string');
    expect(draftSteps(pasted, 'call').at(-1)?.[1].variable).toBe('orderNumber2');
  });

  it('are no clip when they are anything else, and stay out of a side that has no such steps', () => {
    expect(readClip('hello')).toBeUndefined();
    expect(readClip('{"relevo":"steps"}')).toBeUndefined();
    const offer = clipOf(SUPPORT, [{ side: 'call', step: 'offer' }]);
    expect(refusal(SUPPORT, { kind: 'paste', side: 'chat', clip: offer })).toBe('clip');
  });
});

it('a variable renamed is renamed in wordings, conditions and targets; the flow stays right', () => {
  const beside = { templates: [], recordings: new Map(), library: EMPTY_LIBRARY } as unknown as Parameters<typeof parseFlow>[1];
  const codes = (flow: DraftFlow) => parseFlow(writeJson(flow), beside).problems.map(({ code }) => code);
  const renamed = done(SUPPORT, { kind: 'rename-variable', from: 'orderState', to: 'stateOfOrder' });
  expect(codes(renamed)).toEqual(codes(SUPPORT));
  expect(writeJson(renamed.call)).not.toMatch(/\borderState\b/);
  expect(refusal(SUPPORT, { kind: 'rename-variable', from: 'orderState', to: 'orderNumber' })).toBe('variable');
});
