import type { z } from 'zod';
import localeEn from 'zod/v4/locales/en.js';
import localeEs from 'zod/v4/locales/es.js';
import type { JsonObject } from '../../../../flows/edit/json.ts';
import type { Language } from '../../../messages/language.tsx';

const WORDS = { en: localeEn().localeError, es: localeEs().localeError };

/** What the schema objects to, by the place inside the step, or the flow, joined with dots. `needed` is said of what is left open. */
export function shapeFaults(schema: z.ZodType, step: JsonObject, language: Language, needed: string): ReadonlyMap<string, string> {
  const found = schema.safeParse(step, { error: WORDS[language] as z.core.$ZodErrorMap });
  const faults = new Map<string, string>();
  for (const { path, message, code, input } of found.error?.issues ?? []) {
    const place = path.join('.');
    if (faults.has(place)) continue;
    const isOpen = (code === 'invalid_type' && input === undefined) || valueIn(step, path) === '' || valueIn(step, path) === undefined;
    faults.set(place, isOpen ? needed : `${message.replace(/\.$/, '')}.`);
  }
  return faults;
}

function valueIn(step: JsonObject, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined),
    step,
  );
}
