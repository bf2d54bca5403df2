import { LIVE } from './studio/alias.ts';

/** What answers a number: an alias of a flow. */
export interface NumberTarget {
  readonly flowId: string;
  readonly alias: string;
}

/** The port to what answers which of our numbers, as text: `flow`, which is its `live`, or `flow:alias`. Kept for good. Throws AppError `store-unavailable`. */
export interface NumberAssignments {
  /** By entry number, E.164. */
  all(): Promise<Readonly<Record<string, string>>>;
  assign(entryNumber: string, target: string): Promise<void>;
  unassign(entryNumber: string): Promise<void>;
}

/** An entry number as carriers name it and as it is kept: E.164. */
export const ENTRY_NUMBER = /^\+[1-9]\d{6,14}$/;

/** What somebody typed, as an entry number: blanks, dots, dashes, brackets and a leading 00 are understood. Undefined if it is none. */
export function readEntryNumber(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/[\s().-]/g, '')
    .replace(/^00/, '+');
  return ENTRY_NUMBER.test(bare) ? bare : undefined;
}

/** What a kept text says. */
export function readTarget(text: string): NumberTarget {
  const [flowId = '', alias = LIVE] = text.split(':');
  return { flowId, alias };
}

/** As it is kept: what was assigned before there were aliases reads the same. */
export function targetText({ flowId, alias }: NumberTarget): string {
  return alias === LIVE ? flowId : `${flowId}:${alias}`;
}

/** What answers a number: its own flow, or the default. */
export function targetOfNumber(assignments: Readonly<Record<string, string>>, entryNumber: string, defaultFlow: string): NumberTarget {
  return readTarget((Object.hasOwn(assignments, entryNumber) ? assignments[entryNumber] : undefined) ?? defaultFlow);
}
