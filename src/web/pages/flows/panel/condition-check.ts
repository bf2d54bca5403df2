import type { Calendar } from '../../../../flows/calendar.ts';
import { type ConditionEnvironment, compileCondition, createConditionEnvironment } from '../../../../flows/conditions.ts';
import { isObject, type JsonPath } from '../../../../flows/edit/json.ts';
import { fitsVariable } from '../../../../flows/lint/variables.ts';
import { TableNeed } from '../../../../flows/tables/table.ts';
import { CELL_TYPES } from '../../../../flows/tables/table-expressions.ts';
import { namedIn } from './named-fields.tsx';
import { entriesOf, type PanelScene } from './panel-scene.ts';

const TYPES = ['string', 'integer', 'number', 'boolean'] as const;
type VariableType = (typeof TYPES)[number];

/** The declared variables whose type is one. */
export function declaredTypes({ flow }: Pick<PanelScene, 'flow'>): ReadonlyMap<string, VariableType> {
  return new Map(
    entriesOf(flow.variables).flatMap(([name, variable]) => {
      const type = isObject(variable) ? TYPES.find((each) => each === variable.type) : undefined;
      return type ? [[name, type] as const] : [];
    }),
  );
}

/** The tables that the draft says it reads; what is no good declaration is left out. */
function declaredTables({ flow }: Pick<PanelScene, 'flow'>): Readonly<Record<string, TableNeed>> {
  return Object.fromEntries(
    entriesOf(flow.tables).flatMap(([name, need]) => {
      const parsed = TableNeed.safeParse(need);
      return parsed.success ? [[name, parsed.data] as const] : [];
    }),
  );
}

/** What conditions of the draft may name, by the same checker as the linter’s. */
export function environmentOf(scene: Pick<PanelScene, 'flow' | 'library'>): ConditionEnvironment {
  const variables = Object.fromEntries([...declaredTypes(scene)].map(([name, type]) => [name, { type }]));
  const calendars = namedIn(scene, 'calendars') as unknown as Record<string, Calendar>;
  return createConditionEnvironment({ variables, calendars, tables: declaredTables(scene), timeZone: 'UTC' });
}

/** What is wrong with an expression; `position` is the offset of the character. */
export type ConditionFault =
  | { readonly kind: 'wrong'; readonly message: string; readonly position: number }
  /** It gives another type than the variable holds. */
  | { readonly kind: 'type'; readonly gives: string; readonly name: string; readonly declared: VariableType };

/** Checks an expression; one that sets a variable must give its type, any other true or false. */
export function checkExpression(
  source: string,
  environment: ConditionEnvironment,
  target?: { readonly name: string; readonly declared: VariableType | undefined },
): ConditionFault | undefined {
  const compiled = compileCondition(source, environment, target ? 'any' : 'bool');
  if (!compiled.ok) return { kind: 'wrong', ...compiled.problem };
  if (target?.declared === undefined || fitsVariable(compiled.type, target.declared)) return undefined;
  return { kind: 'type', gives: compiled.type, name: target.name, declared: target.declared };
}

/** The variable that an expression gives a value: those of a set step, the parameters of a part. */
export function targetOf(path: JsonPath): string | undefined {
  const holder = path.at(-2);
  return holder === 'values' || holder === 'with' ? String(path.at(-1)) : undefined;
}

/** The types of the columns that can be read: those of the tables that are kept, and what the draft says it reads. */
export function tableTypes(scene: Pick<PanelScene, 'flow' | 'library'>): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const all = { ...scene.library.tables, ...declaredTables(scene) };
  return Object.fromEntries(
    Object.entries(all).map(([name, { columns }]) => [
      name,
      Object.fromEntries(
        Object.entries({ ...scene.library.tables[name]?.columns, ...columns }).map(([column, type]) => [column, CELL_TYPES[type]]),
      ),
    ]),
  );
}
