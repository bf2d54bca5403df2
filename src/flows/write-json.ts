const WIDTH = 140;

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function write(value: unknown, indent: string, used: number): string {
  if (isPlain(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const line = `[${value.map((each) => JSON.stringify(each)).join(', ')}]`;
    if (value.every(isPlain) && used + line.length <= WIDTH) return line;
    return `[\n${value.map((each) => `${inner}${write(each, inner, inner.length + 1)}`).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value as object).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, each], at) => {
    const name = `${inner}${JSON.stringify(key)}: `;
    const comma = at < entries.length - 1 ? 1 : 0;
    return `${name}${write(each, inner, name.length + comma)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** JSON as people keep it in a repository: two blanks, short lists of plain values on one line, a line break at the end. */
export function writeJson(value: unknown): string {
  return `${write(value, '', 0)}\n`;
}
