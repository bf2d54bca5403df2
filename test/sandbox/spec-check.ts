import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly $ref?: string;
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }>>;
}
interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const FOLDER = new URL('../specs/sandbox/', import.meta.url);
const SPECS: readonly Spec[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Spec);

/** One exchange with the REST API. */
export interface Exchange {
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  readonly fields: readonly string[];
  readonly status: number;
  readonly body: unknown;
}

/** What is wrong with an exchange by the published description; '' in front of the path's name when it is not described. */
export function problemsOf(exchange: Exchange): string[] {
  const found = find(exchange);
  if (!found) return [`${exchange.method} ${exchange.path} is not described`];
  const { spec, operation } = found;
  const answer = operation.responses[String(exchange.status)];
  if (!answer) return [`the answer ${exchange.status} is not described`];
  const unknown = exchange.fields
    .filter((name) => !requestNames(spec, operation).has(name))
    .map((name) => `the field ${name} is not described`);
  const schema = Object.values(answer.content)[0]?.schema;
  return [...unknown, ...(schema ? differences(spec, schema, exchange.body, '$') : [])];
}

function find({ method, path }: Exchange): { spec: Spec; operation: Operation } | undefined {
  for (const spec of SPECS) {
    for (const [template, operations] of Object.entries(spec.paths)) {
      const pattern = new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
      const operation = operations[method.toLowerCase()];
      if (operation && pattern.test(path)) return { spec, operation };
    }
  }
  return undefined;
}

function requestNames(spec: Spec, operation: Operation): Set<string> {
  const names = new Set((operation.parameters ?? []).map((parameter) => parameter.name));
  for (const { schema } of Object.values(operation.requestBody?.content ?? {})) {
    for (const name of Object.keys(resolve(spec, schema).properties ?? {})) names.add(name);
  }
  return names;
}

function resolve(spec: Spec, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  return resolve(spec, spec.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
}

function differences(spec: Spec, raw: Schema, value: unknown, where: string): string[] {
  const schema = resolve(spec, raw);
  if (value === null || value === undefined) return schema.nullable || raw.nullable || !schema.type ? [] : [`${where} is ${value}`];
  if (schema.properties) return objectDifferences(spec, schema, value, where);
  if (schema.items) {
    if (!Array.isArray(value)) return [`${where} is no list`];
    return value.flatMap((item, index) => differences(spec, schema.items ?? {}, item, `${where}[${index}]`));
  }
  return scalarDifferences(schema, value, where);
}

function objectDifferences(spec: Spec, schema: Schema, value: unknown, where: string): string[] {
  if (typeof value !== 'object' || Array.isArray(value)) return [`${where} is no object`];
  const properties = schema.properties ?? {};
  const fields = value as Record<string, unknown>;
  const extra = Object.keys(fields).filter((name) => !(name in properties));
  const missing = Object.keys(properties).filter((name) => !(name in fields));
  return [
    ...extra.map((name) => `${where}.${name} is not described`),
    ...missing.map((name) => `${where}.${name} is missing`),
    ...Object.entries(properties).flatMap(([name, property]) =>
      name in fields ? differences(spec, property, fields[name], `${where}.${name}`) : [],
    ),
  ];
}

function scalarDifferences(schema: Schema, value: unknown, where: string): string[] {
  const type = schema.type === 'integer' || schema.type === 'number' ? 'number' : schema.type;
  if (type !== undefined && type !== 'object' && typeof value !== type) return [`${where} is ${typeof value}, not ${schema.type}`];
  if (typeof value !== 'string') return [];
  const problems: string[] = [];
  if (schema.enum && !schema.enum.includes(value)) problems.push(`${where} "${value}" is none of ${schema.enum.join(', ')}`);
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) problems.push(`${where} "${value}" does not match ${schema.pattern}`);
  if (schema.maxLength !== undefined && value.length > schema.maxLength) problems.push(`${where} is too long`);
  if (schema.minLength !== undefined && value.length < schema.minLength) problems.push(`${where} is too short`);
  if (schema.format === 'date-time-rfc-2822' && !/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/.test(value))
    problems.push(`${where} is no RFC 2822 date`);
  if (schema.format === 'date-time' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) problems.push(`${where} is no ISO 8601 date`);
  return problems;
}
