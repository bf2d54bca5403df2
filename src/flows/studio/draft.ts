/** Who changed something in the studio. */
export interface Editor {
  readonly userId: string;
  readonly name: string;
  /** Of a person: what the keys that they made are known by. */
  readonly username?: string;
  /** Of an API key: the user name of who made it. What it does counts as done by them. */
  readonly maker?: string;
}

/** A flow as people edit it: the texts of its two files, byte for byte. */
export interface FlowSource {
  /** As `<id>.flow.json`. */
  readonly flow: string;
  /** As `<id>.cases.json`; absent: it has no recorded cases. */
  readonly cases?: string;
}

export interface DraftHead {
  readonly flowId: string;
  /** Counts every change of the draft, reverting included: never the same number twice. */
  readonly revision: number;
  /** Of the flow, as it is in the draft; absent where it has none that can be read. */
  readonly name?: string;
  /** The release it was begun from. */
  readonly basedOn?: number;
  readonly savedBy: Editor;
  readonly savedAtMs: number;
  /** Everybody who saved it since the last release; absent in drafts from before that was kept. */
  readonly editors?: readonly Editor[];
}

/** The flow's name in its text; empty where there is none to be read. */
export function nameIn({ flow }: FlowSource): Pick<DraftHead, 'name'> {
  try {
    const { name } = JSON.parse(flow) as { readonly name?: unknown };
    return typeof name === 'string' && name.trim() !== '' ? { name: name.trim().slice(0, 80) } : {};
  } catch {
    return {};
  }
}

/** What was edited and not published yet: one for each flow, shared by all who edit it. It may be wrong. */
export interface Draft extends DraftHead {
  readonly source: FlowSource;
}

/** The port to the drafts. Kept until they are published or reverted. Throws AppError `store-unavailable`. */
export interface DraftStore {
  /** The draft, if there is one, and the revision, which outlives it; 0: there never was one. */
  read(flowId: string): Promise<{ readonly revision: number; readonly draft?: Draft }>;
  /** Every draft there is, without its content, by flow id. */
  heads(): Promise<readonly DraftHead[]>;
  /** Keeps it if the revision is still the one before its own; false: somebody saved since. */
  write(draft: Draft): Promise<boolean>;
  /** Takes the draft away; its revision goes on counting. False: it is not at that revision any more. */
  remove(flowId: string, revision: number): Promise<boolean>;
}

/** The longest text of a flow or of its cases, in bytes. */
export const MAX_SOURCE_BYTES = 1024 * 1024;
