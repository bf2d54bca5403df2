import { z } from 'zod';
import { Table, TableName } from '../../flows/tables/table.ts';
import { TABLE_PROBLEMS } from '../../flows/tables/table-problems.ts';
import { Editor } from './drafts.ts';

const Revision = z.int().min(0);
const Note = z.string().trim().min(1).max(300).optional().describe('Why, in a sentence.');

/** A release that answers calls and reads the table. */
const TableUse = z
  .object({
    flowId: z.string(),
    flowName: z.string(),
    release: z.number(),
    aliases: z.array(z.string()),
    columns: z.array(z.string()).describe('The columns that it reads.'),
  })
  .meta({ id: 'TableUse' });

const TableProblem = z
  .object({
    kind: z.enum(TABLE_PROBLEMS),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    row: z
      .union([z.number(), z.literal('otherwise')])
      .optional()
      .describe('From 0; otherwise: the row for every other key.'),
    column: z.string().optional(),
    language: z.string().optional(),
    about: z.string().optional(),
  })
  .meta({ id: 'TableProblem' });

const Counts = z.object({
  rowsAdded: z.number(),
  rowsRemoved: z.number(),
  cells: z.number(),
  columns: z.number(),
  settings: z.number(),
});

const Saved = z.object({
  name: z.string(),
  revision: z.number().describe('Counts every change. To be given back as `baseRevision`.'),
  savedBy: Editor,
  savedAtMs: z.number(),
});

export const TableSummary = Saved.extend({
  title: z.string(),
  rows: z.number(),
  columns: z.number(),
  warnings: z.number(),
  usedBy: z.array(TableUse),
  apart: z.string().optional().describe('Why the file in flows/tables was not taken.'),
}).meta({ id: 'TableSummary' });
export type TableSummary = z.infer<typeof TableSummary>;

export const TableDetail = Saved.extend({
  table: Table,
  problems: z.array(TableProblem),
  usedBy: z.array(TableUse),
  apart: z.string().optional(),
}).meta({ id: 'TableDetail' });
export type TableDetail = z.infer<typeof TableDetail>;

export const TableParam = z.object({ name: TableName });
export const TableStateParam = TableParam.extend({ revision: z.coerce.number().int().min(1) });

export const TableChange = z
  .object({
    baseRevision: Revision.describe('The revision that was edited; 0: there is no table of this name.'),
    table: Table,
    note: Note,
  })
  .meta({ id: 'TableChange' });

export const TableRemoval = z.object({ revision: z.coerce.number().int().min(1).describe('The revision that is taken away.') });

export const TableRestore = z
  .object({ revision: z.int().min(1).describe('What it is to be again.'), baseRevision: Revision, note: Note })
  .meta({ id: 'TableRestore' });

export const TableRows = z
  .object({
    baseRevision: Revision,
    csv: z.string().describe('A line of column names, then a line for each row. Commas, semicolons or tabs between cells.'),
    note: Note,
  })
  .meta({ id: 'TableRows' });

export const TableRowsPreview = TableRows.pick({ csv: true }).meta({ id: 'TableRowsPreview' });

const CsvProblem = z.object({
  kind: z.enum(['quote', 'column-unknown', 'column-missing', 'column-twice', 'cells', 'cell', 'otherwise-twice']),
  line: z.number().describe('From 1; the first has the names of the columns.'),
  column: z.string().optional(),
  about: z.string().optional(),
  message: z.string(),
});

export const TableRowsTaken = z
  .object({
    revision: z.number().describe('Of the table as it is now.'),
    rows: z.number(),
    changed: Counts,
    lines: z.array(CsvProblem).describe('What could not be read, by line.'),
    problems: z.array(TableProblem).describe('What is wrong with the table that it would be.'),
  })
  .meta({ id: 'TableRowsTaken' });

export const TableHistoryEntry = Saved.extend({
  note: z.string().optional(),
  restored: z.number().optional().describe('The revision whose content this is again.'),
  removed: z.literal(true).optional(),
  changed: Counts,
}).meta({ id: 'TableHistoryEntry' });
export type TableHistoryEntry = z.infer<typeof TableHistoryEntry>;

const Cell = Table.shape.rows.element.valueType;

export const TableStateDetail = TableHistoryEntry.extend({
  table: Table.optional(),
  changes: z
    .array(
      z.object({
        kind: z.enum(['row-added', 'row-removed', 'cell', 'column-added', 'column-removed', 'column-changed', 'order', 'setting']),
        key: z.string().optional().describe('Of the row; * is the row for every other key.'),
        column: z.string().optional(),
        setting: z.string().optional(),
        before: Cell.optional(),
        after: Cell.optional(),
      }),
    )
    .describe('From the revision before; of the oldest that is kept, nothing.'),
}).meta({ id: 'TableStateDetail' });
export type TableStateDetail = z.infer<typeof TableStateDetail>;

export const CsvQuery = z.object({
  separator: z
    .enum(['comma', 'semicolon', 'tab'])
    .default('comma')
    .describe('What stands between cells; spreadsheets in Spanish expect a semicolon.'),
});
