import { AppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { TableBook, TableRows } from '../channels/table-book.ts';
import { fingerprintOf } from '../flows/flow-fingerprint.ts';
import type { BesideFlow } from '../flows/parse-flow.ts';
import { goodTables, readTableFolder } from '../flows/read-library.ts';
import { FROM_FOLDER, type ReleaseStore } from '../flows/releases.ts';
import { aliasNames, releaseAt } from '../flows/studio/alias.ts';
import { takeFile } from '../flows/studio/take-file.ts';
import { type SaveTableDeps, saveTable } from '../flows/tables/save-table.ts';
import { shapeOfTable, type Table, type TableShape } from '../flows/tables/table.ts';
import { openTable } from '../flows/tables/table-rows.ts';
import type { TableState } from '../flows/tables/table-store.ts';
import type { ServedRelease } from '../flows/tables/table-uses.ts';
import type { OpenShelf } from './open-shelf.ts';

interface Deps extends Omit<SaveTableDeps, 'served'> {
  readonly releases: ReleaseStore;
  readonly log: Logger;
  readonly flowsFolder: string;
}

/** The tables in use, held in memory: no round trip on the way of a call. */
export interface OpenTables {
  /** As they are at this moment; the same book until one of them changes. */
  book(): TableBook;
  /** What the linter knows of them. */
  shapes(): Readonly<Record<string, TableShape>>;
  /** Files of flows/tables that were not taken, by table, and why. */
  apart(): Readonly<Record<string, string>>;
  /** What was changed meanwhile, here or elsewhere. */
  refresh(): Promise<void>;
}

interface Held {
  readonly revision: number;
  readonly rows: TableRows;
  readonly shape: TableShape;
}

/** Takes what changed in flows/tables and holds every table in memory. Throws `store-unavailable`. */
export async function openTables(deps: Deps): Promise<OpenTables> {
  const apart = await takeFolder(deps);
  let held: ReadonlyMap<string, Held> = new Map();
  let book: TableBook = {};
  let begun = 0;
  let taken = 0;

  async function refresh(): Promise<void> {
    begun += 1;
    const turn = begun;
    const revisions = Object.entries(await deps.tables.revisions());
    if (revisions.length === held.size && revisions.every(([name, revision]) => held.get(name)?.revision === revision)) return;
    const next = new Map<string, Held>();
    for (const [name, revision] of revisions) {
      const known = held.get(name);
      const found = known?.revision === revision ? known : hold(await deps.tables.read(name));
      if (found) next.set(name, found);
    }
    // A look that began earlier and ended later knows less.
    if (turn < taken) return;
    taken = turn;
    held = next;
    book = Object.fromEntries([...next].map(([name, { rows }]) => [name, rows]));
  }

  await refresh();
  return {
    book: () => book,
    shapes: () => Object.fromEntries([...held].map(([name, { shape }]) => [name, shape])),
    apart: () => apart,
    refresh,
  };
}

function hold(state: TableState | undefined): Held | undefined {
  if (!state?.table) return undefined;
  return { revision: state.revision, rows: openTable(state.table), shape: shapeOfTable(state.table) };
}

/** What flows are linted with: what lies beside them, and the tables as they are kept now. */
export function besideFlows({ shelf, tables }: { readonly shelf: OpenShelf; readonly tables: OpenTables }): BesideFlow {
  return { ...shelf.folder.beside, tables: tables.shapes() };
}

/** Takes the good files that changed, and says which were not taken, by table, and why. */
async function takeFolder(deps: Deps): Promise<Readonly<Record<string, string>>> {
  const { log, tables } = deps;
  const files = await readTableFolder(deps.flowsFolder);
  for (const { file, problems } of files)
    for (const each of problems.filter(({ severity }) => severity === 'error')) log.error({ file, ...each }, 'a table file was refused');
  const marks = await tables.folderMarks();
  const served = files.length === 0 ? [] : await servedReleases(deps.releases);
  const apart: Record<string, string> = {};
  for (const table of goodTables(files)) {
    const why = await takeGood({ ...deps, served: () => served }, table, marks[table.name]);
    if (why === undefined) continue;
    apart[table.name] = why;
    log.warn({ table: table.name }, why);
  }
  return apart;
}

/** Why a file was not taken; undefined: it was, or is what is kept. */
async function takeGood(deps: Deps & SaveTableDeps, table: Table, taken: string | undefined): Promise<string | undefined> {
  const sha256 = printOf(table);
  const state = await deps.tables.read(table.name);
  const newest = state && { sha256: state.table ? printOf(state.table) : '', author: state.savedBy.userId };
  const what = takeFile({ sha256, taken, newest });
  const file = `flows/tables/${table.name}.table.json`;
  if (what === 'apart')
    return `${file} was changed, and so was the table since: the table goes on. To have the file be the table, npm run tables -- push ${file}; to have the table be the file, npm run tables -- pull ${file}.`;
  if (what === 'publish') {
    try {
      await saveTable(deps, table, { baseRevision: state?.revision ?? 0, by: FROM_FOLDER });
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code === 'store-unavailable') throw thrown;
      return `${file} was not taken: ${thrown.message}`;
    }
  }
  if (what !== 'keep') await deps.tables.markFolder(table.name, sha256);
  return undefined;
}

function printOf({ $schema: _schema, ...content }: Table): string {
  return fingerprintOf(content);
}

async function servedReleases(releases: ReleaseStore): Promise<readonly ServedRelease[]> {
  const standing = await releases.standing();
  const all = standing.flatMap((each) =>
    aliasNames(each).map((alias) => ({ flowId: each.flowId, alias, release: releaseAt(each, alias) })),
  );
  const found = await Promise.all(
    all.map(async ({ flowId, alias, release }) => {
      const flow = release === undefined ? undefined : (await releases.get(flowId, release))?.flow;
      return flow && release !== undefined ? [{ flowId, alias, release, flowName: flow.name, tables: flow.tables }] : [];
    }),
  );
  return found.flat();
}
