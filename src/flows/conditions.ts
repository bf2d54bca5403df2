import { type ASTNode, Environment, EvaluationError } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import {
  CONDITION_FACTS,
  type ConditionView,
  createClockReader,
  FACT_READERS,
  type FlowClock,
  HOURS_FACTS,
  isKnown,
  RESERVED_NAMES,
  toInteger,
} from './condition-facts.ts';
import type { Flow } from './flow.ts';
import type { Scalar, Variables } from './outcomes.ts';
import {
  CELL_TYPES,
  createTableReader,
  readsOf,
  runnableSource,
  TABLE_KEYS,
  type TableNeeds,
  tableFault,
} from './tables/table-expressions.ts';

/**
 * The expression language of flows: CEL, cut down to what is bounded in time and memory. What is not known (a wait
 * nobody measured, a variable without a value) makes the expression it decides come out `unknown`, which a condition
 * takes for false; `queue.waitKnown`, `has(queue.waitSeconds)` and `known.orderNumber` test for it.
 */
export type ConditionResult =
  | { readonly kind: 'value'; readonly value: Scalar }
  | { readonly kind: 'unknown' }
  /** Such as a division by zero. Never thrown: the flow goes on as if the condition were false. */
  | { readonly kind: 'error'; readonly message: string };

export interface ConditionProblem {
  readonly message: string;
  /** Offset of the character in the source. */
  readonly position: number;
}

export type CompiledCondition =
  | { readonly ok: true; readonly source: string; readonly type: string; readonly evaluate: (view: ConditionView) => ConditionResult }
  | { readonly ok: false; readonly problem: ConditionProblem };

/** What the conditions of one flow may name. */
export interface ConditionEnvironment {
  /** With the types of everything: to check. */
  readonly typed: Environment;
  /** The same names without types: to run, where it is several times as fast. */
  readonly loose: Environment;
  readonly variables: Flow['variables'];
  readonly clock: FlowClock;
  readonly tables: TableNeeds;
  readonly readTables: ReturnType<typeof createTableReader>;
}

const LIMITS = { maxAstNodes: 200, maxDepth: 20, maxListElements: 50, maxMapEntries: 0, maxCallArguments: 4 };
/** What an administrator writes has at most 500; in a part, names grow longer. */
const MAX_SOURCE = 2000;
const MAX_TEXT = 1000;
const TYPES = { string: 'string', integer: 'int', number: 'double', boolean: 'bool' } as const;
const LOOPS = new Set(['all', 'exists', 'exists_one']);
const FUNCTIONS = new Set(['size', 'startsWith', 'endsWith', 'contains', 'lowerAscii', 'upperAscii', 'trim', 'substring', 'indexOf']);
const GLOBALS = new Set(['size', 'int', 'double', 'string', 'bool', 'has', 'regex']);

/** The names and functions that the expressions of a flow may use. */
export function createConditionEnvironment(
  flow: Pick<Flow, 'variables' | 'timeZone' | 'calendars'> & Partial<Pick<Flow, 'tables' | 'languages'>>,
  calendars: FlowClock['calendars'] = {},
): ConditionEnvironment {
  const options = { unlistedVariablesAreDyn: false, enableOptionalTypes: false, limits: LIMITS };
  const typed = new Environment(options);
  const loose = new Environment(options);
  for (const [name, schema] of Object.entries(CONDITION_FACTS)) typed.registerVariable({ name, schema });
  typed.registerVariable('queues', 'map');
  const hours = Object.keys(flow.calendars ?? {}).map((name) => [name, HOURS_FACTS] as const);
  if (hours.length > 0) typed.registerVariable({ name: 'hours', schema: Object.fromEntries(hours) });
  const tables = flow.tables ?? {};
  registerTables(typed, tables);
  const usable = Object.entries(flow.variables).filter(([name]) => isUsableName(name));
  if (usable.length === 0) typed.registerVariable('known', 'map');
  else typed.registerVariable({ name: 'known', schema: Object.fromEntries(usable.map(([name]) => [name, 'bool'])) });
  for (const [name, { type }] of usable) typed.registerVariable(name, TYPES[type]);
  for (const name of ['known', 'tables', TABLE_KEYS, ...Object.keys(FACT_READERS), ...usable.map(([name]) => name)])
    loose.registerVariable(name, 'dyn');
  const patterns = new Map<string, RE2JS>();
  const regex = (text: string, pattern: string) => {
    let compiled = patterns.get(pattern);
    if (!compiled) {
      compiled = RE2JS.compile(pattern);
      patterns.set(pattern, compiled);
    }
    return text.length <= MAX_TEXT && compiled.matcher(text).matches();
  };
  for (const environment of [typed, loose]) environment.registerFunction('regex(string, string): bool', regex);
  return {
    typed,
    loose,
    variables: flow.variables,
    clock: { read: createClockReader(flow.timeZone), calendars },
    tables,
    readTables: createTableReader(tables, flow.languages ?? []),
  };
}

