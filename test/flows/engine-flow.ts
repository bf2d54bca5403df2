import type { VoiceFlowEvent, VoiceProgress } from '../../src/flows/call-outcomes.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { Flow } from '../../src/flows/flow.ts';
import type { Surroundings } from '../../src/flows/outcomes.ts';
import { resumeCall, startCall } from '../../src/flows/run-call.ts';

/** Wording in one language, for flows that are tested. */
export const w = (text: string) => ({ es: text });

export const OFFER = {
  type: 'offer',
  wording: {
    prompt: w('oferta sin esperas'),
    bothWaits: w('teléfono {{phoneWait}}, chat {{chatWait}}'),
    phoneWait: w('teléfono {{phoneWait}}'),
    chatWait: w('chat {{chatWait}}'),
    sending: w('enviando al {{lastDigits}}'),
    delivered: w('entregado'),
    failed: w('no enviado'),
    failedSms: w('enviado por SMS'),
    pending: w('aún no se sabe'),
    askNumber: w('marque su móvil'),
    confirmNumber: w('¿es el {{number|digits}}?'),
    numberInvalid: w('no es un móvil'),
    invalid: w('esa tecla no'),
    noNumber: w('sin número'),
  },
  keys: { accept: '1', stay: '2', person: '0', otherNumber: '3' },
  retries: { invalid: 1, silent: 1 },
  template: 'call-continue',
  holdSeconds: 20,
  accepted: 'accepted',
  declined: 'declined',
  ignored: 'ignored',
  person: 'queue-person',
  withheld: 'withheld',
  failed: 'failed',
} as const;

const say = (text: string, next = 'bye') => ({ type: 'say', text: w(text), next });

/** A flow with what the voice tests need beside the steps under test. */
export function flowOf(steps: Record<string, unknown>, more: Record<string, unknown> = {}, chat?: Record<string, unknown>): Flow {
  return Flow.parse({
    specVersion: 1,
    id: 'test',
    name: 'Test',
    business: 'Luz Clara',
    languages: ['es', 'en'],
    voices: { es: 'Polly.Lucia-Neural' },
    variables: {
      code: { type: 'string' },
      count: { type: 'integer' },
      pin: { type: 'string', sensitive: true },
      state: { type: 'string' },
    },
    call: {
      start: 'start',
      steps: {
        bye: { type: 'hangup', text: w('adiós') },
        person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
        ...Object.fromEntries(
          ['accepted', 'declined', 'ignored', 'withheld', 'failed', 'invalid', 'silent'].map((name) => [name, say(name)]),
        ),
        'queue-person': { type: 'queue', queue: 'support', connected: 'bye', full: 'person', failed: 'person' },
        ...steps,
      },
    },
    chat: chat ?? {
      start: 'hand-over',
      acknowledge: w('hola'),
      acknowledgeDirect: w('hola'),
      steps: { 'hand-over': { type: 'assign' } },
    },
    ...more,
  });
}

export const NOON = Date.UTC(2026, 10, 23, 11, 0);

export const SURROUNDINGS: Surroundings = {
  nowMs: NOON,
  caller: { lastDigits: '222', known: false, country: 'ES', lineType: 'mobile', earlierCalls: 0 },
  queues: { support: { waitSeconds: 700, size: 4 } },
  desk: { open: true, waitSeconds: 45, waiting: 1 },
  entryNumber: '+34910000000',
};

/** A call under way. Every event goes through a snapshot that was written and read as JSON. */
export interface TestCall {
  progress: VoiceProgress;
  surroundings: Surroundings;
  send(event: VoiceFlowEvent): VoiceProgress;
  keys(digits: string): VoiceProgress;
  silence(): VoiceProgress;
  wait(seconds: number): TestCall;
  heard(): string;
  at(): string;
}

/** Begins a call of the flow. */
export function call(flow: Flow, surroundings: Partial<Surroundings> = {}, start: Parameters<typeof startCall>[1] = {}): TestCall {
  const compiled = compileFlow(flow);
  const s = { ...SURROUNDINGS, ...surroundings };
  const self: TestCall = {
    progress: startCall(compiled, start, s),
    surroundings: s,
    send(event) {
      const snapshot = JSON.parse(JSON.stringify(self.progress.snapshot)) as VoiceProgress['snapshot'];
      self.progress = resumeCall(compiled, snapshot, event, self.surroundings);
      return self.progress;
    },
    keys: (digits) => self.send({ type: 'INPUT', digits }),
    silence: () => self.send({ type: 'INPUT' }),
    wait(seconds) {
      self.surroundings = { ...self.surroundings, nowMs: self.surroundings.nowMs + seconds * 1000 };
      return self;
    },
    heard: () => self.progress.prompts.map((prompt) => (prompt.kind === 'say' ? prompt.text : prompt.kind)).join(' / '),
    at: () => ('step' in self.progress.wait ? `${self.progress.wait.kind} ${self.progress.wait.step}` : self.progress.wait.kind),
  };
  return self;
}
