import type { Editor } from '../studio/draft.ts';
import type { Table } from './table.ts';
import type { TableChangeCounts } from './table-diff.ts';

/** Who made a table what it is, and when. */
export interface TableHead {
  readonly name: string;
  /** Counts every change from 1 on, also over the end of the table. */
  readonly revision: number;
  readonly savedBy: Editor;
  readonly savedAtMs: number;
  readonly note?: string;
  /** The revision whose content this is again. */
  readonly restored?: number;
  /** The table was taken away. */
  readonly removed?: true;
  /** How much it changed. */
  readonly changed: TableChangeCounts;
}

/** A table at one revision; without content it was taken away. */
export interface TableState extends TableHead {
  readonly table?: Table;
}

/** The port to the tables. Throws AppError `store-unavailable`. */
export interface TableStore {
  /** The revision of every table that there is, by name. */
  revisions(): Promise<Readonly<Record<string, number>>>;
  /** Undefined: there never was one of that name. */
  read(name: string): Promise<TableState | undefined>;
  /** Newest first, without content. */
  history(name: string): Promise<readonly TableHead[]>;
  /** Undefined: it is not kept any more, or never was. */
  at(name: string, revision: number): Promise<TableState | undefined>;
  /** False: its revision is not the next one. */
  write(state: TableState): Promise<boolean>;
  /** By table, the fingerprint of the file that was last taken from the flows folder. */
  folderMarks(): Promise<Readonly<Record<string, string>>>;
  markFolder(name: string, sha256: string): Promise<void>;
}