/** Each table is a map from keys to rows, whose fields are its columns. */
function registerTables(typed: Environment, tables: TableNeeds): void {
  const names = Object.keys(tables);
  for (const name of names) {
    const fields = Object.entries(tables[name]?.columns ?? {}).map(([column, type]) => [column, CELL_TYPES[type]] as const);
    typed.registerType({ name: `Row_${name}`, schema: Object.fromEntries(fields) } as never);
  }
  if (names.length === 0) typed.registerVariable('tables', 'map');
  else typed.registerVariable({ name: 'tables', schema: Object.fromEntries(names.map((name) => [name, `map<string, Row_${name}>`])) });
}

/** May a variable be called this? Not the name of a fact, nor a word of the expression language. */
export function isUsableName(name: string): boolean {
  if (RESERVED_NAMES.includes(name)) return false;
  try {
    const probe = new Environment({ unlistedVariablesAreDyn: false }).registerVariable(name, 'bool');
    return probe.parse(name).ast.op === 'id';
  } catch {
    return false;
  }
}

/** Checks an expression and makes it ready to run; done once per flow. `bool` asks for a condition, `any` for any value. */
export function compileCondition(
  source: string,
  environment: ConditionEnvironment,
  expectedType: 'bool' | 'any' = 'bool',
): CompiledCondition {
  if (source.length > MAX_SOURCE) return problem(`is longer than ${MAX_SOURCE} characters.`, MAX_SOURCE);
  try {
    const names = new Set<string>();
    const { ast } = environment.typed.parse(source);
    const looks = readsOf(ast);
    const refused =
      findRefused(ast, names, 0) ??
      tableFault(looks, environment.tables, (key) => environment.typed.check(source.slice(key.start, key.end)).type);
    if (refused) return problem(refused.message, refused.position);
    const { valid, type = 'dyn', error } = environment.typed.check(source);
    if (!valid) return problem(explain(error), error?.range?.start ?? 0);
    if (expectedType === 'bool' && type !== 'bool' && type !== 'dyn')
      return problem(`gives ${type}; a condition must give true or false.`, 0);
    const program = environment.loose.parse(runnableSource(source, looks.reads));
    const read = createContextReader(names, environment);
    return { ok: true, source, type, evaluate: (view) => run(program, read(view), expectedType) };
  } catch (thrown) {
    return problem(explain(thrown), (thrown as { range?: { start: number } }).range?.start ?? 0);
  }
}

function problem(message: string, position: number): CompiledCondition {
  return { ok: false, problem: { message, position } };
}

function explain(thrown: unknown): string {
  const { summary, message } = (thrown ?? {}) as { summary?: string; message?: string };
  const text = summary ?? message?.split('\n')[0] ?? 'can’t be read';
  const hint = /no such overload: .*\b(double|int)\b.*\b(double|int)\b/.test(text)
    ? '. Whole numbers and decimals do not mix: write 1.0, or int(…).'
    : '.';
  return `${text}${hint}`;
}

