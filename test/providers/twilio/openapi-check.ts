import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly nullable?: boolean;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A description of the carrier's API, from test/specs. */
export function readSpec(name: string): Document {
  return parse(readFileSync(new URL(`../../specs/twilio/${name}`, import.meta.url), 'utf8')) as Document;
}

/** The operation a path belongs to, with the values of its places. */
export function operationOf(spec: Document, method: string, path: string): Operation {
  for (const [template, methods] of Object.entries(spec.paths)) {
    const pattern = new RegExp(`^${template.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
    const operation = methods[method.toLowerCase()];
    if (operation && pattern.test(path)) return operation;
  }
  throw new Error(`The description has no ${method} ${path}.`);
}

function resolve(spec: Document, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (spec.components.schemas[name] ?? {});
}

/** What in a value is not as the schema says; names that the schema does not have are problems too. */
export function problemsOf(spec: Document, schema: Schema, value: unknown, at = ''): string[] {
  const { type, properties, items, required, enum: values, pattern, minLength, maxLength, nullable } = resolve(spec, schema);
  if (value === null) return nullable ? [] : [`${at} is null`];
  if (values && !values.includes(value)) return [`${at} is ${String(value)}, not one of ${values.join(', ')}`];
  if (typeof value === 'string') {
    const fits =
      (!pattern || new RegExp(pattern).test(value)) && value.length >= (minLength ?? 0) && value.length <= (maxLength ?? Infinity);
    if (type !== undefined && type !== 'string' && type !== 'integer' && type !== 'boolean') return [`${at} is a text, not ${type}`];
    return fits ? [] : [`${at} has another shape`];
  }
  if (Array.isArray(value)) return value.flatMap((one, i) => problemsOf(spec, items ?? {}, one, `${at}[${i}]`));
  if (typeof value !== 'object') return [];
  const missing = (required ?? []).filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    if (!properties) return [];
    const property = properties[name];
    return property ? problemsOf(spec, property, inner, `${at}.${name}`) : [`${at}.${name} is unknown`];
  });
  return [...missing, ...wrong];
}
