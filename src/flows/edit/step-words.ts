import type { FlowSide } from '../exits.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath, valueAt } from './json.ts';

/** Where the words stand that a box shows: the first thing that a caller hears of the step, or a chatter reads. Inside the step. */
export function wordingPath(side: FlowSide, { type }: JsonObject): JsonPath | undefined {
  switch (type) {
    case 'offer':
      return ['wording', 'prompt'];
    case 'callback':
      return side === 'call' ? ['wording', 'prompt'] : ['text'];
    case 'menu':
    case 'collect':
    case 'confirm':
    case 'voicemail':
      return ['prompt'];
    case 'say':
    case 'queue':
    case 'dial':
    case 'hangup':
    case 'send':
    case 'ask':
    case 'survey':
    case 'assign':
    case 'close':
      return ['text'];
    default:
      return undefined;
  }
}

/** The words of a step in a language as they stand in the file; a list of parts a line each. */
export function wordsOf(side: FlowSide, step: JsonObject, language: string): string | undefined {
  const path = wordingPath(side, step);
  const words = path && valueAt(step, [...path, language]);
  return isList(words) ? words.map(String).join('\n') : typeof words === 'string' ? words : undefined;
}

/** What a step without words does, in the terms of the file. */
export function settingsOf(step: JsonObject): string {
  const text = (value: Json | undefined) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  switch (step.type) {
    case 'branch':
      return (isList(step.cases) ? step.cases : []).map((each) => text(valueAt(each, ['when']))).join('\n');
    case 'set':
      return Object.entries(isObject(step.values) ? step.values : {})
        .map(([name, value]) => `${name} = ${text(value)}`)
        .join('\n');
    case 'request':
      return `${text(step.method) || 'GET'} ${text(step.url)}`;
    case 'language':
      return text(step.language);
    case 'hours':
      return text(step.calendar);
    case 'split':
      return text(step.experiment);
    case 'run':
      return text(step.part);
    case 'return':
      return text(step.exit);
    case 'queue':
      return text(step.queue);
    case 'dial':
      return text(step.to);
    case 'assign':
      return text(step.team);
    default:
      return '';
  }
}
