/** A node of a document: an element with its attributes and children, or text. */
export type XmlNode =
  | string
  | { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: XmlNode[] };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function text(raw: string): string {
  if (/[<>]/.test(raw)) throw new Error(`a bare bracket in ${raw}`);
  return raw.replace(/&([^;]*);?/g, (whole, name: string) => {
    const numbered = /^#(\d+)$/.exec(name);
    if (numbered) return String.fromCodePoint(Number(numbered[1]));
    const letter = ENTITIES[name];
    if (letter === undefined || !whole.endsWith(';')) throw new Error(`a bare ampersand: ${whole}`);
    return letter;
  });
}

/** Reads a small document strictly: anything unbalanced, unquoted or unescaped throws. Joins neighbouring texts. */
export function readXml(document: string): XmlNode {
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, '');
  if (body === document) throw new Error('no XML declaration');
  const root: XmlNode[] = [];
  const stack: { name: string; children: XmlNode[] }[] = [{ name: '', children: root }];
  const tag = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
  let at = 0;
  while (at < body.length) {
    const top = stack.at(-1);
    if (!top) throw new Error('a closing tag too many');
    if (body[at] !== '<') {
      const end = body.indexOf('<', at);
      if (end === -1) throw new Error('text behind the root');
      top.children.push(text(body.slice(at, end)));
      at = end;
      continue;
    }
    tag.lastIndex = at;
    const match = tag.exec(body);
    if (!match) throw new Error(`no tag at ${body.slice(at, at + 40)}`);
    const [whole, closing, name = '', attributes = '', empty] = match;
    at += whole.length;
    if (closing) {
      if (stack.pop()?.name !== name) throw new Error(`unexpected </${name}>`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map((pair) => [pair[1] as string, text(pair[2] as string)] as const);
    if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`a repeated attribute in ${whole}`);
    const element = { name, attributes: Object.fromEntries(pairs), children: [] as XmlNode[] };
    top.children.push(element);
    if (!empty) stack.push(element);
  }
  if (stack.length !== 1 || root.length !== 1) throw new Error('an unclosed tag, or not one root');
  return root[0] as XmlNode;
}
