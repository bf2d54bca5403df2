import { CONDITION_FACTS, HOURS_FACTS } from '../../../../flows/condition-facts.ts';

/** Something that can stand where the caret is. `about`: the key of its description. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'group' | 'fact' | 'variable' | 'function' | 'word';
  readonly type?: string;
  readonly about?: string;
}

/** The names that completion knows of the flow. */
export interface KnownNames {
  /** Variables with their types. */
  readonly variables: ReadonlyMap<string, string>;
  readonly calendars: readonly string[];
  readonly queues: readonly string[];
  /** The types of the columns of each table that the flow reads or that is kept. */
  readonly tables?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What stands before the caret, up to it: names and full stops, and the key by which a table is looked up. */
export const BEFORE_CARET = /tables\.\w+\[[^\]]*\]\.\w*|[\w.]*/;
const TYPE_WORDS: Readonly<Record<string, string>> = { bool: 'boolean', int: 'integer', string: 'string' };
export const GLOBAL_FUNCTIONS = ['has', 'size', 'int', 'double', 'string', 'bool', 'regex'] as const;
export const TEXT_FUNCTIONS = [
  'contains',
  'startsWith',
  'endsWith',
  'size',
  'lowerAscii',
  'upperAscii',
  'trim',
  'substring',
  'indexOf',
] as const;

function fields(group: string, facts: Readonly<Record<string, string>>): readonly Suggestion[] {
  return Object.entries(facts).map(([label, type]) => ({
    label,
    kind: 'fact',
    type: TYPE_WORDS[type] ?? type,
    about: `fact.${group}.${label}`,
  }));
}

/** What may come after `before`, the names and full stops in front of the caret, such as `caller.` or `hours.desk.o`. Pure. */
export function suggestionsFor(before: string, names: KnownNames): readonly Suggestion[] {
  const plain = before.replace(/\[[^\]]*\]/, '[]');
  const [first = '', second, ...rest] = plain.split('.').slice(0, -1);
  if (plain.split('.').length === 1) return topLevel(names);
  if (first === 'tables') return inTables(names.tables ?? {}, second, rest.length);
  const facts = (CONDITION_FACTS as Readonly<Record<string, Readonly<Record<string, string>>>>)[first];
  if (second === undefined) {
    if (facts) return fields(first, facts);
    if (first === 'known')
      return [...names.variables.keys()].map((label) => ({ label, kind: 'fact', type: 'boolean', about: 'fact.known' }));
    if (first === 'hours') return names.calendars.map((label) => ({ label, kind: 'group', about: 'condition.group' }));
    if (first === 'queues') return names.queues.map((label) => ({ label, kind: 'group', about: 'condition.group' }));
    return names.variables.get(first) === 'string' ? textFunctions() : [];
  }
  if (rest.length > 0) return [];
  if (first === 'hours') return fields('hours', HOURS_FACTS);
  if (first === 'queues') return fields('queue', CONDITION_FACTS.queue);
  return facts?.[second] === 'string' ? textFunctions() : [];
}

function inTables(tables: NonNullable<KnownNames['tables']>, second: string | undefined, deeper: number): readonly Suggestion[] {
  if (second === undefined) return Object.keys(tables).map((label) => ({ label, kind: 'group', about: 'condition.table' }));
  const name = second.replace('[]', '');
  if (deeper > 0 || name === second || !Object.hasOwn(tables, name)) return [];
  return Object.entries(tables[name] ?? {}).map(([label, type]) => ({ label, kind: 'fact', type, about: 'condition.column' }));
}

function textFunctions(): readonly Suggestion[] {
  return TEXT_FUNCTIONS.map((label) => ({ label, kind: 'function', about: `function.${label}` }));
}

function topLevel({ variables, calendars, queues, tables = {} }: KnownNames): readonly Suggestion[] {
  const groups = [
    ...Object.keys(CONDITION_FACTS),
    ...(variables.size > 0 ? ['known'] : []),
    ...(calendars.length > 0 ? ['hours'] : []),
    ...(queues.length > 0 ? ['queues'] : []),
    ...(Object.keys(tables).length > 0 ? ['tables'] : []),
  ];
  return [
    ...[...variables].map(([label, type]): Suggestion => ({ label, kind: 'variable', type, about: 'condition.variable' })),
    ...groups.map((label): Suggestion => ({ label, kind: 'group', about: 'condition.group' })),
    ...GLOBAL_FUNCTIONS.map((label): Suggestion => ({ label, kind: 'function', about: `function.${label}` })),
    ...['true', 'false'].map((label): Suggestion => ({ label, kind: 'word' })),
  ];
}
