import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { Editor } from '../studio/draft.ts';
import type { FlowNews } from '../studio/flow-news.ts';
import { TABLE_LIMITS, type Table } from './table.ts';
import { countChanges, diffTables } from './table-diff.ts';
import { hasTableErrors, tableProblems } from './table-problems.ts';
import type { TableState, TableStore } from './table-store.ts';
import { brokenUses, type ServedRelease } from './table-uses.ts';

export interface SaveTableDeps {
  readonly tables: TableStore;
  readonly flowNews: Pick<FlowNews, 'tell'>;
  readonly clock: Clock;
  /** What the aliases of every flow point at. */
  readonly served: () => readonly ServedRelease[];
}

interface Saving {
  /** The revision that was edited; 0: there was no table of that name. */
  readonly baseRevision: number;
  readonly by: Editor;
  readonly note?: string;
}

/**
 * Keeps a table; calls read it from now on. What is the same as before is not kept again. Throws `table-changed`, `table-invalid`,
 * `table-in-use`, `too-many-tables`, `store-unavailable`; nothing is changed then.
 */
export async function saveTable(deps: SaveTableDeps, table: Table, saving: Saving & { readonly restored?: number }): Promise<TableState> {
  const { $schema: _schema, ...content } = table;
  const before = await stateToChange(deps, table.name, saving.baseRevision);
  const problems = tableProblems(content);
  if (hasTableErrors(problems)) throw new AppError('table-invalid', undefined, { details: problems });
  refuseBroken(deps, table.name, content);
  if (!before?.table && Object.keys(await deps.tables.revisions()).length >= TABLE_LIMITS.tables) throw new AppError('too-many-tables');
  const changes = diffTables(before?.table, content);
  if (before?.table && changes.length === 0) return before;
  const { restored } = saving;
  return write(
    deps,
    { name: table.name, before, saving },
    { table: content, changed: countChanges(changes), ...(restored !== undefined && { restored }) },
  );
}

/** Takes a table away; its states are kept, so that it can be brought back. Throws `table-not-found`, `table-changed`, `table-in-use`, `store-unavailable`. */
export async function removeTable(deps: SaveTableDeps, name: string, saving: Saving): Promise<TableState> {
  const before = await stateToChange(deps, name, saving.baseRevision);
  if (!before?.table) throw new AppError('table-not-found');
  refuseBroken(deps, name, undefined);
  return write(deps, { name, before, saving }, { removed: true, changed: countChanges(diffTables(before.table, undefined)) });
}

/** Makes a table what it was at a revision. Throws `table-not-found` and what `saveTable` throws. */
export async function restoreTable(deps: SaveTableDeps, name: string, revision: number, saving: Saving): Promise<TableState> {
  const state = await deps.tables.at(name, revision);
  if (!state?.table) throw new AppError('table-not-found');
  return saveTable(deps, state.table, { ...saving, restored: revision });
}

async function stateToChange({ tables }: SaveTableDeps, name: string, baseRevision: number): Promise<TableState | undefined> {
  const before = await tables.read(name);
  const revision = before?.revision ?? 0;
  // Where a table of that name was taken away, a new one begins as if there never had been one.
  if (revision === baseRevision || (baseRevision === 0 && before && !before.table)) return before;
  throw changedMeanwhile(before);
}

function changedMeanwhile(state: TableState | undefined): AppError {
  const details = state && {
    revision: state.revision,
    savedBy: state.savedBy,
    savedAtMs: state.savedAtMs,
    ...(state.removed && { removed: true }),
  };
  return new AppError('table-changed', undefined, { details });
}

function refuseBroken({ served }: SaveTableDeps, name: string, after: Table | undefined): void {
  const broken = brokenUses(served(), name, after);
  if (broken.length > 0) throw new AppError('table-in-use', undefined, { details: broken });
}

async function write(
  { tables, flowNews, clock }: SaveTableDeps,
  { name, before, saving: { by, note } }: { readonly name: string; readonly before: TableState | undefined; readonly saving: Saving },
  what: Pick<TableState, 'table' | 'changed' | 'removed' | 'restored'>,
): Promise<TableState> {
  const savedAtMs = clock.nowMs();
  const revision = (before?.revision ?? 0) + 1;
  const state: TableState = { name, revision, savedBy: by, savedAtMs, ...(note !== undefined && { note }), ...what };
  if (!(await tables.write(state))) throw changedMeanwhile(await tables.read(name));
  await flowNews.tell({ kind: 'table-changed', table: name, revision, by, atMs: savedAtMs });
  return state;
}
