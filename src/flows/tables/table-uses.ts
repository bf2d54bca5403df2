import { missingColumns } from './read-cell.ts';
import { shapeOfTable, type Table } from './table.ts';
import type { TableNeeds } from './table-expressions.ts';

/** A release that an alias points at: calls begin with it. */
export interface ServedRelease {
  readonly flowId: string;
  readonly flowName: string;
  readonly release: number;
  readonly alias: string;
  readonly tables?: TableNeeds | undefined;
}

/** A release that answers calls and reads a table. */
export interface TableUse {
  readonly flowId: string;
  readonly flowName: string;
  readonly release: number;
  readonly aliases: readonly string[];
  /** The columns that it reads; of a broken use those that it would miss. */
  readonly columns: readonly string[];
}

/** Who reads a table, release by release. Pure. */
export function usesOfTable(served: readonly ServedRelease[], table: string): readonly TableUse[] {
  return usesWith(served, table, (needed) => Object.keys(needed));
}

/** Who would miss something if the table became this one, or went. Pure. */
export function brokenUses(served: readonly ServedRelease[], name: string, after: Table | undefined): readonly TableUse[] {
  const columns = after && shapeOfTable(after).columns;
  return usesWith(served, name, (needed) => missingColumns(needed, columns).map(({ column }) => column)).filter(
    (use) => use.columns.length > 0,
  );
}

function usesWith(
  served: readonly ServedRelease[],
  table: string,
  columnsOf: (needed: TableNeeds[string]['columns']) => readonly string[],
): readonly TableUse[] {
  const uses = new Map<string, TableUse>();
  for (const { flowId, flowName, release, alias, tables = {} } of served) {
    const need = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (!need) continue;
    const key = `${flowId}@${release}`;
    const known = uses.get(key);
    uses.set(key, { flowId, flowName, release, aliases: [...(known?.aliases ?? []), alias], columns: columnsOf(need.columns) });
  }
  return [...uses.values()];
}
