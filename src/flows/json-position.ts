/** Where a value stands in the text of a JSON file; both start at 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. */
export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

type Path = readonly (string | number)[];

interface Reader {
  readonly text: string;
  at: number;
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function readString(reader: Reader): string {
  const from = reader.at;
  reader.at += 1;
  while (reader.at < reader.text.length && reader.text[reader.at] !== '"') reader.at += reader.text[reader.at] === '\\' ? 2 : 1;
  reader.at += 1;
  return JSON.parse(reader.text.slice(from, reader.at)) as string;
}

/** Reads on to the end of the value; gives the offset where the value at `path` begins, or that of the last part of it found. */
function findIn(reader: Reader, path: Path): number | undefined {
  skipBlanks(reader);
  const start = reader.at;
  const opening = reader.text[reader.at];
  if (opening === '{' || opening === '[') return findInside(reader, path, opening === '{') ?? start;
  if (opening === '"') readString(reader);
  else while (/[^\s,\]}]/.test(reader.text[reader.at] ?? ' ')) reader.at += 1;
  return start;
}

function findInside(reader: Reader, path: Path, isObject: boolean): number | undefined {
  let found: number | undefined;
  reader.at += 1;
  for (let index = 0; ; index += 1) {
    skipBlanks(reader);
    if (reader.at >= reader.text.length || '}]'.includes(reader.text[reader.at] as string)) break;
    let key: string | number = index;
    if (isObject) {
      key = readString(reader);
      skipBlanks(reader);
      reader.at += 1;
    }
    const matches = path.length > 0 && key === path[0];
    const offset = findIn(reader, matches ? path.slice(1) : []);
    if (matches) found = offset;
    skipBlanks(reader);
    if (reader.text[reader.at] === ',') reader.at += 1;
  }
  reader.at += 1;
  return found;
}

/** Where the value at `path` stands in valid JSON; where a part of the path is missing, the place of what would hold it. */
export function locateInJson(text: string, path: Path): TextPosition {
  return positionAt(text, findIn({ text, at: 0 }, path) ?? 0);
}

/** What JSON.parse could not read, and where, as far as its message tells. */
export function explainJsonError(text: string, thrown: unknown): { readonly message: string } & Partial<TextPosition> {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const offset = /at position (\d+)/.exec(message)?.[1];
  const plain = message.replace(/ in JSON.*$| at position.*$/s, '');
  if (offset !== undefined) return { message: plain, ...positionAt(text, Number(offset)) };
  return /end of JSON/.test(message) ? { message: plain, ...positionAt(text, text.length) } : { message: plain };
}
