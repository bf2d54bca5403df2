import { getLocation, type Node, parseTree } from 'jsonc-parser';

/** A JSON Schema as zod writes it; only what completion looks at. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Something that can stand at the caret; `from` and `to` are what it replaces. */
export interface JsonSuggestion {
  readonly label: string;
  readonly insert: string;
  readonly about?: string;
}
export interface JsonSuggestions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly JsonSuggestion[];
}

type Path = readonly (string | number)[];

/** The schema itself and every alternative of it, references followed. */
function open(schema: JsonSchema | undefined, root: JsonSchema): readonly JsonSchema[] {
  if (!schema) return [];
  const name = schema.$ref?.split('/').at(-1);
  const referred = name === undefined ? [] : open(root.$defs?.[name], root);
  const others = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((each) => open(each, root));
  return [schema, ...referred, ...others];
}

/** Of several alternatives those whose fixed words fit what is written already. */
function fitting(alternatives: readonly JsonSchema[], written: unknown): readonly JsonSchema[] {
  if (typeof written !== 'object' || written === null) return alternatives;
  const values = written as Readonly<Record<string, unknown>>;
  return alternatives.filter(({ properties = {} }) =>
    Object.entries(properties).every(
      ([name, { const: fixed }]) => fixed === undefined || values[name] === undefined || values[name] === fixed,
    ),
  );
}

function childOf(value: unknown, part: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined;
}

/** The schemas that count at a path, and what is written there. */
function schemasAt(root: JsonSchema, value: unknown, path: Path): { readonly schemas: readonly JsonSchema[]; readonly written: unknown } {
  let schemas = fitting(open(root, root), value);
  let written = value;
  for (const part of path) {
    written = childOf(written, part);
    const next = schemas.flatMap(({ properties, additionalProperties, items }) => {
      if (typeof part === 'number') return open(items, root);
      const named = properties?.[part];
      if (named) return open(named, root);
      return typeof additionalProperties === 'object' ? open(additionalProperties, root) : [];
    });
    schemas = fitting(next, written);
  }
  return { schemas, written };
}

/** What is written, as far as it can be read, but for what stands at the caret. */
function writtenIn(node: Node | undefined, caret: number): unknown {
  if (!node || (node.children === undefined && node.offset <= caret && caret <= node.offset + node.length)) return undefined;
  if (node.type === 'object') {
    return Object.fromEntries(
      (node.children ?? []).map(({ children = [] }) => [String(children[0]?.value), writtenIn(children[1], caret)]),
    );
  }
  return node.type === 'array' ? (node.children ?? []).map((each) => writtenIn(each, caret)) : node.value;
}

/** What may stand at an offset of a text: names of fields, or values, by the schema; `steps` are the ids that exits may name. Pure. */
export function jsonSuggestions(text: string, offset: number, root: JsonSchema, steps: readonly string[]): JsonSuggestions | undefined {
  const location = getLocation(text, offset);
  const written = writtenIn(parseTree(text, [], { allowTrailingComma: true }), offset);
  const inString = location.previousNode?.type === 'string' || location.previousNode?.type === 'property';
  const touched =
    location.previousNode && offset <= location.previousNode.offset + location.previousNode.length ? location.previousNode : undefined;
  const from = touched?.offset ?? offset - (/[\w-]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
  const to = touched ? touched.offset + touched.length : offset;
  if (location.isAtPropertyKey) {
    const holder = schemasAt(root, written, location.path.slice(0, -1));
    const taken = new Set(Object.keys((holder.written as object | undefined) ?? {}));
    const names = new Map(holder.schemas.flatMap(({ properties = {} }) => Object.entries(properties)));
    const isNew = !/^\s*:/.test(text.slice(to));
    const options = [...names]
      .filter(([name]) => !taken.has(name) || (touched && text.slice(from + 1, to - 1) === name))
      .map(([name, schema]) => ({
        label: name,
        insert: `"${name}"${isNew ? ': ' : ''}`,
        ...aboutOf(schema, root),
      }));
    return { from, to, options };
  }
  const { schemas } = schemasAt(root, written, location.path);
  const isStep = schemas.some(({ $ref }) => $ref?.endsWith('/StepId'));
  const words = schemas.flatMap((schema) => [...(schema.const === undefined ? [] : [schema.const]), ...(schema.enum ?? [])]);
  const answers = schemas.some(({ type }) => type === 'boolean') ? [true, false] : [];
  const values = [...new Set([...(isStep ? steps : []), ...words, ...answers])];
  if (values.length === 0 || (!inString && touched !== undefined && touched.type === 'object')) return undefined;
  return { from, to, options: values.map((value) => ({ label: String(value), insert: JSON.stringify(value) })) };
}

function aboutOf(schema: JsonSchema, root: JsonSchema): { about?: string } {
  const about = open(schema, root).find(({ description }) => description !== undefined)?.description;
  return about === undefined ? {} : { about };
}
