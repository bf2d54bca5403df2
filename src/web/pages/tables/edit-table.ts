import type { Column, Table, TableCells } from '../../../flows/tables/table.ts';

/** One change to a table that is being edited. Pure, so that it can be undone by going back. */
export type TableEdit =
  /** Absent value: the cell is emptied. `row` -1: the row for every other key. */
  | { readonly kind: 'cell'; readonly row: number; readonly column: string; readonly value: TableCells[string] | undefined }
  | { readonly kind: 'text'; readonly row: number; readonly column: string; readonly language: string; readonly value: string }
  | { readonly kind: 'row-add'; readonly at: number }
  | { readonly kind: 'row-delete'; readonly row: number }
  | { readonly kind: 'row-move'; readonly row: number; readonly to: number }
  | { readonly kind: 'otherwise'; readonly on: boolean }
  | { readonly kind: 'rows'; readonly rows: Table['rows']; readonly otherwise?: TableCells | undefined }
  | { readonly kind: 'settings'; readonly table: Omit<Table, 'rows' | 'otherwise'>; readonly renamed: ReadonlyMap<string, string> };

export const OTHERWISE = -1;

/** The table after a change. */
export function editTable(table: Table, edit: TableEdit): Table {
  const { rows } = table;
  switch (edit.kind) {
    case 'cell':
      return withRow(table, edit.row, (row) => withCell(row, edit.column, edit.value));
    case 'text':
      return withRow(table, edit.row, (row) => withText(row, edit.column, edit.language, edit.value));
    case 'row-add':
      return { ...table, rows: [...rows.slice(0, edit.at), {}, ...rows.slice(edit.at)] };
    case 'row-delete':
      return { ...table, rows: rows.filter((_, at) => at !== edit.row) };
    case 'row-move': {
      const moved = rows.filter((_, at) => at !== edit.row);
      return { ...table, rows: [...moved.slice(0, edit.to), rows[edit.row] as TableCells, ...moved.slice(edit.to)] };
    }
    case 'otherwise':
      return withOtherwise(table, edit.on ? {} : undefined);
    case 'rows':
      return withOtherwise({ ...table, rows: edit.rows }, edit.otherwise);
    case 'settings':
      return withSettings(table, edit.table, edit.renamed);
  }
}

function withOtherwise({ otherwise: _otherwise, ...table }: Table, otherwise: TableCells | undefined): Table {
  return { ...table, ...(otherwise && { otherwise }) };
}

function withRow(table: Table, row: number, change: (row: TableCells) => TableCells): Table {
  if (row === OTHERWISE) return { ...table, otherwise: change(table.otherwise ?? {}) };
  return { ...table, rows: table.rows.map((each, at) => (at === row ? change(each) : each)) };
}

function withCell(row: TableCells, column: string, value: TableCells[string] | undefined): TableCells {
  const { [column]: _cell, ...others } = row;
  return value === undefined || value === '' ? others : { ...row, [column]: value };
}

function withText(row: TableCells, column: string, language: string, value: string): TableCells {
  const before = row[column];
  const texts: Record<string, string> = typeof before === 'object' ? { ...before, [language]: value } : { [language]: value };
  if (value === '') delete texts[language];
  return withCell(row, column, Object.keys(texts).length === 0 ? undefined : texts);
}

/** Cells follow their column to its new name, and go with it. */
function withSettings(table: Table, settings: Omit<Table, 'rows' | 'otherwise'>, renamed: ReadonlyMap<string, string>): Table {
  const kept = new Set(settings.columns.map(({ name }) => name));
  const follow = (row: TableCells): TableCells =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) => {
        const next = renamed.get(name) ?? name;
        return kept.has(next) ? [[next, value] as const] : [];
      }),
    );
  return { ...settings, rows: table.rows.map(follow), ...(table.otherwise && { otherwise: follow(table.otherwise) }) };
}

/** A table with the changes that were made to it, to go back and forth. */
export interface EditedTable {
  readonly table: Table;
  readonly past: readonly Table[];
  readonly future: readonly Table[];
  /** The cell that was typed into last: typing on is one change. */
  readonly typing?: string | undefined;
}

export type EditAction =
  | { readonly kind: 'edit'; readonly edit: TableEdit }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'open'; readonly table: Table };

/** Applies a change, or takes one back. */
export function editReducer(state: EditedTable, action: EditAction): EditedTable {
  const { table, past, future } = state;
  if (action.kind === 'open') return { table: action.table, past: [], future: [] };
  if (action.kind === 'undo') {
    const before = past.at(-1);
    return before ? { table: before, past: past.slice(0, -1), future: [table, ...future] } : state;
  }
  if (action.kind === 'redo') {
    const [next, ...rest] = future;
    return next ? { table: next, past: [...past, table], future: rest } : state;
  }
  const { edit } = action;
  const typing =
    edit.kind === 'cell' || edit.kind === 'text' ? `${edit.row} ${edit.column} ${edit.kind === 'text' ? edit.language : ''}` : undefined;
  const goesOn = typing !== undefined && typing === state.typing;
  return { table: editTable(table, edit), past: goesOn ? past : [...past, table], future: [], typing };
}

/** What the column shows as its name. */
export function columnTitle({ title, name }: Pick<Column, 'title' | 'name'>): string {
  return title ?? name;
}
