import type { FlowSide } from '../exits.ts';
import { PROBLEM_CATALOGUE, type ProblemCode } from './catalogue.ts';

/** Something wrong with a flow or a template: errors block publishing, warnings do not. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  readonly side: 'flow' | FlowSide | 'template';
  readonly step?: string;
  /** Where in the file, as `call.steps.main-menu.options[2].to`; empty for the whole file. */
  readonly path: string;
  /** One sentence or two: what is wrong, and what to do about it. */
  readonly message: string;
  /** In the text of the file, when it is known. Both start at 1. */
  readonly line?: number;
  readonly column?: number;
}

export interface Place {
  readonly side: Problem['side'];
  readonly step?: string;
  readonly path: readonly (string | number)[];
}

/** `['options', 2, 'to']` as `options[2].to`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');
}

/** A problem of the catalogue at a place; the severity is the catalogue's. */
export function problem(code: ProblemCode, place: Place, message: string): Problem {
  const { severity } = PROBLEM_CATALOGUE[code];
  return { code, severity, side: place.side, ...(place.step !== undefined && { step: place.step }), path: pathText(place.path), message };
}

/** Do these problems block publishing? */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
