import { type Column, OTHERWISE_KEY, TABLE_LIMITS, type Table, type TableCells } from './table.ts';
import { comparableKey } from './table-rows.ts';

/** What is wrong with a table, and where. The kinds are words of the pages; `message` says it in English. */
export interface TableProblem {
  readonly kind: (typeof TABLE_PROBLEMS)[number];
  /** What only warns keeps nobody from saving. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The place of the row, from 0; `otherwise` is the row for every other key. */
  readonly row?: number | 'otherwise';
  readonly column?: string;
  readonly language?: string;
  /** What a sentence about it needs: a number, a name, a value. */
  readonly about?: string;
}

export const TABLE_PROBLEMS = [
  'too-many-rows',
  'too-many-columns',
  'too-large',
  'column-name',
  'column-twice',
  'column-values',
  'key-column',
  'languages-missing',
  'key-empty',
  'key-twice',
  'key-long',
  'key-reserved',
  'cell-unknown',
  'cell-type',
  'cell-choice',
  'cell-long',
  'cell-empty',
  'text-missing',
  'text-language',
  'text-braces',
] as const;

/** Words of the expression language: no column may be called so. */
const WORDS = new Set(
  'as break const continue else false for function if import in let loop namespace null package return true var void while'.split(' '),
);
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

type Note = (kind: TableProblem['kind'], message: string, at?: Pick<TableProblem, 'row' | 'column' | 'language' | 'about'>) => void;

/** Everything that is wrong with a table whose shape is right. Pure. */
export function tableProblems(table: Table): readonly TableProblem[] {
  const problems: TableProblem[] = [];
  const note: Note = (kind, message, at = {}) =>
    problems.push({ kind, severity: kind === 'text-missing' || kind === 'text-braces' ? 'warning' : 'error', message, ...at });
  checkSize(table, note);
  checkColumns(table, note);
  checkKeys(table, note);
  for (const [row, cells] of table.rows.entries()) checkRow(table, row, cells, note);
  if (table.otherwise) checkRow(table, 'otherwise', table.otherwise, note);
  return problems;
}

