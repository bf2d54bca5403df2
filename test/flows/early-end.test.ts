import { describe, expect, it } from 'vitest';
import { type CallEnd, dropPlace, earlyEnd, missedReason, recoveryTemplate } from '../../src/flows/early-end.ts';
import { Flow } from '../../src/flows/flow.ts';
import { recoveryFlow } from '../scenario/recovery-flow.ts';

const flowWith = (recovery: object | undefined) =>
  Flow.parse({ specVersion: 1, id: 'support', ...recoveryFlow(recovery as Readonly<Record<string, unknown>>) });
const BOTH = { dropped: { template: 'call-dropped' }, missed: { template: 'call-missed' } };
const flow = flowWith(BOTH);

const end = (more: Partial<CallEnd> & Pick<CallEnd, 'wait'>): CallEnd => ({
  path: [{ step: 'menu', entered: true }],
  closed: false,
  personWanted: false,
  invited: false,
  served: false,
  ...more,
});
const walked = (...steps: readonly string[]) => steps.map((each) => ({ step: each.replace('*', ''), entered: each.endsWith('*') }));

describe('where a caller dropped', () => {
  it.each([
    [{ kind: 'input', step: 'menu' }, 'menu'],
    [{ kind: 'input', step: 'postcode' }, 'question'],
    [{ kind: 'input', step: 'right' }, 'question'],
    [{ kind: 'input', step: 'offer' }, 'offer'],
    [{ kind: 'hold', step: 'offer' }, 'offer'],
    [{ kind: 'queue', step: 'queue' }, 'queue'],
    [{ kind: 'dial', step: 'ring' }, 'dial'],
    [{ kind: 'record', step: 'message' }, 'voicemail'],
    [{ kind: 'end' }, undefined],
    [{ kind: 'input', step: 'gone' }, undefined],
  ] as const)('%j: %s', (wait, place) => {
    expect(dropPlace(flow, wait)).toBe(place);
  });
});

describe('what counts as missed', () => {
  it.each<[string, Partial<CallEnd>, string | undefined]>([
    ['told that it is closed, and nothing after it', { closed: true, path: walked('menu*', 'closed', 'shut') }, 'out-of-hours'],
    ['closed, and then the flow gave an answer', { closed: true, path: walked('menu*', 'closed', 'postcode*', 'told') }, undefined],
    ['closed, then a person was asked for', { closed: true, personWanted: true, path: walked('closed', 'menu*', 'shut') }, 'out-of-hours'],
    ['a person was wanted while it was open', { personWanted: true }, 'nobody-came'],
    ['a phone rang in vain', { path: walked('menu*', 'ring', 'told') }, 'nobody-came'],
    ['nothing was said after the tone', { path: walked('menu*', 'message', 'told') }, 'nobody-came'],
    ['the flow answered', { path: walked('menu*', 'told') }, undefined],
    ['a person answered', { personWanted: true, served: true }, undefined],
    ['an invite was asked for', { personWanted: true, invited: true }, undefined],
  ])('%s', (_what, more, why) => {
    expect(missedReason(flow, end({ wait: { kind: 'end' }, ...more }))).toBe(why);
  });
});

describe('what the flow wants done', () => {
  const inQueue = end({ wait: { kind: 'queue', step: 'queue' }, personWanted: true });

  it('a drop goes before a miss; where drops are not written to, the miss counts', () => {
    expect(earlyEnd(flow, inQueue)).toMatchObject({ kind: 'dropped', at: 'queue' });
    expect(earlyEnd(flowWith({ missed: BOTH.missed }), inQueue)).toMatchObject({ kind: 'missed', at: 'nobody-came' });
    expect(earlyEnd(flowWith({ dropped: { ...BOTH.dropped, at: ['question'] } }), inQueue)).toEqual({ kind: 'other-place', at: 'queue' });
  });

  it('only the reasons that it names', () => {
    const late = flowWith({ missed: { ...BOTH.missed, why: ['out-of-hours'] } });
    expect(earlyEnd(late, inQueue)).toBeUndefined();
  });

  it('nothing where it says nothing, and nothing for who was served', () => {
    expect(earlyEnd(flowWith(undefined), inQueue)).toBeUndefined();
    expect(earlyEnd(flow, { ...inQueue, served: true })).toBeUndefined();
  });

  it('the template of the intent, but the general one where several people use the number', () => {
    const message = { ...BOTH.dropped, templates: { outage: 'call-dropped-outage' } } as never;
    expect(recoveryTemplate(message, { intent: 'outage', shared: false })).toBe('call-dropped-outage');
    expect(recoveryTemplate(message, { intent: 'outage', shared: true })).toBe('call-dropped');
    expect(recoveryTemplate(message, { intent: 'toString', shared: false })).toBe('call-dropped');
    expect(recoveryTemplate(message, { shared: false })).toBe('call-dropped');
  });
});
