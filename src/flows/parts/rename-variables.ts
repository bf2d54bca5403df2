import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { renameInCellPlace } from '../tables/cell-place.ts';

/** New names of variables by their old ones. */
export type Renames = ReadonlyMap<string, string>;

const READER = new Environment({ unlistedVariablesAreDyn: true });

/** An expression with its variables renamed, also behind `known.`; one that can't be read stays as it is. */
export function renameInExpression(source: string, renames: Renames): string {
  if (renames.size === 0) return source;
  let ast: ASTNode;
  try {
    ast = READER.parse(source).ast;
  } catch {
    return source;
  }
  const edits: { readonly at: number; readonly length: number; readonly text: string }[] = [];
  const visit = (node: ASTNode) => {
    if (node.op === 'id' && node.args === 'known') {
      const [all, dot = '', field = ''] = /^known(\s*\.\s*)([a-zA-Z]\w*)/.exec(source.slice(node.start)) ?? [];
      const next = renames.get(field);
      if (all !== undefined && next !== undefined) edits.push({ at: node.start + 5 + dot.length, length: field.length, text: next });
    } else if (node.op === 'id') {
      const next = renames.get(node.args);
      if (next !== undefined) edits.push({ at: node.start, length: node.args.length, text: next });
    }
    for (const child of childrenOf(node.args)) visit(child);
  };
  visit(ast);
  return edits
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, length, text: next }) => text.slice(0, at) + next + text.slice(at + length), source);
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

/** A text with the variables in its {{places}} renamed. */
function renameInText(text: string, renames: Renames): string {
  return text.replace(/(\{\{\s*)([^{}|]*?)(\s*(?:\|[^{}]*)?\}\})/g, (all, open: string, name: string, rest: string) => {
    const cell = renameInCellPlace(name, (variable) => renames.get(variable));
    const next = renames.get(name) ?? (cell === name ? undefined : cell);
    return next === undefined ? all : `${open}${next}${rest}`;
  });
}

/** Fields whose keys are variables that the step gives a value, and fields that name one. */
const TARGETS = new Set(['save', 'values']);
/** Fields that hold expressions. */
const EXPRESSIONS = new Set(['when', 'values', 'with']);
const UNTOUCHED = new Set(['mock', 'note', 'type', 'to']);

/** A step as it stands in a part, with the part's variables under their names in the flow. */
export function renameInStep<T>(step: T, renames: Renames): T {
  if (renames.size === 0) return step;
  const renamed = renameIn(step, '', renames) as T & { readonly type?: string; readonly location?: Readonly<Record<string, string>> };
  if (renamed.type !== 'ask' || !renamed.location) return renamed;
  // A question for a place names the variables that get its parts.
  const location = Object.fromEntries(Object.entries(renamed.location).map(([key, name]) => [key, renames.get(name) ?? name]));
  return { ...renamed, location };
}

function renameIn(value: unknown, field: string, renames: Renames): unknown {
  if (typeof value === 'string') {
    if (field === 'variable') return renames.get(value) ?? value;
    return EXPRESSIONS.has(field) ? renameInExpression(value, renames) : renameInText(value, renames);
  }
  if (Array.isArray(value)) return value.map((each) => renameIn(each, field, renames));
  if (typeof value !== 'object' || value === null) return value;
  const below = (key: string) => (TARGETS.has(field) || EXPRESSIONS.has(field) ? field : key);
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      TARGETS.has(field) ? (renames.get(key) ?? key) : key,
      UNTOUCHED.has(key) && !TARGETS.has(field) ? child : renameIn(child, field === 'save' ? '' : below(key), renames),
    ]),
  );
}
