import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoiceFlowEvent } from '../../src/flows/call-outcomes.ts';
import type { ChatFlowEvent } from '../../src/flows/chat-outcomes.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { Flow } from '../../src/flows/flow.ts';
import type { Surroundings } from '../../src/flows/outcomes.ts';
import { resumeCall, startCall } from '../../src/flows/run-call.ts';
import { resumeChat, startChat } from '../../src/flows/run-chat.ts';
import { call, flowOf, OFFER, SURROUNDINGS, w } from './engine-flow.ts';

const support = Flow.parse(JSON.parse(readFileSync('flows/support.flow.json', 'utf8')));
const LISTEN = { invalid: 'invalid', noInput: 'silent' };
const rich = flowOf({
  start: {
    type: 'menu',
    prompt: w('a'),
    options: [
      { key: '1', to: 'sub', intent: 'x' },
      { key: '2', to: 'pin' },
      { key: '3', to: 'offer' },
      { key: '0', to: 'q', person: true },
    ],
    speech: {},
    ...LISTEN,
  },
  sub: {
    type: 'menu',
    prompt: w('b'),
    options: [
      { key: '1', to: 'start' },
      { key: '2', to: 'lookup' },
      { key: '3', to: 'set' },
    ],
    backKey: '9',
    ...LISTEN,
  },
  pin: {
    type: 'collect',
    prompt: w('c'),
    variable: 'pin',
    as: { kind: 'digits', min: 3, max: 8 },
    personKey: '0',
    person: 'q',
    next: 'pin-ok',
    ...LISTEN,
  },
  'pin-ok': { type: 'confirm', prompt: w('{{pin|digits}}'), yes: 'sub', no: 'pin', ...LISTEN },
  set: { type: 'set', values: { count: 'known.count ? count + 1 : 1' }, next: 'branch' },
  branch: { type: 'branch', cases: [{ when: 'count > 2', to: 'offer' }], otherwise: 'sub' },
  lookup: { type: 'request', url: '/x/{{code}}', save: { state: 'state' }, ok: 'sub', failed: 'offer' },
  offer: { ...OFFER, confirmNumber: true, accepted: 'q', declined: 'q', ignored: 'q', person: 'q', withheld: 'q', failed: 'q' },
  q: {
    type: 'queue',
    queue: 'support',
    waitText: w('{{position}}'),
    offer: { step: 'offer', afterSeconds: 5, times: 3, everySeconds: 15 },
    connected: 'start',
    full: 'person',
    failed: 'person',
  },
});

const digits = fc.oneof(
  fc.stringMatching(/^[0-9*#]$/),
  fc.stringMatching(/^[0-9*#]{1,12}$/),
  fc.constantFrom('123456', '600111222', '910000000', ''),
);
const outcome = fc.oneof(
  fc.record({
    kind: fc.constant('ok' as const),
    status: fc.constant(200),
    body: fc.oneof(fc.jsonValue(), fc.constant({ state: 'x', order: { state: 'shipped', eta: '2026-11-24' } })),
  }),
  fc.record({ kind: fc.constant('failed' as const), reason: fc.constantFrom('timeout', 'status'), status: fc.constantFrom(404, 500) }),
);
const voiceEvent = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('INPUT' as const), digits }) },
  fc.constant<VoiceFlowEvent>({ type: 'INPUT' }),
  fc.record({ type: fc.constant('INPUT' as const), speech: fc.oneof(fc.string(), fc.constantFrom('sí', 'no', 'una persona')) }),
  fc.record({ type: fc.constant('REQUEST_DONE' as const), outcome }),
  fc.record({ type: fc.constant('OFFER_ALLOWED' as const), number: fc.constantFrom('caller' as const, 'ask' as const) }),
  fc.record({ type: fc.constant('OFFER_WITHHELD' as const), reasons: fc.array(fc.string()) }),
  fc.record({ type: fc.constant('HANDED_OFF' as const), handoffId: fc.string() }),
  fc.record({ type: fc.constant('HANDOFF_REFUSED' as const), reasons: fc.array(fc.string()) }),
  {
    weight: 3,
    arbitrary: fc.record(
      {
        type: fc.constant('TICK' as const),
        delivery: fc.constantFrom('pending', 'delivered', 'failed'),
        fallback: fc.constantFrom('sms', 'none'),
        digits,
        queue: fc.record({ position: fc.nat(), waitedSeconds: fc.nat({ max: 900 }) }),
      },
      { requiredKeys: ['type'] },
    ),
  },
  fc.record({ type: fc.constant('QUEUE_LEFT' as const), outcome: fc.constantFrom('connected', 'full', 'failed', 'left') }),
  fc.record({ type: fc.constant('DIAL_ENDED' as const), outcome: fc.constantFrom('answered', 'busy', 'no-answer', 'failed') }),
) as fc.Arbitrary<VoiceFlowEvent>;

const surroundings = fc.record({
  waitSeconds: fc.option(fc.nat({ max: 5000 }), { nil: undefined }),
  open: fc.boolean(),
  lastDigits: fc.option(fc.constant('222'), { nil: undefined }),
  stepMs: fc.nat({ max: 30_000 }),
});

