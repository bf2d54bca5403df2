import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoiceFlowEvent, VoiceWait } from '../../src/flows/call-outcomes.ts';
import type { ChatFlowEvent, ChatWait } from '../../src/flows/chat-outcomes.ts';
import { type CompiledFlow, compileFlow } from '../../src/flows/compile-flow.ts';
import type { DraftFlow } from '../../src/flows/edit/draft.ts';
import { lintDraft } from '../../src/flows/edit/lint-draft.ts';
import type { Flow } from '../../src/flows/flow.ts';
import type { Problem } from '../../src/flows/lint/problem.ts';
import { lintFlow } from '../../src/flows/lint-flow.ts';
import type { Surroundings } from '../../src/flows/outcomes.ts';
import { resumeCall, startCall } from '../../src/flows/run-call.ts';
import { resumeChat, startChat } from '../../src/flows/run-chat.ts';
import { ChatStep } from '../../src/flows/schema/chat-steps.ts';
import { VoiceStep } from '../../src/flows/schema/voice-steps.ts';
import { CHAT } from './chat-flow.ts';
import { SURROUNDINGS } from './engine-flow.ts';
import { CHAT_STEPS, randomFlow, VOICE_STEPS } from './random-flow.ts';

/** So many flows are made, compiled, linted and walked. */
const RUNS = 1000;
/** More turns than any flow of the generator has steps and retries. */
const ENOUGH_TURNS = 120;

