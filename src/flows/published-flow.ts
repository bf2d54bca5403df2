import type { CompiledFlow } from './compile-flow.ts';

/** A release as calls and chats run it. */
export interface PublishedFlow {
  /** `<flow id>@<release>`, kept on every record and event. */
  readonly ref: string;
  readonly compiled: CompiledFlow;
}

/** The releases in use, held in memory: no round trip on the way of a call. */
export interface FlowShelf {
  /** The published flow of the number that was called. */
  forNumber(entryNumber: string): PublishedFlow;
  /** The release a call or chat began with; fetched if this process does not hold it yet. */
  find(ref: string): PublishedFlow | Promise<PublishedFlow | undefined>;
}
