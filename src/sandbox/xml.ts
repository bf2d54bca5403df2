/** An element of an XML document; text is a string among the children. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** The document is not well-formed XML; the message says where. */
export class XmlError extends Error {}

const NAME = /[A-Za-z_][\w.:-]*/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads a whole document, strictly: one root, closed tags, quoted attributes, known entities. Throws XmlError. */
export function parseXml(text: string): XmlElement {
  const reader = new Reader(text.replace(/^\uFEFF/, ''));
  reader.skipProlog();
  const root = reader.element();
  reader.skipProlog();
  if (!reader.atEnd()) reader.fail('something follows the root element');
  return root;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  fail(problem: string): never {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    throw new XmlError(`line ${line}: ${problem}`);
  }

  #looksAt(token: string): boolean {
    return this.#text.startsWith(token, this.#at);
  }

  #through(token: string, what: string): string {
    const end = this.#text.indexOf(token, this.#at);
    if (end < 0) this.fail(`${what} is not closed`);
    const inner = this.#text.slice(this.#at, end);
    this.#at = end + token.length;
    return inner;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  skipProlog(): void {
    for (;;) {
      this.#space();
      if (this.#looksAt('<?')) this.#through('?>', 'a processing instruction');
      else if (this.#looksAt('<!--')) this.#through('-->', 'a comment');
      else if (this.#looksAt('<!')) this.fail('document types are not accepted');
      else return;
    }
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const match = NAME.exec(this.#text);
    if (!match) this.fail('a name is missing');
    this.#at = NAME.lastIndex;
    return match[0];
  }

  element(): XmlElement {
    if (!this.#looksAt('<')) this.fail('an element is expected');
    this.#at += 1;
    const name = this.#name();
    const attributes = this.#attributes();
    if (this.#looksAt('/>')) {
      this.#at += 2;
      return { name, attributes, children: [] };
    }
    if (!this.#looksAt('>')) this.fail(`<${name}> is not closed`);
    this.#at += 1;
    return { name, attributes, children: this.#children(name) };
  }

  #attributes(): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (;;) {
      const before = this.#at;
      this.#space();
      if (this.#looksAt('>') || this.#looksAt('/>') || this.atEnd()) return attributes;
      if (this.#at === before) this.fail('a blank is missing between attributes');
      const name = this.#name();
      if (name in attributes) this.fail(`the attribute ${name} is there twice`);
      this.#space();
      if (!this.#looksAt('=')) this.fail(`the attribute ${name} has no value`);
      this.#at += 1;
      this.#space();
      const quote = this.#text[this.#at];
      if (quote !== '"' && quote !== "'") this.fail(`the value of ${name} is not quoted`);
      this.#at += 1;
      const raw = this.#through(quote, `the value of ${name}`);
      if (raw.includes('<')) this.fail(`the value of ${name} holds a <`);
      attributes[name] = this.#decode(raw);
    }
  }

  #children(name: string): (XmlElement | string)[] {
    const children: (XmlElement | string)[] = [];
    for (;;) {
      if (this.atEnd()) this.fail(`<${name}> is not closed`);
      if (this.#looksAt('</')) {
        this.#at += 2;
        const closing = this.#name();
        if (closing !== name) this.fail(`</${closing}> closes <${name}>`);
        this.#space();
        this.#through('>', `</${closing}`);
        return children;
      }
      if (this.#looksAt('<!--')) this.#through('-->', 'a comment');
      else if (this.#looksAt('<![CDATA[')) {
        this.#at += 9;
        children.push(this.#through(']]>', 'a CDATA section'));
      } else if (this.#looksAt('<?')) this.#through('?>', 'a processing instruction');
      else if (this.#looksAt('<')) children.push(this.element());
      else {
        const end = this.#text.indexOf('<', this.#at);
        const raw = this.#text.slice(this.#at, end < 0 ? undefined : end);
        this.#at += raw.length;
        children.push(this.#decode(raw));
      }
    }
  }

  #decode(raw: string): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
    if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(raw)) this.fail('a character that XML 1.0 does not allow');
    return raw.replace(/&([^;\s&]*);?/g, (whole, body: string) => {
      if (!whole.endsWith(';')) this.fail('an & is not escaped');
      if (body.startsWith('#')) return this.#character(body);
      const known = ENTITIES[body];
      if (known === undefined) this.fail(`the entity &${body}; is not known`);
      return known;
    });
  }

  #character(body: string): string {
    const code = /^#x[0-9a-f]+$/i.test(body)
      ? Number.parseInt(body.slice(2), 16)
      : /^#\d+$/.test(body)
        ? Number(body.slice(1))
        : Number.NaN;
    if (Number.isNaN(code) || code > 0x10ffff || code === 0) this.fail(`&${body}; is no character`);
    return String.fromCodePoint(code);
  }
}

/** The text within an element, markup left out. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
