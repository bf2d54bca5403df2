import type { Field } from '../step-shape.ts';
import { panelEn } from './panel-en.ts';

export type PanelKey = keyof typeof panelEn;

/** Where the name of a field stands: by the type and the whole path, by its last two parts, by the last. */
function labelKeys(type: string, path: string): readonly string[] {
  const parts = path.split('.');
  return [`field.${type}.${path}`, `field.${parts.slice(-2).join('.')}`, `field.${parts.at(-1)}`];
}

export function labelKey(type: string, path: string): PanelKey | undefined {
  return labelKeys(type, path).find((key): key is PanelKey => Object.hasOwn(panelEn, key));
}

export function choiceKey(value: string): PanelKey | undefined {
  const key = `choice.${value === '' ? 'none' : value}`;
  return Object.hasOwn(panelEn, key) ? (key as PanelKey) : undefined;
}

export interface PanelText {
  (key: PanelKey, values?: Record<string, string | number>): string;
  /** The name of a field of a type of step. */
  label(type: string, field: Pick<Field, 'path'>): string;
  /** What a field or a step is for, in the language of the page. */
  help(english: string | undefined): string | undefined;
  /** A word of the flow language in words. */
  choice(value: string): string;
}