const VOICE_WAITS = ['request', 'eligibility', 'handoff', 'input', 'hold', 'queue', 'dial', 'end'];

describe.each([
  ['the sample flow', support],
  ['a flow with everything', rich],
])('random walks over %s', (_, flow) => {
  const compiled = compileFlow(flow);

  it('always stop at a wait or an end, from JSON as from memory, within 2 KB, and nothing sensitive is kept', () => {
    fc.assert(
      fc.property(fc.array(voiceEvent, { maxLength: 30 }), surroundings, (events, at) => {
        let nowMs = SURROUNDINGS.nowMs;
        const around = (): Surroundings => ({
          ...SURROUNDINGS,
          nowMs,
          queues: at.waitSeconds === undefined ? {} : { support: { waitSeconds: at.waitSeconds } },
          desk: { open: at.open, waiting: 0 },
          caller: { known: false, lineType: 'unknown', earlierCalls: 0, ...(at.lastDigits && { lastDigits: at.lastDigits }) },
        });
        let progress = startCall(compiled, {}, around());
        for (const event of events) {
          nowMs += at.stepMs;
          const text = JSON.stringify(progress.snapshot);
          const stored = JSON.parse(text) as typeof progress.snapshot;
          const next = resumeCall(compiled, stored, event, around());
          expect(resumeCall(compiled, progress.snapshot, event, around())).toEqual(next);
          expect(JSON.stringify(stored)).toBe(text);
          expect(VOICE_WAITS).toContain(next.wait.kind);
          expect(next.wait.kind === 'end').toBe(next.snapshot.done);
          expect(JSON.stringify(next.snapshot).length).toBeLessThan(1500);
          expect(next.snapshot.context.variables).not.toHaveProperty('pin');
          expect(next.snapshot.context.trail.length).toBeLessThanOrEqual(10);
          progress = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lead to a person or an end when the caller only keeps silent', () => {
    let progress = startCall(compiled, {}, SURROUNDINGS);
    for (let n = 0; n < 40 && progress.wait.kind === 'input'; n += 1)
      progress = resumeCall(compiled, progress.snapshot, { type: 'INPUT' }, SURROUNDINGS);
    expect(['queue', 'dial', 'end', 'eligibility']).toContain(progress.wait.kind);
  });

  it('reach a person from anywhere in the chat', () => {
    const chatEvent = fc.oneof(
      fc.record({ type: fc.constant('REPLY' as const), text: fc.string() }),
      fc.record({ type: fc.constant('REPLY' as const), text: fc.constantFrom('1', '2', '123456') }),
      fc.record({ type: fc.constant('REQUEST_DONE' as const), outcome }),
      fc.constant<ChatFlowEvent>({ type: 'AGENT_DONE' }),
    ) as fc.Arbitrary<ChatFlowEvent>;
    fc.assert(
      fc.property(fc.array(chatEvent, { maxLength: 12 }), fc.boolean(), (events, fromCall) => {
        let progress = startChat(compiled, { fromCall }, SURROUNDINGS);
        for (const event of events) {
          progress = resumeChat(compiled, JSON.parse(JSON.stringify(progress.snapshot)), event, SURROUNDINGS);
          expect(['request', 'reply', 'survey', 'assign', 'closed']).toContain(progress.wait.kind);
        }
        const asked = resumeChat(compiled, progress.snapshot, { type: 'PERSON_ASKED' }, SURROUNDINGS);
        expect(asked.wait.kind).toBe(progress.snapshot.done ? 'closed' : 'assign');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a step whose exit leads back to itself', () => {
  const MENU = { type: 'menu', prompt: w('otra vez'), options: [{ key: '1', to: 'start' }], ...LISTEN };
  const CONFIRM = { type: 'confirm', prompt: w('otra vez'), yes: 'bye', no: 'start', ...LISTEN };
  it.each([
    ['menu', MENU, '1'],
    ['confirm', CONFIRM, '2'],
  ])('%s: is asked anew, with all its retries', (_, step, key) => {
    const at = call(flowOf({ start: step }));
    at.keys('8');
    at.keys(key);
    expect([at.at(), at.heard()]).toEqual(['input start', 'otra vez']);
    expect(at.progress.snapshot.context).toMatchObject({ invalid: 0 });
  });

  it('assign: a person is asked for once more', () => {
    const flow = flowOf(
      { start: { type: 'hangup' } },
      {},
      {
        start: 'human',
        acknowledge: w('hola'),
        acknowledgeDirect: w('hola'),
        steps: { human: { type: 'assign', text: w('ya viene'), next: 'human' } },
      },
    );
    const compiled = compileFlow(flow);
    const first = startChat(compiled, {}, SURROUNDINGS);
    const again = resumeChat(compiled, first.snapshot, { type: 'AGENT_DONE' }, SURROUNDINGS);
    expect([again.wait.kind, again.sayings.map(({ text }) => text)]).toEqual(['assign', ['ya viene']]);
  });
});
