import { type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { removeTable, restoreTable, type SaveTableDeps, saveTable } from '../../flows/tables/save-table.ts';
import type { Table } from '../../flows/tables/table.ts';
import { readTableCsv, writeTableCsv } from '../../flows/tables/table-csv.ts';
import { countChanges, diffTables } from '../../flows/tables/table-diff.ts';
import { hasTableErrors, tableProblems } from '../../flows/tables/table-problems.ts';
import type { TableState } from '../../flows/tables/table-store.ts';
import { usesOfTable } from '../../flows/tables/table-uses.ts';
import { API } from '../contract/routes.ts';
import { CsvQuery, type TableDetail, TableParam, type TableSummary } from '../contract/tables.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { defined } from './defined.ts';
import { editorOf } from './draft-routes.ts';

export interface TableRoutesDeps extends SaveTableDeps {
  /** Files of flows/tables that were not taken, by table, and why. */
  readonly tablesApart: () => Readonly<Record<string, string>>;
  /** Has this process read what was changed; others are told. */
  readonly refreshTables: () => Promise<void>;
}

/** Tables that flows look up: kept apart from the flows, and read by calls at once. */
export function createTableRoutes(deps: TableRoutesDeps): Router {
  const router = Router();
  const saved = async (state: TableState) => {
    await deps.refreshTables();
    return detailOf(deps, withTable(state));
  };
  mountRoute(router, API.tables, async ({ query }) => pageFrom(await summaries(deps), query));
  mountRoute(router, API.table, async ({ params }) => detailOf(deps, await currentOf(deps, params.name)));
  mountRoute(router, API.saveTable, async ({ params, body: { table, baseRevision, note }, res }) => {
    if (table.name !== params.name) {
      const details = [{ path: 'body.table.name', message: `must be ${params.name}, as in the address` }];
      throw new AppError('body-invalid', undefined, { details });
    }
    return saved(await saveTable(deps, plain(table), { baseRevision, by: editorOf(res), ...defined({ note }) }));
  });
  mountRoute(router, API.removeTable, async ({ params, query, res }) => {
    await removeTable(deps, params.name, { baseRevision: query.revision, by: editorOf(res) });
    await deps.refreshTables();
    return undefined;
  });
  mountRoute(router, API.previewTableRows, async ({ params, body }) => {
    const { table, revision } = await currentOf(deps, params.name);
    return { revision, ...takeCsv(table, body.csv).taken };
  });
  mountRoute(router, API.replaceTableRows, async ({ params, body: { csv, baseRevision, note }, res }) => {
    const { next, taken } = takeCsv((await currentOf(deps, params.name)).table, csv);
    const { lines, problems } = taken;
    if (lines.length > 0 || hasTableErrors(problems)) throw new AppError('table-invalid', undefined, { details: [...lines, ...problems] });
    const state = await saveTable(deps, next, { baseRevision, by: editorOf(res), ...defined({ note }) });
    await deps.refreshTables();
    return { revision: state.revision, ...taken };
  });
  mountRoute(router, API.tableHistory, async ({ params, query }) => {
    const heads = await deps.tables.history(params.name);
    if (heads.length === 0) throw new AppError('table-not-found');
    return pageFrom(heads, query);
  });
  mountRoute(router, API.tableState, async ({ params: { name, revision } }) => {
    const [state, before] = await Promise.all([deps.tables.at(name, revision), deps.tables.at(name, revision - 1)]);
    if (!state) throw new AppError('table-not-found');
    return { ...state, changes: before || revision === 1 ? [...diffTables(before?.table, state.table)] : [] };
  });
  mountRoute(router, API.restoreTable, async ({ params, body: { revision, baseRevision, note }, res }) =>
    saved(await restoreTable(deps, params.name, revision, { baseRevision, by: editorOf(res), ...defined({ note }) })),
  );
  router.get('/api/tables/:name/rows.csv', csvRoute(deps));
  return router;
}

/** The table with the rows of a CSV file, and what that changes and what is wrong with it. */
function takeCsv(table: Table, csv: string) {
  const { otherwise: _otherwise, ...rest } = table;
  const read = readTableCsv(table, csv);
  const next: Table = { ...rest, rows: read.rows, ...(read.otherwise && { otherwise: read.otherwise }) };
  const changed = countChanges(diffTables(table, next));
  return { next, taken: { rows: next.rows.length, changed, lines: [...read.problems], problems: [...tableProblems(next)] } };
}

type KeptTable = TableState & { readonly table: Table };

function withTable(state: TableState): KeptTable {
  if (!state.table) throw new AppError('table-not-found');
  return { ...state, table: state.table };
}

async function currentOf({ tables }: TableRoutesDeps, name: string): Promise<KeptTable> {
  const state = await tables.read(name);
  if (!state) throw new AppError('table-not-found');
  return withTable(state);
}

function plain(table: z.infer<(typeof API.saveTable.body.shape)['table']>): Table {
  return table;
}

function detailOf(deps: TableRoutesDeps, { name, revision, savedBy, savedAtMs, table }: KeptTable): TableDetail {
  const apart = deps.tablesApart()[name];
  const usedBy = usesOfTable(deps.served(), name).map((use) => ({ ...use, aliases: [...use.aliases], columns: [...use.columns] }));
  return { name, revision, savedBy, savedAtMs, table, problems: [...tableProblems(table)], usedBy, ...(apart !== undefined && { apart }) };
}

async function summaries(deps: TableRoutesDeps): Promise<readonly TableSummary[]> {
  const names = Object.keys(await deps.tables.revisions()).sort();
  const states = await Promise.all(names.map((name) => deps.tables.read(name)));
  return states.flatMap((state): TableSummary[] => {
    if (!state?.table) return [];
    const { table, problems, ...rest } = detailOf(deps, withTable(state));
    const warnings = problems.length;
    return [{ ...rest, title: table.title, rows: table.rows.length, columns: table.columns.length, warnings }];
  });
}

const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** The rows as a file. */
function csvRoute(deps: TableRoutesDeps): RequestHandler {
  return async (req, res) => {
    const params = TableParam.safeParse(req.params);
    if (!params.success) throw new AppError('table-not-found');
    const query = CsvQuery.safeParse(req.query);
    if (!query.success)
      throw new AppError('body-invalid', undefined, { details: [{ path: 'query.separator', message: 'must be comma, semicolon or tab' }] });
    const { table } = await currentOf(deps, params.data.name);
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Content-Disposition', `attachment; filename="${table.name}.csv"`);
    res.type('text/csv; charset=utf-8').send(writeTableCsv(table, SEPARATORS[query.data.separator]));
  };
}
