/** A parameter of a rule as a field of a form. */
export type FieldSchema = { readonly name: string; readonly label: string; readonly es?: string } & (
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'list' | 'text' | 'yes-no' }
);

interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly es?: string;
}

/** The fields of a rule's parameters, from their JSON Schema. */
export function fieldsOf(schema: Readonly<Record<string, unknown>>): readonly FieldSchema[] {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Property>>;
  return Object.entries(properties).map(([name, property]) => {
    const words = { name, label: property.description ?? name, ...(property.es !== undefined && { es: property.es }) };
    if (property.enum) return { ...words, kind: 'choice', choices: property.enum };
    if (property.type === 'array') return { ...words, kind: 'list' };
    if (property.type === 'boolean') return { ...words, kind: 'yes-no' };
    if (property.type !== 'integer') return { ...words, kind: 'text' };
    return { ...words, kind: 'number', min: property.minimum ?? 0, max: property.maximum ?? Number.MAX_SAFE_INTEGER };
  });
}

/** A value as its field shows it; a list has one entry a line. */
export function shownValue(value: unknown): string | boolean {
  if (typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.join('\n') : String(value ?? '');
}

/** What was typed, as the service takes it; what is no number goes as it is, and the service says so. */
export function takenValue(field: FieldSchema, typed: string | boolean): string | number | boolean | string[] {
  if (typeof typed === 'boolean') return typed;
  if (field.kind === 'list')
    return typed
      .split(/[\n,;]+/)
      .map((entry) => entry.trim())
      .filter(Boolean);
  return field.kind === 'number' && /^\d+$/.test(typed.trim()) ? Number(typed) : typed.trim();
}
