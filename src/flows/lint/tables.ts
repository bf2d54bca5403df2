import { Environment } from '@marcbachmann/cel-js';
import type { Flow } from '../flow.ts';
import { missingColumns } from '../tables/read-cell.ts';
import type { TableShape } from '../tables/table.ts';
import { readsOf } from '../tables/table-expressions.ts';
import { comparableKey } from '../tables/table-rows.ts';
import { parseWording } from '../wording.ts';
import type { LintContext } from './context.ts';
import { type Place, type Problem, problem } from './problem.ts';
import { allExpressions } from './variables.ts';
import { wordingsOf } from './wordings.ts';

const READER = new Environment({ unlistedVariablesAreDyn: true });

/** One place where a flow looks into a table; without a column it asks whether there is a row. */
interface Look {
  readonly place: Place;
  readonly table: string;
  readonly column?: string;
  /** Where it is written out. */
  readonly key?: string;
}

/** Tables that are not there (F170) or lack what is needed (F171), that nobody reads (F172); keys without a row (F173), languages without texts (F174). */
export function* lintTables({ flow, tables }: LintContext): Iterable<Problem> {
  const needs = Object.entries(flow.tables ?? {});
  if (needs.length === 0) return;
  const looks = looksOf(flow);
  for (const [name, { columns }] of needs) {
    const at = (...path: string[]) => ({ side: 'flow' as const, path: ['tables', name, ...path] });
    const own = looks.filter(({ table }) => table === name);
    if (own.length === 0) yield problem('F172', at(), `Nobody reads the table "${name}".`);
    for (const column of Object.keys(columns)) {
      if (own.length === 0 || own.some((look) => look.column === column)) continue;
      yield problem('F172', at('columns', column), `Nobody reads the column "${column}" of the table "${name}".`);
    }
    if (!tables) continue;
    const shape = Object.hasOwn(tables, name) ? tables[name] : undefined;
    if (!shape) {
      yield problem('F170', at(), `There is no table "${name}".`);
      continue;
    }
    for (const { column, needed, found } of missingColumns(columns, shape.columns)) {
      const why = found === undefined ? 'has no column' : `is of type ${found} in the column`;
      yield problem('F171', at('columns', column), `The table "${name}" ${why} "${column}", which the flow reads as ${needed}.`);
    }
    yield* untranslated(flow, name, shape);
    yield* keysWithoutRow(name, shape, own);
  }
}

function* untranslated(flow: Flow, name: string, { columns, languages = [] }: TableShape): Iterable<Problem> {
  const texts = Object.keys(flow.tables?.[name]?.columns ?? {}).some((column) => columns[column] === 'wording');
  for (const language of texts ? flow.languages.filter((each) => !languages.includes(each)) : [])
    yield problem('F174', { side: 'flow', path: ['tables', name] }, `The table "${name}" has no texts in ${language}.`);
}

function* keysWithoutRow(name: string, { keys, compare, hasOtherwise }: TableShape, looks: readonly Look[]): Iterable<Problem> {
  const there = new Set(keys.map((key) => comparableKey(key, compare)));
  for (const { place, key, column } of looks) {
    if (key === undefined || there.has(comparableKey(key, compare)) || (hasOtherwise && column !== undefined)) continue;
    yield problem('F173', place, `The table "${name}" has no row "${key}".`);
  }
}

function looksOf(flow: Flow): readonly Look[] {
  const inExpressions = allExpressions(flow).flatMap(({ place, source }): Look[] => {
    try {
      return readsOf(READER.parse(source).ast).reads.map(({ table, column, key }) => ({
        place,
        table,
        ...(column !== undefined && { column }),
        ...(key.op === 'value' && typeof key.args === 'string' && { key: key.args }),
      }));
    } catch {
      return [];
    }
  });
  const inWordings = wordingsOf(flow).flatMap(({ place, wording }) =>
    Object.entries(wording).flatMap(([language, text]) =>
      parseWording(text).flatMap((part): Look[] => {
        if (typeof part === 'string' || !part.cell) return [];
        const { table, column, key } = part.cell;
        return [{ place: { ...place, path: [...place.path, language] }, table, column, ...('text' in key && { key: key.text }) }];
      }),
    ),
  );
  return [...inExpressions, ...inWordings];
}
