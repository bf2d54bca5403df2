import { z } from 'zod';
import { LanguageTag } from '../schema/fields.ts';

/** Small tables that administrators keep and flows look up: the single source of flows/table.schema.json. Free of Node. */

/** How much a table, and all of them, may be. */
export const TABLE_LIMITS = {
  tables: 100,
  rows: 2000,
  columns: 30,
  /** Characters. */
  cell: 1000,
  key: 100,
  /** Of its JSON in UTF-8. */
  bytes: 256 * 1024,
} as const;

/** The key under which CSV and recorded cases write the row for every other key. */
export const OTHERWISE_KEY = '*';

const NAME = /^[a-z][a-zA-Z0-9]{0,39}$/;
export const TableName = z.string().regex(NAME).describe('The name of a table: a letter, then letters and digits; at most 40.');
const ColumnName = z.string().regex(NAME).describe('The name of a column: a letter, then letters and digits; at most 40.');

export const COLUMN_TYPES = ['text', 'integer', 'number', 'boolean', 'date', 'choice', 'wording'] as const;
export const ColumnType = z
  .enum(COLUMN_TYPES)
  .describe(
    'text; integer: a whole number; number; boolean: yes or no; date: 2026-11-24; choice: one of `values`; wording: a text for each language.',
  );
export type ColumnType = z.infer<typeof ColumnType>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.record(LanguageTag, z.string())]);
const Row = z.record(z.string(), Cell).describe('Cells by column; an empty cell is left out.');

const Column = z.strictObject({
  name: ColumnName,
  title: z.string().max(80).optional().describe('What people call the column.'),
  type: ColumnType,
  values: z.array(z.string().min(1).max(80)).max(50).optional().describe('Of a choice: what may stand in a cell.'),
  required: z.boolean().optional().describe('No cell of the column may be empty. The key is always needed.'),
});
export type Column = z.infer<typeof Column>;

export const Table = z
  .strictObject({
    $schema: z.string().optional(),
    name: TableName,
    title: z.string().min(1).max(80).describe('What people call the table.'),
    note: z.string().max(500).optional().describe('A remark for colleagues; no caller hears it.'),
    languages: z.array(LanguageTag).max(10).optional().describe('The languages of the columns of type wording.'),
    key: ColumnName.describe('The column that rows are found by. It is text, and no two rows have the same.'),
    compare: z
      .enum(['text', 'digits'])
      .optional()
      .describe(
        'How keys are compared: text, unless it says digits: without regard to capitals and spaces; digits: by their digits alone.',
      ),
    columns: z.array(Column).min(1),
    rows: z.array(Row),
    otherwise: Row.optional().describe('Stands in for keys that have no row. It has no key.'),
  })
  .meta({ id: 'Table' })
  .describe('A small table that flows look up.');
export type Table = z.infer<typeof Table>;
export type TableCells = Table['rows'][number];

/** What a flow needs of a table. */
export const TableNeed = z
  .strictObject({ columns: z.record(ColumnName, ColumnType).describe('The columns that are read, with their types.') })
  .describe('What the flow reads of a table.');
export type TableNeed = z.infer<typeof TableNeed>;

/** The rows that a recorded conversation finds, by table and key; * stands for every other key. */
export const CaseTables = z.record(z.string(), z.record(z.string(), Row));
export type CaseTables = z.infer<typeof CaseTables>;

/** What the linter knows of a table. */
export const TableShape = z.object({
  title: z.string(),
  columns: z.record(z.string(), ColumnType),
  languages: z.array(z.string()).optional(),
  compare: z.enum(['text', 'digits']).optional(),
  /** Every key that is found. */
  keys: z.array(z.string()),
  hasOtherwise: z.boolean(),
});
export type TableShape = z.infer<typeof TableShape>;

/** A table as the linter sees it. Pure. */
export function shapeOfTable(table: Table): TableShape {
  return {
    title: table.title,
    columns: Object.fromEntries(table.columns.map(({ name, type }) => [name, type])),
    ...(table.languages && { languages: table.languages }),
    ...(table.compare && { compare: table.compare }),
    keys: table.rows.flatMap((row) => (typeof row[table.key] === 'string' ? [row[table.key] as string] : [])),
    hasOtherwise: table.otherwise !== undefined,
  };
}

/** May a column of this type be read where one of that type is needed? */
export function fitsNeed(actual: ColumnType, needed: ColumnType): boolean {
  if (actual === needed) return true;
  if (needed === 'text') return actual === 'choice' || actual === 'date';
  return needed === 'number' && actual === 'integer';
}