/** The first thing in an expression that is not allowed, if any; collects the names that it reads. */
function findRefused(node: ASTNode, names: Set<string>, loops: number): ConditionProblem | undefined {
  const at = (message: string): ConditionProblem => ({ message, position: node.start });
  if (node.op === 'id') names.add(node.args);
  if (node.op === 'map' || node.op === '.?' || node.op === '[?]') return at('maps and optional access are not part of the language.');
  if (node.op === 'value' && typeof node.args === 'object' && node.args !== null)
    return at('bytes and unsigned numbers are not part of the language.');
  let inner = loops;
  if (node.op === 'call') {
    const [name, args] = node.args;
    if (!GLOBALS.has(name)) return at(`the function ${name} is not part of the language.`);
    if (name === 'regex') {
      if (loops > 0) return at('regex can’t stand inside all or exists.');
      const pattern = args[1];
      if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return at('the pattern of regex must be written out as text.');
      if (!isPattern(pattern.args)) return at('the pattern of regex is not one that RE2 understands.');
    }
  }
  if (node.op === 'rcall') {
    const [name] = node.args;
    if (LOOPS.has(name)) {
      if (loops > 0) return at(`${name} can’t stand inside another all or exists.`);
      inner = loops + 1;
    } else if (!FUNCTIONS.has(name)) {
      return at(
        name === 'matches'
          ? 'matches can block the service: use regex(text, "pattern").'
          : `the function ${name} is not part of the language.`,
      );
    }
  }
  for (const child of childrenOf(node.args)) {
    const found = findRefused(child, names, inner);
    if (found) return found;
  }
  return undefined;
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

function isPattern(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

function createContextReader(
  names: ReadonlySet<string>,
  environment: ConditionEnvironment,
): (view: ConditionView) => Record<string, unknown> {
  const facts = [...names].flatMap((name) => (FACT_READERS[name] ? [[name, FACT_READERS[name]] as const] : []));
  const variables = [...names].flatMap((name) => {
    const declared = environment.variables[name];
    return declared && !FACT_READERS[name] ? [[name, declared.type] as const] : [];
  });
  return (view) => {
    const context: Record<string, unknown> = {};
    for (const [name, read] of facts) context[name] = read(view, environment.clock);
    if (names.has('tables')) {
      const { cells, keys } = environment.readTables(view.surroundings.tables, view.language);
      context.tables = cells;
      context[TABLE_KEYS] = keys;
    }
    if (names.has('known')) context.known = whatIsKnown(view.variables, environment.variables);
    for (const [name, type] of variables) context[name] = asDeclared(view.variables[name], type);
    return context;
  };
}

function whatIsKnown(values: Variables, declared: Flow['variables']): Record<string, boolean> {
  return Object.fromEntries(Object.keys(declared).map((name) => [name, isKnown(values[name])]));
}

/** A variable's value as the expression language has it; undefined, which is unknown, when it is not of its type. */
function asDeclared(value: Scalar | undefined, type: keyof typeof TYPES): unknown {
  if (type === 'integer') return toInteger(value);
  if (type === 'string') return typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined;
  return typeof value === type ? value : undefined;
}

const UNKNOWN = new Set(['no_such_key', 'unknown_variable']);

function run(
  program: (context: Record<string, unknown>) => unknown,
  context: Record<string, unknown>,
  expected: 'bool' | 'any',
): ConditionResult {
  try {
    const value = program(context);
    if (expected === 'bool' && typeof value !== 'boolean') return { kind: 'error', message: `gives ${typeof value}, not true or false` };
    return asResult(value);
  } catch (thrown) {
    if (thrown instanceof EvaluationError) {
      return UNKNOWN.has(thrown.code) ? { kind: 'unknown' } : { kind: 'error', message: thrown.summary };
    }
    return { kind: 'error', message: thrown instanceof Error ? thrown.message : 'failed' };
  }
}

function asResult(value: unknown): ConditionResult {
  if (typeof value === 'bigint') return { kind: 'value', value: Number(value) };
  if (typeof value === 'number') return Number.isFinite(value) ? { kind: 'value', value } : { kind: 'unknown' };
  if (typeof value === 'string') return { kind: 'value', value: value.slice(0, MAX_TEXT) };
  if (typeof value === 'boolean' || value === null) return { kind: 'value', value };
  return { kind: 'error', message: 'gives a list; only text, numbers, true and false can be kept' };
}
