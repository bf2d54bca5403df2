import { createContext, use } from 'react';
import type { Json, JsonPath } from '../../../../../flows/edit/json.ts';

/** What every part of the editor of hours knows. Paths are inside the calendar. */
export interface HoursScene {
  readonly languages: readonly string[];
  readonly readOnly: boolean;
  readonly change: (path: JsonPath, value: Json | undefined) => void;
  readonly problemAt: (path: JsonPath) => string | undefined;
}

export const HoursContext = createContext<HoursScene | undefined>(undefined);

export function useHours(): HoursScene {
  const scene = use(HoursContext);
  if (!scene) throw new Error('a part of the editor of hours stands outside of it');
  return scene;
}

/** A list of texts of the draft; anything else is none. */
export function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((each): each is string => typeof each === 'string') : [];
}