/** Does anything keep the table from being kept? */
export function hasTableErrors(problems: readonly TableProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function checkSize(table: Table, note: Note): void {
  const { rows, columns } = table;
  if (rows.length > TABLE_LIMITS.rows)
    note('too-many-rows', `The table has ${rows.length} rows; ${TABLE_LIMITS.rows} fit.`, { about: String(rows.length) });
  if (columns.length > TABLE_LIMITS.columns)
    note('too-many-columns', `The table has ${columns.length} columns; ${TABLE_LIMITS.columns} fit.`, { about: String(columns.length) });
  const bytes = new TextEncoder().encode(JSON.stringify(table)).length;
  if (bytes > TABLE_LIMITS.bytes)
    note('too-large', `The table is ${Math.ceil(bytes / 1024)} KiB large; ${TABLE_LIMITS.bytes / 1024} KiB fit.`, {
      about: String(Math.ceil(bytes / 1024)),
    });
}

function checkColumns({ columns, key, languages = [] }: Table, note: Note): void {
  const seen = new Set<string>();
  for (const { name, type, values = [] } of columns) {
    if (WORDS.has(name))
      note('column-name', `A column can’t be called "${name}": the expression language uses the word itself.`, { column: name });
    if (seen.has(name)) note('column-twice', `Two columns are called "${name}".`, { column: name });
    seen.add(name);
    if (type === 'choice' && values.length === 0)
      note('column-values', `The column "${name}" is a choice, but nothing can be chosen: list its values.`, { column: name });
    if (type === 'wording' && languages.length === 0)
      note('languages-missing', `The column "${name}" has texts by language, but the table names no language.`, { column: name });
  }
  if (columns.find(({ name }) => name === key)?.type !== 'text')
    note('key-column', `The key "${key}" must be a column of type text.`, { about: key });
}

function checkKeys({ rows, key, compare }: Table, note: Note): void {
  const first = new Map<string, number>();
  for (const [row, cells] of rows.entries()) {
    const own = cells[key];
    if (own === undefined || (typeof own === 'string' && comparableKey(own, compare) === '')) {
      note('key-empty', `Row ${row + 1} has no key.`, { row, column: key });
      continue;
    }
    if (typeof own !== 'string') continue;
    if (own.trim() === OTHERWISE_KEY) note('key-reserved', `Row ${row + 1}: * is no key; it stands for every other.`, { row, column: key });
    if (own.length > TABLE_LIMITS.key)
      note('key-long', `The key of row ${row + 1} has ${own.length} characters; ${TABLE_LIMITS.key} fit.`, { row, column: key });
    const comparable = comparableKey(own, compare);
    const before = first.get(comparable);
    if (before === undefined) first.set(comparable, row);
    else
      note('key-twice', `The key "${own}" of row ${row + 1} stands in row ${before + 1} already.`, {
        row,
        column: key,
        about: String(before + 1),
      });
  }
}

function checkRow(table: Table, row: number | 'otherwise', cells: TableCells, note: Note): void {
  const where = row === 'otherwise' ? 'the row for every other key' : `row ${row + 1}`;
  const known = new Set(table.columns.map(({ name }) => name));
  for (const column of Object.keys(cells)) {
    if (!known.has(column))
      note('cell-unknown', `There is a cell for "${column}" in ${where}, but no such column.`, { row, about: column });
  }
  for (const column of table.columns) {
    const { name } = column;
    const value = cells[name];
    if (row === 'otherwise' && name === table.key) {
      if (value !== undefined) note('key-reserved', 'The row for every other key has a key.', { row, column: name });
      continue;
    }
    if (value === undefined || value === '') {
      if (column.required && name !== table.key) note('cell-empty', `"${name}" is empty in ${where}.`, { row, column: name });
      continue;
    }
    checkCell(table, column, { row, where, value }, note);
  }
}

function checkCell(
  table: Table,
  column: Column,
  { row, where, value }: { readonly row: number | 'otherwise'; readonly where: string; readonly value: TableCells[string] },
  note: Note,
): void {
  const { name, type, values = [] } = column;
  const at = { row, column: name };
  if (type === 'wording') {
    checkTexts(table, { ...at, where, required: column.required === true }, value, note);
    return;
  }
  if (!isOfType(value, type)) {
    note('cell-type', `"${name}" in ${where} is no ${WORDS_OF_TYPES[type]}.`, { ...at, about: type });
    return;
  }
  if (type === 'choice' && !values.includes(value as string))
    note('cell-choice', `"${name}" in ${where} is "${String(value)}", which is none of ${values.join(', ')}.`, {
      ...at,
      about: String(value),
    });
  checkLength(value, at, where, note);
}

const WORDS_OF_TYPES: Readonly<Record<Column['type'], string>> = {
  text: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'yes or no',
  date: 'date such as 2026-11-24',
  choice: 'text',
  wording: 'text by language',
};

function isOfType(value: TableCells[string], type: Column['type']): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string' && (type !== 'date' || isDay(value));
}

/** Is the text a day that there is, as 2026-11-24? */
export function isDay(text: string): boolean {
  return DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

function checkLength(value: TableCells[string], at: Pick<TableProblem, 'row' | 'column' | 'language'>, where: string, note: Note): void {
  if (typeof value !== 'string') return;
  if (value.length > TABLE_LIMITS.cell)
    note('cell-long', `"${at.column}" in ${where} has ${value.length} characters; ${TABLE_LIMITS.cell} fit.`, {
      ...at,
      about: String(value.length),
    });
  if (/\{\{|\}\}/.test(value)) note('text-braces', `"${at.column}" in ${where} has braces: nothing is filled into a cell.`, at);
}

function checkTexts(
  { languages = [] }: Table,
  {
    where,
    required,
    ...at
  }: { readonly row: number | 'otherwise'; readonly column: string; readonly where: string; readonly required: boolean },
  value: TableCells[string],
  note: Note,
): void {
  if (typeof value !== 'object') {
    note('cell-type', `"${at.column}" in ${where} is no text by language.`, { ...at, about: 'wording' });
    return;
  }
  for (const [language, text] of Object.entries(value)) {
    if (!languages.includes(language))
      note('text-language', `"${at.column}" in ${where} has a text in ${language}, which the table does not have.`, { ...at, language });
    else checkLength(text, { ...at, language }, where, note);
  }
  const lacking = languages.filter((language) => (value[language] ?? '') === '');
  if (required && lacking.length === languages.length) note('cell-empty', `"${at.column}" is empty in ${where}.`, at);
  else if (lacking.length < languages.length)
    for (const language of lacking) note('text-missing', `"${at.column}" in ${where} has no text in ${language}.`, { ...at, language });
}
