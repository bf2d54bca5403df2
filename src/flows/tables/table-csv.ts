import { type Column, OTHERWISE_KEY, type Table, type TableCells } from './table.ts';
import { isDay } from './table-problems.ts';

/**
 * The rows of a table as CSV (RFC 4180, UTF-8, CRLF): a line of column names, then a line for each row; a column of texts has one
 * column for each language, as `name:es`; the row for every other key has the key `*`. What was written is read back alike.
 */

export type CsvSeparator = ',' | ';' | '\t';

interface CsvColumn {
  readonly column: Column;
  readonly language?: string;
}

function csvColumns({ columns, languages = [] }: Pick<Table, 'columns' | 'languages'>): readonly CsvColumn[] {
  return columns.flatMap((column): CsvColumn[] =>
    column.type === 'wording' ? languages.map((language) => ({ column, language })) : [{ column }],
  );
}

function headOf({ column, language }: CsvColumn): string {
  return language === undefined ? column.name : `${column.name}:${language}`;
}

/** Writes the rows of a table. */
export function writeTableCsv(table: Table, separator: CsvSeparator = ','): string {
  const heads = csvColumns(table);
  const lineOf = (row: TableCells, isOtherwise = false) =>
    heads.map(({ column, language }) => {
      if (isOtherwise && column.name === table.key) return OTHERWISE_KEY;
      const value = row[column.name];
      const cell = typeof value === 'object' ? value[language ?? ''] : value;
      return cell === undefined ? '' : String(cell);
    });
  const lines = [heads.map(headOf), ...table.rows.map((row) => lineOf(row)), ...(table.otherwise ? [lineOf(table.otherwise, true)] : [])];
  const quoted = (cell: string) => (/["\r\n,;\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `\uFEFF${lines.map((line) => line.map(quoted).join(separator)).join('\r\n')}\r\n`;
}

/** Something in a CSV file that can't be taken. The pages have words for each kind. */
export interface CsvProblem {
  readonly kind: 'quote' | 'column-unknown' | 'column-missing' | 'column-twice' | 'cells' | 'cell' | 'otherwise-twice';
  /** From 1; the first line has the names of the columns. */
  readonly line: number;
  readonly column?: string;
  readonly message: string;
  readonly about?: string;
}

export interface ReadCsv {
  readonly rows: Table['rows'];
  readonly otherwise?: TableCells;
  readonly problems: readonly CsvProblem[];
}

/** Reads rows for a table; commas, semicolons or tabs between cells are told by the first line. Whatever it can't take is a problem with its line. */
export function readTableCsv(table: Pick<Table, 'columns' | 'languages' | 'key'>, text: string): ReadCsv {
  const plain = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(plain);
  const { records, open } = splitCsv(plain, separator);
  if (open !== undefined)
    return { rows: [], problems: [{ kind: 'quote', line: open, message: `Line ${open}: a quotation mark is not closed.` }] };
  const [head = { line: 1, cells: [] }, ...lines] = records;
  const { columns, problems } = readHead(table, head.cells);
  const rows: TableCells[] = [];
  let otherwise: TableCells | undefined;
  for (const { line, cells } of lines) {
    if (cells.length > columns.length)
      problems.push({ kind: 'cells', line, message: `Line ${line} has ${cells.length} cells; there are ${columns.length} columns.` });
    const { row, isOtherwise } = readRow(table, columns, { line, cells, separator }, problems);
    if (!isOtherwise) rows.push(row);
    else if (otherwise) problems.push({ kind: 'otherwise-twice', line, message: `Line ${line}: there is a second row with the key *.` });
    else otherwise = row;
  }
  return { rows, problems, ...(otherwise && { otherwise }) };
}

function separatorOf(text: string): CsvSeparator {
  const [first = ''] = text.split(/\r?\n/, 1);
  const count = (sign: string) => first.split(sign).length;
  return ([',', ';', '\t'] as const).toSorted((a, b) => count(b) - count(a))[0] as CsvSeparator;
}

interface Line {
  /** Where it begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Cells by line; empty lines are left out. `open`: the line of a quotation mark that is not closed. */
function splitCsv(text: string, separator: string): { readonly records: readonly Line[]; readonly open?: number } {
  const records: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let begun = 1;
  let quotedAt: number | undefined;
  const endLine = () => {
    cells.push(cell);
    if (cells.length > 1 || cell.trim() !== '') records.push({ line: begun, cells });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === '\n') line += 1;
    if (quotedAt !== undefined) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quotedAt = undefined;
    } else if (sign === '"' && cell === '') quotedAt = line;
    else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n' || (sign === '\r' && text[at + 1] !== '\n')) {
      endLine();
      begun = line;
    } else if (sign !== '\r') cell += sign;
  }
  if (quotedAt !== undefined) return { records, open: quotedAt };
  if (cell !== '' || cells.length > 0) endLine();
  return { records };
}

