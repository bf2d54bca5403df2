import { parseSsml, type SsmlNode, ssmlText } from '../../channels/ssml.ts';

/** Whatever is no plain letter of XML 1.0: its five special characters, and all it can't hold (controls, lone surrogates). */
const NEEDS_CARE = /[&<>"']|[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text that needs no care, as most does: asking costs a fraction of replacing nothing. */
const PLAIN = /^[\t\n\r !#-%(-;=?-\ud7ff\ue000-\ufffd]*$/;

/** Text as XML text or attribute value; what XML 1.0 can't hold is left out. */
export function escapeXml(text: string): string {
  return PLAIN.test(text) ? text : text.replace(NEEDS_CARE, (letter) => ENTITIES[letter] ?? '');
}

/** SSML content as it stands inside `<Say>`: nested elements when it is well formed and known, otherwise its bare text. */
export function cleanSsml(content: string): string {
  const parsed = parseSsml(content);
  return parsed.ok ? writeNodes(parsed.nodes) : escapeXml(ssmlText(content).trim());
}

function writeNodes(nodes: readonly SsmlNode[]): string {
  let out = '';
  for (const node of nodes) out += typeof node === 'string' ? escapeXml(node) : writeElement(node);
  return out;
}

function writeElement({ name, attributes, children }: Exclude<SsmlNode, string>): string {
  const written = Object.entries(attributes)
    .map(([attribute, value]) => ` ${attribute}="${escapeXml(value)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${writeNodes(children)}</${name}>`;
}
