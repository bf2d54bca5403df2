/** Where something stands in a text; both start at 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

type Path = readonly (string | number)[];

/** Line and column of an offset. */
export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Thrown inside this file only. */
class JsonFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const BLANK = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Walks over JSON as RFC 8259 has it, and remembers where each value begins that lies on the way to `path`. */
class Walk {
  readonly text: string;
  at = 0;
  found = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Moves over the pattern and gives what it matched; undefined when it does not stand here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    if (match !== undefined) this.at += match.length;
    return match === '' ? undefined : match;
  }

  next(): string {
    this.take(BLANK);
    return this.text[this.at] ?? '';
  }

  fail(expected: string): never {
    const found = this.text[this.at];
    throw new JsonFault(`${expected} was expected, but ${found === undefined ? 'the file ends' : `“${found}” stands here`}`, this.at);
  }

  value(path: Path | undefined): void {
    const opening = this.next();
    if (path) this.found = this.at;
    if (opening === '{' || opening === '[') this.inside(path, opening === '{');
    else if (opening === '"') this.take(STRING) ?? this.fail('A text that closes');
    else this.take(ATOM) ?? this.fail('A value');
  }

  inside(path: Path | undefined, isObject: boolean): void {
    const closing = isObject ? '}' : ']';
    this.at += 1;
    if (this.next() === closing) {
      this.at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      const key = isObject ? this.key() : index;
      this.value(path && path.length > 0 && path[0] === key ? path.slice(1) : undefined);
      const after = this.next();
      if (after !== ',' && after !== closing) this.fail(`A comma or ${closing}`);
      this.at += 1;
      if (after === closing) return;
    }
  }

  key(): string {
    if (this.next() !== '"') this.fail('The name of a field in quotation marks');
    const name = this.take(STRING) ?? this.fail('A text that closes');
    if (this.next() !== ':') this.fail('A colon');
    this.at += 1;
    return JSON.parse(name) as string;
  }
}

/** Where the value at `path` stands in valid JSON; where a part of the path is missing, the place of what would hold it. */
export function locateInJson(text: string, path: Path): TextPosition {
  const walk = new Walk(text);
  walk.value(path);
  return positionAt(text, walk.found);
}

/** Text as JSON, or what is wrong with it and where. A byte order mark is forgiven. */
export function readJson(
  source: string,
): { readonly ok: true; readonly json: unknown } | ({ readonly ok: false; readonly message: string } & TextPosition) {
  const text = source.replace(/^\uFEFF/, '');
  try {
    return { ok: true, json: JSON.parse(text) as unknown };
  } catch {
    const { message, offset } = findFault(text);
    return { ok: false, message, ...positionAt(text, offset) };
  }
}

function findFault(text: string): { readonly message: string; readonly offset: number } {
  const walk = new Walk(text);
  try {
    walk.value(undefined);
    if (walk.next() !== '') walk.fail('The end of the file');
  } catch (thrown) {
    if (thrown instanceof JsonFault) return thrown;
    throw thrown;
  }
  return { message: 'It can’t be read', offset: 0 };
}
