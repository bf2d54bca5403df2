import type { CellValue, TableBook, TableRow } from '../../channels/table-book.ts';
import { type ColumnType, fitsNeed } from './table.ts';

/** A cell's value of the type that was asked for; undefined: it is empty, or holds something else. */
export function cellOf(
  row: TableRow | undefined,
  column: string,
  type: ColumnType,
  languages: readonly string[],
): string | number | boolean | undefined {
  const value = row && Object.hasOwn(row, column) ? row[column] : undefined;
  if (value === undefined || value === '') return undefined;
  if (type === 'wording') return textOf(value, languages);
  if (type === 'integer') return Number.isSafeInteger(value) ? (value as number) : undefined;
  if (type === 'number') return typeof value === 'number' ? value : undefined;
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The text of the first of the languages that there is one of. */
function textOf(value: CellValue, languages: readonly string[]): string | undefined {
  if (typeof value !== 'object') return undefined;
  const language = languages.find((each) => Object.hasOwn(value, each) && value[each] !== '');
  return language === undefined ? undefined : value[language];
}

/** The row of a key, or the one that stands in for it. */
export function rowIn(book: TableBook | undefined, table: string, key: string): TableRow | undefined {
  const rows = book && Object.hasOwn(book, table) ? book[table] : undefined;
  return rows?.find(key) ?? rows?.otherwise;
}

/** Which of the needed columns are not there, or of another type. `columns` absent: the whole table is not there. */
export function missingColumns(
  needed: Readonly<Record<string, ColumnType>>,
  columns: Readonly<Record<string, ColumnType>> | undefined,
): readonly { readonly column: string; readonly needed: ColumnType; readonly found?: ColumnType }[] {
  return Object.entries(needed).flatMap(([column, type]) => {
    const found = columns && Object.hasOwn(columns, column) ? columns[column] : undefined;
    if (found !== undefined && fitsNeed(found, type)) return [];
    return [{ column, needed: type, ...(found !== undefined && { found }) }];
  });
}
