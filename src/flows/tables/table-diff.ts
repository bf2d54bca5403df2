import type { Table, TableCells } from './table.ts';

/** One difference between two states of a table. A row goes by its key; `*` is the row for every other key. */
export type TableChange =
  | { readonly kind: 'row-added' | 'row-removed'; readonly key: string }
  /** `before` or `after` absent: the cell was, or is, empty. */
  | { readonly kind: 'cell'; readonly key: string; readonly column: string; readonly before?: Cell; readonly after?: Cell }
  | { readonly kind: 'column-added' | 'column-removed' | 'column-changed'; readonly column: string }
  | { readonly kind: 'order' }
  /** Its title, languages, key or another setting. */
  | { readonly kind: 'setting'; readonly setting: string };

type Cell = TableCells[string];

const SETTINGS = ['title', 'note', 'languages', 'key', 'compare'] as const;

/** What changed from one state of a table to another; `before` absent: there was none. Pure. */
export function diffTables(before: Table | undefined, after: Table | undefined): readonly TableChange[] {
  return [...settings(before, after), ...columns(before, after), ...rows(before, after)];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

/** Of texts by language, the order says nothing. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function settings(before: Table | undefined, after: Table | undefined): TableChange[] {
  if (!before || !after) return [];
  return SETTINGS.filter((name) => !same(before[name], after[name])).map((setting) => ({ kind: 'setting', setting }));
}

function columns(before: Table | undefined, after: Table | undefined): TableChange[] {
  const old = new Map(before?.columns.map((each) => [each.name, each]));
  const now = new Map(after?.columns.map((each) => [each.name, each]));
  return [
    ...[...now].flatMap(([column, each]): TableChange[] => {
      const was = old.get(column);
      if (!was) return [{ kind: 'column-added', column }];
      return same(was, each) ? [] : [{ kind: 'column-changed', column }];
    }),
    ...[...old.keys()].filter((column) => !now.has(column)).map((column): TableChange => ({ kind: 'column-removed', column })),
  ];
}

function byKey(table: Table | undefined): ReadonlyMap<string, TableCells> {
  const own = table?.rows.map((row) => [String(row[table.key] ?? ''), row] as const) ?? [];
  return new Map([...own, ...(table?.otherwise ? [['*', table.otherwise] as const] : [])]);
}

function rows(before: Table | undefined, after: Table | undefined): TableChange[] {
  const old = byKey(before);
  const now = byKey(after);
  const found = [
    ...[...now].flatMap(([key, row]): TableChange[] => {
      const was = old.get(key);
      return was ? cells(key, was, row) : [{ kind: 'row-added', key }];
    }),
    ...[...old.keys()].filter((key) => !now.has(key)).map((key): TableChange => ({ kind: 'row-removed', key })),
  ];
  const stayed = (keys: Iterable<string>) => [...keys].filter((key) => old.has(key) && now.has(key));
  return same(stayed(old.keys()), stayed(now.keys())) ? found : [...found, { kind: 'order' }];
}

function cells(key: string, was: TableCells, row: TableCells): TableChange[] {
  return [...new Set([...Object.keys(row), ...Object.keys(was)])]
    .filter((column) => !same(was[column], row[column]))
    .map((column) => ({
      kind: 'cell',
      key,
      column,
      ...(was[column] !== undefined && { before: was[column] }),
      ...(row[column] !== undefined && { after: row[column] }),
    }));
}

/** How much changed. */
export interface TableChangeCounts {
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  readonly cells: number;
  readonly columns: number;
  /** Title, languages, key, order. */
  readonly settings: number;
}

/** How much changed, by kind. */
export function countChanges(changes: readonly TableChange[]): TableChangeCounts {
  const count = (...kinds: TableChange['kind'][]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    rowsAdded: count('row-added'),
    rowsRemoved: count('row-removed'),
    cells: count('cell'),
    columns: count('column-added', 'column-removed', 'column-changed'),
    settings: count('order', 'setting'),
  };
}
