import type { Flow } from '../flow.ts';
import type { FlowFact, RequestCall, RequestOutcome, Scalar, Variables } from '../outcomes.ts';
import { tameText } from '../plain-text.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { parseWording } from '../wording.ts';
import { type Action, change, enter, fact, type Look, type Memory, type StepState } from './parts.ts';

type RequestStep = Extract<VoiceStep | ChatStep, { type: 'request' }>;

export interface RequestPlace<M extends Memory> {
  readonly id: string;
  readonly fresh: Partial<M>;
  readonly to: (step: string) => string;
  readonly variables: Flow['variables'];
  /** The action that stops the sprint at a look-up. */
  readonly wait: (ask: (look: Look<M>) => { readonly kind: 'request'; readonly step: string; readonly request: RequestCall }) => Action<M>;
}

const MAX_SAVED_TEXT = 300;

/** Request: the runner does the look-up; its answer is saved, or the exit says what went wrong. */
export function requestState<M extends Memory>(step: RequestStep, place: RequestPlace<M>): StepState<M> {
  const render = createRequest(step);
  const wait = place.wait(({ context }) => ({ kind: 'request', step: place.id, request: render(context.variables) }));
  const outcomeOf = ({ event }: Look<M>) => event.outcome as RequestOutcome;
  const failed = fact<M>(() => ({ type: 'looked-up', step: place.id, ok: false }));
  return {
    entry: [...enter<M>(place.id, place.fresh), wait],
    on: {
      REQUEST_DONE: [
        {
          target: place.to(step.ok),
          guard: (look) => outcomeOf(look).kind === 'ok',
          actions: [
            change(
              (look) =>
                ({ variables: { ...look.context.variables, ...saved(step, outcomeOf(look), place.variables) } }) as unknown as Partial<M>,
            ),
            fact((look) => lookedUp(step, place, look.context.variables)),
          ],
        },
        ...(step.notFound === undefined
          ? []
          : [{ target: place.to(step.notFound), guard: (look: Look<M>) => isNotFound(outcomeOf(look)), actions: [failed] }]),
        { target: place.to(step.failed), actions: [failed] },
      ],
      '*': [{ actions: [wait] }],
    },
  };
}

function isNotFound(outcome: RequestOutcome): boolean {
  return outcome.kind === 'failed' && outcome.status === 404;
}

function lookedUp<M extends Memory>(step: RequestStep, place: RequestPlace<M>, variables: Variables): FlowFact {
  const shown = Object.keys(step.save).filter((name) => place.variables[name]?.sensitive !== true);
  return { type: 'looked-up', step: place.id, ok: true, result: Object.fromEntries(shown.map((name) => [name, variables[name] ?? null])) };
}

/** What the answer gives to the variables, each in its own type; what is not there, or of another type, is null. */
function saved(step: RequestStep, outcome: RequestOutcome, declared: Flow['variables']): Variables {
  if (outcome.kind !== 'ok') return {};
  const entries = Object.entries(step.save).map(
    ([name, path]) => [name, asType(readPath(outcome.body, path), declared[name]?.type)] as const,
  );
  return Object.fromEntries(entries);
}

/** Own properties only: an answer can't reach anything that it does not hold. */
function readPath(body: unknown, path: string): unknown {
  let value = body;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function asType(value: unknown, type: Flow['variables'][string]['type'] | undefined): Scalar {
  if (type === 'boolean') return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : null;
  if (type === 'integer' || type === 'number') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    const fits = typeof number === 'number' && Number.isFinite(number) && (type === 'number' || Number.isSafeInteger(number));
    return fits ? number : null;
  }
  if (typeof value === 'string') return tameText(value, MAX_SAVED_TEXT);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** The look-up of a step with the variables filled in: encoded in the address, on one line in the headers. */
function createRequest(step: RequestStep): (variables: Variables) => RequestCall {
  const { method, timeoutMs, retries } = step;
  const url = template(step.url, (value) => encodeURIComponent(textOf(value)));
  const headers = Object.entries(step.headers ?? {}).map(
    ([name, text]) => [name, template(text, (value) => tameText(textOf(value), 200))] as const,
  );
  const body = step.body && Object.entries(step.body).map(([name, text]) => [name, bodyField(text)] as const);
  return (variables) => ({
    method,
    url: url(variables),
    headers: Object.fromEntries(headers.map(([name, fill]) => [name, fill(variables)])),
    ...(body && { body: Object.fromEntries(body.map(([name, fill]) => [name, fill(variables)])) }),
    timeoutMs,
    retries,
  });
}

function template(text: string, show: (value: Scalar | undefined) => string): (variables: Variables) => string {
  const parts = parseWording(text);
  return (variables) => parts.map((part) => (typeof part === 'string' ? part : show(variables[part.name]))).join('');
}

/** A field that is one placeholder keeps the variable's type; anything else is text. */
function bodyField(text: string): (variables: Variables) => Scalar {
  const [only, ...rest] = parseWording(text);
  if (only !== undefined && typeof only !== 'string' && rest.length === 0) return (variables) => variables[only.name] ?? null;
  return template(text, textOf);
}

function textOf(value: Scalar | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}
