/** Somebody who has a draft open. */
export interface Present {
  /** Of the page: a person may have several open. */
  readonly connection: string;
  readonly userId: string;
  readonly name: string;
  readonly sinceMs: number;
  /** The step that is selected, `call/menu`. */
  readonly selected?: string;
  readonly seenAtMs: number;
}

/** Whoever was not seen for so long is gone, ms: its process ended without a word. */
export const PRESENT_FOR_MS = 45_000;

/** The port to who has which draft open. Forgotten soon. Throws AppError `store-unavailable`. */
export interface PresenceBoard {
  put(flowId: string, present: Present): Promise<void>;
  remove(flowId: string, connection: string): Promise<void>;
  /** Those seen since then, in the order of their coming. */
  list(flowId: string, sinceMs: number): Promise<readonly Present[]>;
}
