/** The parts of JSON Schema that z.toJSONSchema gives and these pages show. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A cell of a table: a bar or a line break would end it. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** The name of the definition a schema points at. */
export function nameOf(schema: JsonSchema): string | undefined {
  return schema.$ref?.replace('#/$defs/', '');
}

const PLAIN_NAMES: Readonly<Record<string, string>> = { StepId: 'step', Wording: 'wording', Validator: 'answer' };

/** What may stand in a field, in a few words. */
export function typeText(schema: JsonSchema): string {
  const name = nameOf(schema);
  if (name !== undefined) return PLAIN_NAMES[name] ?? name;
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((each) => `\`${String(each)}\``).join(', ');
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice) return choice.map(typeText).join(' or ');
  if (schema.type === 'array')
    return `list of ${schema.items ? typeText(schema.items) : 'anything'}${limits(schema.minItems, schema.maxItems)}`;
  if (schema.type === 'object') {
    if (schema.properties && Object.keys(schema.properties).length > 0) return 'group';
    return typeof schema.additionalProperties === 'object' ? `${typeText(schema.additionalProperties)} by name` : 'group';
  }
  if (schema.type === 'integer') return `whole number${limits(schema.minimum, schema.maximum)}`;
  if (schema.type === 'string') return schema.maxLength === undefined ? 'text' : `text, up to ${schema.maxLength}`;
  return typeof schema.type === 'object' ? schema.type.join(' or ') : (schema.type ?? 'anything');
}

function limits(from: number | undefined, to: number | undefined): string {
  const low = from === undefined || from <= Number.MIN_SAFE_INTEGER ? undefined : from;
  const high = to === undefined || to >= Number.MAX_SAFE_INTEGER ? undefined : to;
  if (low === undefined && high === undefined) return '';
  return low === undefined ? `, up to ${high}` : high === undefined ? `, at least ${low}` : `, ${low} to ${high}`;
}

/** One row per field, groups opened: `options[].key`. */
export function fieldRows(schema: JsonSchema, prefix = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const needed = schema.required?.includes(name);
    const fallback = field.default === undefined || JSON.stringify(field.default) === '{}' ? '' : `\`${JSON.stringify(field.default)}\``;
    const row = [`\`${path}\``, typeText(field), needed ? 'needed' : fallback, field.description ?? ''];
    const values = typeof field.additionalProperties === 'object' ? field.additionalProperties : undefined;
    const inner = field.type === 'array' ? field.items : (values ?? field);
    const step = field.type === 'array' ? '[]' : values ? '.<name>' : '';
    const open = inner?.properties && !inner.$ref ? fieldRows(inner, `${path}${step}.`) : [];
    return [row, ...open];
  });
}
