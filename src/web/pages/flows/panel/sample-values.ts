import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import { isObject, valueAt } from '../../../../flows/edit/json.ts';
import type { Scalar } from '../../../../flows/outcomes.ts';
import { compileWording } from '../../../../flows/wording.ts';
import { entriesOf } from './panel-scene.ts';

const HOUR_MS = 3_600_000;
const BY_TYPE: Readonly<Record<string, Scalar>> = { string: 'ABC-123', integer: 3, number: 12.5, boolean: true };
/** What names of well-known kinds hold, so that a preview reads as the real thing. */
const BY_NAME: readonly (readonly [name: RegExp, value: Scalar])[] = [
  [/number$|code$|id$/i, '4711820'],
  [/amount|price|total|due/i, 48.9],
  [/phone|mobile/i, '+34600111222'],
  [/at$|date|day|time|until/i, '2026-03-12T09:30:00+01:00'],
  [/name/i, 'Ana García'],
];

interface Sampled {
  readonly text: string;
  readonly kind: 'say' | 'play';
}

function sampleOf(name: string, variable: unknown): Scalar {
  const { type, default: preset } = isObject(variable) ? variable : { type: 'string', default: undefined };
  if (typeof preset === 'string' || typeof preset === 'number' || typeof preset === 'boolean') return preset;
  const named = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  const typed = BY_TYPE[String(type)] ?? 'ABC-123';
  return named !== undefined && typeof named === typeof typed ? named : typed;
}

/** What the service fills in, as it might be one day. */
function given(nowMs: number): Readonly<Record<string, Scalar>> {
  return {
    heard: '4711820',
    key: '2',
    position: 3,
    phoneWait: 720,
    chatWait: 120,
    opensAt: nowMs + 16 * HOUR_MS,
    holiday: '25.12.',
    lastDigits: '222',
    slot: nowMs + 3 * HOUR_MS,
    slotKey: '1',
    number: '600111222',
    caseNumber: 'R-4711',
    expectation: '…',
    known: '…',
    name: 'Ana',
  };
}

/** What is said or written with sample values filled in, part by part. */
export function sampledWording(flow: DraftFlow, side: 'call' | 'chat', language: string, text: string, nowMs: number): readonly Sampled[] {
  const word = (name: string, otherwise: string) => (typeof flow[name] === 'string' ? (flow[name] as string) : otherwise);
  const voices = Object.fromEntries(entriesOf(flow.voices).map(([tag, voice]) => [tag, String(voice)]));
  const place = { languages: [language], voices, timeZone: zoneOf(word('timeZone', 'Europe/Madrid')), business: word('business', '…') };
  const variables = Object.fromEntries(entriesOf(flow.variables).map(([name, variable]) => [name, sampleOf(name, variable)]));
  const extra = Object.fromEntries(Object.entries(given(nowMs)).filter(([name]) => valueAt(flow, ['variables', name]) === undefined));
  const view = { variables, nowMs, extra };
  try {
    const compiled = compileWording({ [language]: text }, place, side);
    if (side === 'chat') return [{ kind: 'say', text: compiled.text(language, view) }];
    return compiled.prompts(language, view).flatMap((prompt): Sampled[] => {
      if (prompt.kind === 'pause') return [];
      return [prompt.kind === 'play' ? { kind: 'play', text: prompt.url } : { kind: 'say', text: withoutMarkup(prompt.text) }];
    });
  } catch {
    return [{ kind: 'say', text }];
  }
}

function zoneOf(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