function readHead(table: Pick<Table, 'columns' | 'languages' | 'key'>, cells: readonly string[]) {
  const known = new Map(csvColumns(table).map((each) => [headOf(each), each]));
  const problems: CsvProblem[] = [];
  const seen = new Set<string>();
  const columns = cells.map((cell): CsvColumn | undefined => {
    const name = cell.trim();
    const found = known.get(name);
    if (!found) problems.push({ kind: 'column-unknown', line: 1, about: name, message: `Line 1: the table has no column "${name}".` });
    if (found && seen.has(name))
      problems.push({ kind: 'column-twice', line: 1, about: name, message: `Line 1: the column "${name}" stands there twice.` });
    seen.add(name);
    return found;
  });
  for (const name of known.keys()) {
    if (!seen.has(name))
      problems.push({ kind: 'column-missing', line: 1, about: name, message: `Line 1: the column "${name}" is missing.` });
  }
  return { columns, problems };
}

function readRow(
  { key }: Pick<Table, 'key'>,
  columns: readonly (CsvColumn | undefined)[],
  { line, cells, separator }: Line & { readonly separator: CsvSeparator },
  problems: CsvProblem[],
): { readonly row: TableCells; readonly isOtherwise: boolean } {
  const row: Record<string, TableCells[string]> = {};
  let isOtherwise = false;
  for (const [at, column] of columns.entries()) {
    const cell = cells[at] ?? '';
    if (!column || cell === '') continue;
    const { name, type } = column.column;
    if (name === key && cell.trim() === OTHERWISE_KEY) {
      isOtherwise = true;
      continue;
    }
    if (column.language !== undefined) {
      row[name] = { ...(row[name] as Record<string, string> | undefined), [column.language]: cell };
      continue;
    }
    const value = readCell(cell, column.column, separator);
    if (value !== undefined) row[name] = value;
    else problems.push({ kind: 'cell', line, column: name, about: type, message: `Line ${line}, "${name}": "${cell}" is no ${type}.` });
  }
  return { row, isOtherwise };
}

const YES = new Set(['true', 'yes', 'sí', 'si', '1', 'x']);
const NO = new Set(['false', 'no', '0']);

/** A typed cell as it is written; undefined: it is none of its type. A comma in a number counts where it separates no cells. */
export function readCell(text: string, { type }: Pick<Column, 'type'>, separator: CsvSeparator = ','): TableCells[string] | undefined {
  const trimmed = text.trim();
  if (type === 'integer') return /^[+-]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : undefined;
  if (type === 'number') {
    const dotted = separator === ',' ? trimmed : trimmed.replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
    return /^[+-]?\d+(\.\d+)?$/.test(dotted) ? Number(dotted) : undefined;
  }
  if (type === 'boolean') {
    const word = trimmed.toLowerCase();
    return YES.has(word) ? true : NO.has(word) ? false : undefined;
  }
  if (type === 'date') return isDay(trimmed) ? trimmed : undefined;
  return type === 'choice' ? trimmed : text;
}
