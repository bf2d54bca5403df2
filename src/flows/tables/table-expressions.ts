import type { ASTNode } from '@marcbachmann/cel-js';
import type { TableBook } from '../../channels/table-book.ts';
import { cellOf } from './read-cell.ts';
import type { TableNeed } from './table.ts';

/** What a flow declares of the tables that it reads. */
export type TableNeeds = Readonly<Record<string, TableNeed>>;

/** One look into a table: at a cell, or, without a column, at whether there is a row. */
export interface TableRead {
  readonly table: string;
  readonly column?: string;
  readonly key: ASTNode;
  /** Where the word `tables` begins. */
  readonly at: number;
}

export interface TableFault {
  readonly message: string;
  readonly position: number;
}

/** The name under which expressions ask whether a table has a row; nobody writes it. */
export const TABLE_KEYS = 'tablekeys';
const HOW = 'tables.<name>[key].<column> reads a cell, and key in tables.<name> asks whether there is a row';
const LOOPS = new Set(['all', 'exists', 'exists_one']);

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

/** `tables.shops`: its name, and where it begins. */
function tableOf(node: ASTNode | undefined): { readonly table: string; readonly at: number } | undefined {
  if (node?.op !== '.') return undefined;
  const [of, table] = node.args;
  return of.op === 'id' && of.args === 'tables' ? { table, at: of.start } : undefined;
}

/** Every look into a table that an expression takes, and the first that is written wrongly. */
export function readsOf(ast: ASTNode): { readonly reads: readonly TableRead[]; readonly fault?: TableFault } {
  const reads: TableRead[] = [];
  let fault: TableFault | undefined;
  const visit = (node: ASTNode, loops: number): void => {
    if (node.op === '.') {
      const [of, column] = node.args;
      const table = of.op === '[]' ? tableOf(of.args[0]) : undefined;
      if (of.op === '[]' && table) {
        take(table, of.args[1], loops, column);
        return;
      }
    }
    if (node.op === 'in') {
      const table = tableOf(node.args[1]);
      if (table) {
        take(table, node.args[0], loops);
        return;
      }
    }
    if (node.op === 'id' && node.args === 'tables') fault ??= { message: `${HOW}.`, position: node.start };
    const inner = node.op === 'rcall' && LOOPS.has(node.args[0]) ? loops + 1 : loops;
    for (const child of childrenOf(node.args)) visit(child, inner);
  };
  const take = ({ table, at }: { readonly table: string; readonly at: number }, key: ASTNode, loops: number, column?: string) => {
    if (loops > 0) fault ??= { message: 'a table can’t be looked up inside all or exists.', position: at };
    reads.push({ table, key, at, ...(column !== undefined && { column }) });
    visit(key, loops);
  };
  visit(ast, 0);
  return { reads, ...(fault && { fault }) };
}

/** What is wrong with the looks into tables: what the flow does not declare, keys that are no text. */
export function tableFault(
  { reads, fault }: ReturnType<typeof readsOf>,
  needs: TableNeeds,
  typeOf: (key: ASTNode) => string | undefined,
): TableFault | undefined {
  if (fault) return fault;
  for (const { table, column, key, at } of reads) {
    const need = Object.hasOwn(needs, table) ? needs[table] : undefined;
    if (!need) return { message: `reads the table ${table}, which the flow does not declare under tables.`, position: at };
    if (column !== undefined && !Object.hasOwn(need.columns, column))
      return { message: `reads the column ${column} of the table ${table}, which the flow does not declare under tables.`, position: at };
    const type = typeOf(key);
    if (type !== undefined && type !== 'string' && type !== 'dyn')
      return { message: `looks the table ${table} up by ${type}: a key is text. Write string(…).`, position: key.start };
  }
  return undefined;
}

/** The expression as it is run: whether there is a row is asked apart from what it holds. */
export function runnableSource(source: string, reads: readonly TableRead[]): string {
  return reads
    .filter(({ column }) => column === undefined)
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at }) => text.slice(0, at) + TABLE_KEYS + text.slice(at + 'tables'.length), source);
}

/** Types of the columns, as the expression language calls them. */
export const CELL_TYPES = {
  text: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
  date: 'string',
  choice: 'string',
  wording: 'string',
} as const;

interface Seen {
  readonly cells: Readonly<Record<string, ReadonlyMap<string, unknown>>>;
  readonly keys: Readonly<Record<string, ReadonlyMap<string, unknown>>>;
}

/** Shows the tables of a book to expressions, in a language. What is not there is unknown. */
export function createTableReader(needs: TableNeeds, languages: readonly string[]) {
  const seen = new WeakMap<TableBook, Map<string, Seen>>();
  return (book: TableBook | undefined, language: string): Seen => {
    if (!book) return { cells: {}, keys: {} };
    const known = seen.get(book) ?? new Map<string, Seen>();
    seen.set(book, known);
    const before = known.get(language);
    if (before) return before;
    const shown = show(book, needs, [language, ...languages]);
    known.set(language, shown);
    return shown;
  };
}

function show(book: TableBook, needs: TableNeeds, languages: readonly string[]): Seen {
  const there = Object.entries(needs).filter(([name]) => Object.hasOwn(book, name));
  return {
    cells: Object.fromEntries(
      there.map(([name, { columns }]) => {
        const cells = (key: string) => {
          const row = book[name]?.find(key) ?? book[name]?.otherwise;
          if (!row) return undefined;
          return Object.fromEntries(
            Object.entries(columns).map(([column, type]) => {
              const value = cellOf(row, column, type, languages);
              return [column, type === 'integer' && value !== undefined ? BigInt(value) : value];
            }),
          );
        };
        return [name, lookup(cells)];
      }),
    ),
    keys: Object.fromEntries(there.map(([name]) => [name, lookup((key) => book[name]?.find(key))])),
  };
}

/** The expression language knows maps alone, and of a map it asks for one key at a time. */
function lookup(find: (key: string) => unknown): ReadonlyMap<string, unknown> {
  const map = new Map<string, unknown>();
  map.get = (key) => (typeof key === 'string' ? find(key) : undefined);
  return map;
}
