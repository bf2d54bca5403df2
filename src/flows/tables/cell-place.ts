/** A cell that a wording names: `tables.shops[postcode].name`, or `tables.phrases["goodbye"].text`. */
export interface CellPlace {
  readonly table: string;
  readonly column: string;
  /** A variable that holds the key, or the key itself. */
  readonly key: { readonly variable: string } | { readonly text: string };
}

const CELL = /^tables\.([a-z]\w*)\[\s*(?:([a-zA-Z]\w*)|"([^"]*)"|'([^']*)')\s*\]\.([a-z]\w*)$/;

/** The cell that a place in a wording names; undefined for a place that names no table. */
export function readCellPlace(name: string): CellPlace | undefined {
  const [all, table, variable, double, single, column] = CELL.exec(name) ?? [];
  if (all === undefined || table === undefined || column === undefined) return undefined;
  return { table, column, key: variable === undefined ? { text: double ?? single ?? '' } : { variable } };
}

/** Does a place in a wording begin like one of a table, rightly written or not? */
export function isCellLike(name: string): boolean {
  return /^tables\s*[.[]/.test(name) || name === 'tables';
}

/** The place with the variable of its key renamed. */
export function renameInCellPlace(name: string, rename: (variable: string) => string | undefined): string {
  const cell = readCellPlace(name);
  const next = cell && 'variable' in cell.key ? rename(cell.key.variable) : undefined;
  return cell && next !== undefined ? `tables.${cell.table}[${next}].${cell.column}` : name;
}
