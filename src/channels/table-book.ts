/** What a cell holds: a value, or texts by language. */
export type CellValue = string | number | boolean | Readonly<Record<string, string>>;

/** A row by column; an empty cell is absent. */
export type TableRow = Readonly<Record<string, CellValue>>;

/** The rows of one table. */
export interface TableRows {
  /** The row of that key, by the table's own way of comparing; undefined: there is none. */
  find(key: string): TableRow | undefined;
  /** Stands in for keys that have no row. */
  readonly otherwise?: TableRow;
}

/**
 * Rows that an administrator keeps and flows look up, by table, read without a round trip. A book never changes: when a table
 * does, a new book takes its place, so that whoever holds one sees all of a table as it was at one moment.
 */
export type TableBook = Readonly<Record<string, TableRows>>;
