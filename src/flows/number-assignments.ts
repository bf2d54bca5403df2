/** The port to which flow answers which of our numbers. Kept for good. Throws AppError `store-unavailable`. */
export interface NumberAssignments {
  /** By entry number, E.164. */
  all(): Promise<Readonly<Record<string, string>>>;
  assign(entryNumber: string, flowId: string): Promise<void>;
  unassign(entryNumber: string): Promise<void>;
}

/** The flow that answers a number: its own, or the default. */
export function flowForNumber(assignments: Readonly<Record<string, string>>, entryNumber: string, defaultFlow: string): string {
  return Object.hasOwn(assignments, entryNumber) ? (assignments[entryNumber] ?? defaultFlow) : defaultFlow;
}
