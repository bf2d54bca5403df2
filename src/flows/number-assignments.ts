/** The port to which flow answers which of our numbers. Kept for good. Throws AppError `store-unavailable`. */
export interface NumberAssignments {
  /** By entry number, E.164. */
  all(): Promise<Readonly<Record<string, string>>>;
  assign(entryNumber: string, flowId: string): Promise<void>;
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

/** The flow that answers a number: its own, or the default. */
export function flowForNumber(assignments: Readonly<Record<string, string>>, entryNumber: string, defaultFlow: string): string {
  return Object.hasOwn(assignments, entryNumber) ? (assignments[entryNumber] ?? defaultFlow) : defaultFlow;
}
