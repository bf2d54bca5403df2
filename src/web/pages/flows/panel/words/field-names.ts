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
