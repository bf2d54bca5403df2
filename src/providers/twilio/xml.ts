/** Whatever is no plain letter of XML 1.0: its five special characters, and all it can't hold (controls, lone surrogates). */
const NEEDS_CARE = /[&<>"']|[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text that needs no care, as most does: asking costs a fraction of replacing nothing. */
const PLAIN = /^[\t\n\r !#-%(-;=?-\ud7ff\ue000-\ufffd]*$/;

/** Text as XML text or attribute value; what XML 1.0 can't hold is left out. */
export function escapeXml(text: string): string {
  return PLAIN.test(text) ? text : text.replace(NEEDS_CARE, (letter) => ENTITIES[letter] ?? '');
}

/** SSML the carrier's voices understand. Source: https://www.twilio.com/docs/voice/twiml/say/text-speech */
const SSML_ELEMENTS = new Set(['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w']);
/** What was meant as a tag, well written or not. */
const TAG_LIKE = /<\/?[A-Za-z][^<>]*>/g;
const TAG = /<(\/?)([a-z-]+)((?:\s+[a-z:A-Z-]+="[^"<>&]*")*)\s*(\/?)>/g;

/** SSML content that is safe inside `<Say>`: the same when its tags are known and balanced, otherwise its bare text. */
export function cleanSsml(content: string): string {
  const open: string[] = [];
  let out = '';
  let at = 0;
  for (const match of content.matchAll(TAG)) {
    const [tag, closing, name = '', attributes = '', selfClosing] = match;
    if (!SSML_ELEMENTS.has(name)) return bareText(content);
    if (closing ? attributes !== '' || selfClosing !== '' || open.pop() !== name : false) return bareText(content);
    if (!closing && !selfClosing) open.push(name);
    const before = content.slice(at, match.index);
    if (before.search(TAG_LIKE) !== -1) return bareText(content);
    out += escapeContent(before) + tag;
    at = match.index + tag.length;
  }
  const rest = content.slice(at);
  return open.length > 0 || rest.search(TAG_LIKE) !== -1 ? bareText(content) : out + escapeContent(rest);
}

/** What remains to be spoken of SSML when its tags are gone; entities are read. */
export function ssmlText(content: string): string {
  return readEntities(content.replace(TAG_LIKE, ' ')).replace(/ {2,}/g, ' ');
}

function bareText(content: string): string {
  return escapeXml(ssmlText(content).trim());
}

/** Text between tags may already hold entities: they stay single. */
function escapeContent(text: string): string {
  return escapeXml(readEntities(text));
}

function readEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_whole, name: string) => LETTERS[name] ?? '');
}

const LETTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