const digits = fc.oneof(fc.stringMatching(/^[0-9*#]{1,9}$/), fc.constantFrom('1', '2', '0', '9', '123456', '600111222'));
const heard = fc.constantFrom('sí', 'no', 'uno', 'una persona', 'cuatro cinco', 'xyz');
const outcome = fc.oneof(
  fc.record({
    kind: fc.constant('ok' as const),
    status: fc.constant(200),
    body: fc.oneof(fc.jsonValue(), fc.constant({ order: { state: 'shipped' }, n: 3, ok: true })),
  }),
  fc.record({ kind: fc.constant('failed' as const), reason: fc.constantFrom('timeout', 'status'), status: fc.constantFrom(404, 500) }),
);
const promised = fc.record({ asap: fc.boolean(), atMs: fc.constant(SURROUNDINGS.nowMs), zone: fc.constant('Europe/Madrid') });
const times = fc.record(
  {
    asap: fc.boolean(),
    slots: fc.array(
      fc.nat({ max: 5 }).map((hours) => SURROUNDINGS.nowMs + hours * 3_600_000),
      { maxLength: 3 },
    ),
    zone: fc.constant('Europe/Madrid'),
    own: fc.boolean(),
    pending: promised,
  },
  { requiredKeys: ['asap', 'slots', 'zone', 'own'] },
);
const requestDone = fc.record({ type: fc.constant('REQUEST_DONE' as const), outcome });
const callbackTimes = fc.record({ type: fc.constant('CALLBACK_TIMES' as const), times });
const callbackDone = fc.constant({ type: 'CALLBACK_DONE' as const });
const input = fc.record(
  { type: fc.constant('INPUT' as const), digits, speech: heard, confidence: fc.constantFrom(0.1, 0.9) },
  { requiredKeys: ['type'] },
);
const tick = fc.record(
  {
    type: fc.constant('TICK' as const),
    delivery: fc.constantFrom('pending', 'delivered', 'failed'),
    fallback: fc.constantFrom('sms', 'none'),
    digits,
    queue: fc.record({ position: fc.nat({ max: 9 }), waitedSeconds: fc.nat({ max: 900 }) }),
  },
  { requiredKeys: ['type'] },
);

/** What may come at each wait of a call; a kind of wait that is missing does not compile. */
const AT_VOICE_WAIT: { readonly [K in Exclude<VoiceWait['kind'], 'end'>]: fc.Arbitrary<unknown> } = {
  request: requestDone,
  eligibility: fc.oneof(
    fc.record({ type: fc.constant('OFFER_ALLOWED'), number: fc.constantFrom('caller', 'ask') }),
    fc.record({ type: fc.constant('OFFER_WITHHELD'), reasons: fc.constant(['x']), to: fc.constantFrom('withheld', 'person') }),
  ),
  handoff: fc.oneof(
    fc.record({ type: fc.constant('HANDED_OFF'), handoffId: fc.constant('h_01_X') }),
    fc.record({ type: fc.constant('HANDOFF_REFUSED'), reasons: fc.constant(['x']) }),
  ),
  input,
  hold: tick,
  queue: fc.oneof(
    { weight: 3, arbitrary: tick },
    fc.record({ type: fc.constant('QUEUE_LEFT'), outcome: fc.constantFrom('connected', 'full', 'failed', 'left') }),
  ),
  dial: fc.record({ type: fc.constant('DIAL_ENDED'), outcome: fc.constantFrom('answered', 'busy', 'no-answer', 'failed') }),
  record: fc.record({
    type: fc.constant('RECORDED'),
    outcome: fc.constantFrom('recorded', 'silent', 'failed'),
    seconds: fc.nat({ max: 90 }),
  }),
  'callback-times': callbackTimes,
  callback: callbackDone,
  'callback-cancel': callbackDone,
};

const reply = fc.record(
  {
    type: fc.constant('REPLY'),
    text: fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('1', '2', 'no', '12345678', 'Ana García', 'a@b.es', '28001')),
    buttonId: fc.constantFrom('s0-send.a', 's1-send.row-a', 's0-ask.a', 's1-ask.row-b', 's2-survey.5', 'other'),
    place: fc.constant({ latitude: 1, longitude: 2 }),
    fileType: fc.constantFrom('image/jpeg', 'application/x-msdownload', ''),
  },
  { requiredKeys: ['type', 'text'] },
);
const ANYTIME = fc.constantFrom<ChatFlowEvent>({ type: 'CALL_ASKED' }, { type: 'PERSON_ASKED' });
const AT_CHAT_WAIT: { readonly [K in Exclude<ChatWait['kind'], 'closed'>]: fc.Arbitrary<unknown> } = {
  request: requestDone,
  reply: fc.oneof({ weight: 6, arbitrary: reply }, ANYTIME),
  survey: fc.oneof({ weight: 6, arbitrary: reply }, ANYTIME),
  file: fc.record({
    type: fc.constant('FILE_CHECKED'),
    file: fc.oneof(
      fc.record({
        kind: fc.constant('kept'),
        mediaId: fc.constant('m'),
        contentType: fc.constantFrom('image/png', 'audio/ogg', 'application/pdf'),
        bytes: fc.constant(9),
      }),
      fc.constantFrom({ kind: 'too-large' }, { kind: 'unavailable' }),
    ),
  }),
  assign: fc.constantFrom<ChatFlowEvent>({ type: 'AGENT_DONE' }, { type: 'AGENT_CLOSED' }),
  'callback-times': callbackTimes,
  callback: callbackDone,
  'callback-cancel': callbackDone,
};

interface Turn<E> {
  /** Something that fits where the flow waits; else something that does not. */
  readonly fits: boolean;
  readonly other: string;
  readonly by: Readonly<Record<string, E>>;
  readonly waitedMs: number;
}

/** What somebody does, and when, wherever they are by then. */
function turns<E>(at: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<readonly Turn<E>[]> {
  const turn = fc.record({
    fits: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
    other: fc.constantFrom(...Object.keys(at)),
    by: fc.record(at) as unknown as fc.Arbitrary<Readonly<Record<string, E>>>,
    waitedMs: fc.nat({ max: 3_600_000 }),
  });
  return fc.array(turn, { maxLength: 18 });
}

const chosen = <E>({ fits, other, by }: Turn<E>, kind: string): E => by[fits ? kind : other] as E;

/** The least that can happen at a wait: silence, and everything fails. */
const NOTHING: Readonly<Record<Exclude<VoiceWait['kind'], 'end'>, VoiceFlowEvent>> = {
  request: { type: 'REQUEST_DONE', outcome: { kind: 'failed', reason: 'timeout' } },
  eligibility: { type: 'OFFER_WITHHELD', reasons: ['x'] },
  handoff: { type: 'HANDOFF_REFUSED', reasons: ['x'] },
  input: { type: 'INPUT' },
  hold: { type: 'TICK', delivery: 'failed', fallback: 'none' },
  queue: { type: 'QUEUE_LEFT', outcome: 'failed' },
  dial: { type: 'DIAL_ENDED', outcome: 'failed' },
  record: { type: 'RECORDED', outcome: 'failed' },
  'callback-times': { type: 'CALLBACK_TIMES', times: { asap: false, slots: [], zone: 'UTC', own: true } },
  callback: { type: 'CALLBACK_DONE' },
  'callback-cancel': { type: 'CALLBACK_DONE' },
};

const around = (base: Surroundings, nowMs: number): Surroundings => ({ ...base, nowMs, chooseArm: (_, arms) => arms.at(-1)?.id ?? '' });

/** From JSON as from memory, within 2 KB, and nothing sensitive kept. */
function checkKept(snapshot: { readonly context: { readonly variables: object } }): void {
  expect(JSON.stringify(snapshot).length).toBeLessThan(2048);
  expect(snapshot.context.variables).not.toHaveProperty('pin');
}

function walkCall(compiled: CompiledFlow, events: readonly Turn<VoiceFlowEvent>[]) {
  let nowMs = SURROUNDINGS.nowMs;
  let progress = startCall(compiled, {}, around(SURROUNDINGS, nowMs));
  for (const turn of events) {
    if (progress.wait.kind === 'end') break;
    nowMs += turn.waitedMs;
    const stored = JSON.parse(JSON.stringify(progress.snapshot)) as typeof progress.snapshot;
    const event = chosen(turn, progress.wait.kind);
    const next = resumeCall(compiled, stored, event, around(SURROUNDINGS, nowMs));
    expect(resumeCall(compiled, progress.snapshot, event, around(SURROUNDINGS, nowMs))).toEqual(next);
    expect([...Object.keys(AT_VOICE_WAIT), 'end']).toContain(next.wait.kind);
    expect(next.wait.kind === 'end').toBe(next.snapshot.done);
    checkKept(next.snapshot);
    progress = next;
  }
  return progress;
}

describe('the generator of flows', () => {
  it('makes every type of step that the schema has, on both sides', () => {
    const typesOf = (options: readonly { readonly shape: { readonly type: { readonly value: string } } }[]) =>
      options.map(({ shape }) => shape.type.value).sort();
    expect(Object.keys(VOICE_STEPS).sort()).toEqual(typesOf(VoiceStep.options));
    expect(Object.keys(CHAT_STEPS).sort()).toEqual(typesOf(ChatStep.options));
    const made = fc.sample(randomFlow, { numRuns: 300, seed: 7 });
    const types = (side: 'call' | 'chat') =>
      new Set(
        made.flatMap((flow) =>
          [flow, flow.parts?.shared].flatMap((each) => Object.values(each?.[side]?.steps ?? {}).map(({ type }) => type)),
        ),
      );
    expect([...types('call')].sort()).toEqual(typesOf(VoiceStep.options));
    expect([...types('chat')].sort()).toEqual(typesOf(ChatStep.options));
  });

  it('makes flows that hold together: none has a loop that never waits, or an exit that leads nowhere', () => {
    for (const flow of fc.sample(randomFlow, { numRuns: 100, seed: 11 })) {
      const codes = lintFlow(flow, { templates: [] }).map(({ code }) => code);
      expect(codes.filter((code) => ['F010', 'F012', 'F030', 'F056', 'F090', 'F130', 'F132', 'F133'].includes(code))).toEqual([]);
    }
  });
});

/** A caller who may do anything, and then keeps silent while everything fails, comes to the end. */
function walkCallToItsEnd(compiled: CompiledFlow, events: readonly Turn<VoiceFlowEvent>[]): void {
  let progress = walkCall(compiled, events);
  for (let turn = 0; turn < ENOUGH_TURNS && progress.wait.kind !== 'end'; turn += 1)
    progress = resumeCall(compiled, progress.snapshot, NOTHING[progress.wait.kind], around(SURROUNDINGS, SURROUNDINGS.nowMs + 9e7));
  expect(progress.wait.kind).toBe('end');
}

/** A chat always stops at a wait, and a person comes from there. */
function walkChat(compiled: CompiledFlow, fromCall: boolean, events: readonly Turn<ChatFlowEvent>[]): void {
  let nowMs = CHAT.nowMs;
  let progress = startChat(compiled, { fromCall }, around(CHAT, nowMs));
  for (const turn of events) {
    if (progress.wait.kind === 'closed') break;
    nowMs += turn.waitedMs;
    const stored = JSON.parse(JSON.stringify(progress.snapshot)) as typeof progress.snapshot;
    const event = chosen(turn, progress.wait.kind);
    const next = resumeChat(compiled, stored, event, around(CHAT, nowMs));
    expect(resumeChat(compiled, progress.snapshot, event, around(CHAT, nowMs))).toEqual(next);
    expect([...Object.keys(AT_CHAT_WAIT), 'closed']).toContain(next.wait.kind);
    checkKept(next.snapshot);
    progress = next;
  }
  const asked = resumeChat(compiled, progress.snapshot, { type: 'PERSON_ASKED' }, around(CHAT, nowMs));
  expect(asked.wait.kind).toBe(progress.snapshot.done ? 'closed' : 'assign');
}

const plain = (flow: Flow) => JSON.parse(JSON.stringify(flow)) as DraftFlow;
const placed = ({ code, path }: Problem) => `${code} ${path}`;

describe('a thousand random flows and whoever meets them', () => {
  it('are compiled, linted as a file and as a draft, and walked on both sides: every walk has a wait, an end or a person', () => {
    let walked = 0;
    const problems = new Set<string>();
    fc.assert(
      fc.property(
        randomFlow,
        turns<VoiceFlowEvent>(AT_VOICE_WAIT),
        fc.boolean(),
        turns<ChatFlowEvent>(AT_CHAT_WAIT),
        (flow, calling, fromCall, chatting) => {
          const compiled = compileFlow(flow);
          const found = lintFlow(flow, { templates: [] });
          for (const { code } of found) problems.add(code);
          // The editor, which has the flow as plain JSON, finds the same as the file's own linter; a look at some is enough.
          if (walked % 10 === 0) expect(lintDraft(plain(flow), { templates: [] }).map(placed)).toEqual(found.map(placed));
          walkCallToItsEnd(compiled, calling);
          walkChat(compiled, fromCall, chatting);
          walked += 1;
        },
      ),
      { numRuns: RUNS },
    );
    expect(walked).toBeGreaterThanOrEqual(RUNS);
    // The linter was not idle: flows made at random have problems of many kinds.
    expect(problems.size).toBeGreaterThan(10);
  }, 300_000);
});
