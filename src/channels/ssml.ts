/** SSML as the voices understand it: text, or one of the elements below with what it holds. */
export type SsmlNode =
  | string
  | { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: readonly SsmlNode[] };

export type ParsedSsml =
  | { readonly ok: true; readonly nodes: readonly SsmlNode[] }
  /** `offset`: where in the content it went wrong, from 0. */
  | { readonly ok: false; readonly message: string; readonly offset: number };

type Values = RegExp;
const words = (list: string): Values => new RegExp(`^(?:${list.replaceAll(' ', '|')})$`);
const ANY = /^[^<>]*$/;
const TIME = /^\d{1,5}(?:\.\d{1,3})?(?:ms|s)$/;

interface Shape {
  readonly attributes: Readonly<Record<string, Values>>;
  readonly needs?: readonly string[];
  readonly children: 'none' | 'text' | 'any';
}

/** Elements, their attributes and the values these take. Source: the SDK’s builder and https://www.twilio.com/docs/voice/twiml/say/text-speech */
const ELEMENTS: Readonly<Record<string, Shape>> = {
  break: { attributes: { strength: words('none x-weak weak medium strong x-strong'), time: TIME }, children: 'none' },
  emphasis: { attributes: { level: words('strong moderate reduced') }, children: 'any' },
  lang: { attributes: { 'xml:lang': /^[a-z]{2,3}(?:-[A-Z]{2}(?:-[A-Z]{3})?)?$/ }, needs: ['xml:lang'], children: 'any' },
  p: { attributes: {}, children: 'any' },
  phoneme: {
    attributes: { alphabet: words('ipa x-sampa x-amazon-jyutping x-amazon-pinyin x-amazon-pron-kana x-amazon-yomigana'), ph: ANY },
    needs: ['ph'],
    children: 'text',
  },
  prosody: {
    attributes: {
      pitch: /^(?:default|x-low|low|medium|high|x-high|[+-]\d{1,3}(?:\.\d+)?%)$/,
      rate: /^(?:x-slow|slow|medium|fast|x-fast|\d{2,3}%)$/,
      volume: /^(?:default|silent|x-soft|soft|medium|loud|x-loud|[+-]\d{1,2}(?:\.\d+)?dB)$/,
    },
    children: 'any',
  },
  s: { attributes: {}, children: 'any' },
  'say-as': {
    attributes: {
      'interpret-as': words('characters spell-out cardinal number ordinal digits fraction unit date time address expletive telephone'),
      format: words('mdy dmy ymd md dm ym my d m y yyyymmdd'),
    },
    needs: ['interpret-as'],
    children: 'text',
  },
  sub: { attributes: { alias: ANY }, needs: ['alias'], children: 'text' },
  w: { attributes: { role: ANY }, children: 'text' },
};

/** What paragraphs and sentences may not stand in. */
const NOT_INSIDE: Readonly<Record<string, ReadonlySet<string>>> = { p: new Set(['p', 's']), s: new Set(['s']) };

const TAG = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[A-Za-z][\w:-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  readonly at: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: SsmlNode[];
}

/** Reads SSML content, without the root element. A lone & is taken for the sign; everything else must be well formed and known. */
export function parseSsml(content: string): ParsedSsml {
  const root: Open = { name: '', at: 0, attributes: {}, children: [] };
  const open: Open[] = [root];
  let at = 0;
  while (at < content.length) {
    const top = open.at(-1) as Open;
    const next = content.indexOf('<', at);
    const text = content.slice(at, next < 0 ? undefined : next);
    if (text !== '') top.children.push(readEntities(text));
    if (next < 0) break;
    TAG.lastIndex = next;
    const match = TAG.exec(content);
    if (!match) return { ok: false, offset: next, message: 'here stands a < that begins no well-formed tag; a sign is written &lt;.' };
    const problem = takeTag(match, next, open);
    if (problem !== undefined) return { ok: false, offset: next, message: problem };
    at = next + match[0].length;
  }
  const left = open.at(-1) as Open;
  if (left !== root) return { ok: false, offset: left.at, message: `<${left.name}> is never closed.` };
  return { ok: true, nodes: root.children };
}

/** Puts a tag where it belongs; gives the problem, if it belongs nowhere. */
function takeTag(match: RegExpExecArray, at: number, open: Open[]): string | undefined {
  const [, closing = '', name = '', rest = '', selfClosing = ''] = match;
  const top = open.at(-1) as Open;
  if (closing !== '') {
    if (rest.trim() !== '' || selfClosing !== '') return `</${name}> takes no attributes.`;
    if (top.name !== name) return top.name === '' ? `</${name}> closes nothing.` : `</${name}> stands where </${top.name}> is expected.`;
    open.pop();
    (open.at(-1) as Open).children.push({ name, attributes: top.attributes, children: top.children });
    return undefined;
  }
  const attributes: Record<string, string> = {};
  const problem = placeProblem(name, open) ?? readAttributes(name, rest, attributes);
  if (problem !== undefined) return problem;
  if (selfClosing !== '') top.children.push({ name, attributes, children: [] });
  else open.push({ name, at, attributes, children: [] });
  return undefined;
}

function placeProblem(name: string, open: readonly Open[]): string | undefined {
  if (!Object.hasOwn(ELEMENTS, name)) return `<${name}> is no element that the voices know: ${Object.keys(ELEMENTS).join(', ')}.`;
  const holder = (open.at(-1) as Open).name;
  const holds = ELEMENTS[holder]?.children ?? 'any';
  if (holds !== 'any') return `<${holder}> can’t hold <${name}>${holds === 'text' ? ', only text' : ''}.`;
  const wrong = open.find((each) => NOT_INSIDE[name]?.has(each.name));
  return wrong ? `<${name}> can’t stand in <${wrong.name}>.` : undefined;
}

function readAttributes(name: string, text: string, into: Record<string, string>): string | undefined {
  const { attributes, needs = [] } = ELEMENTS[name] as Shape;
  for (const [, attribute = '', double, single = ''] of text.matchAll(ATTRIBUTE)) {
    const value = readEntities(double ?? single);
    const takes = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (!takes)
      return `<${name}> has no attribute ${attribute}${Object.keys(attributes).length > 0 ? `: it takes ${Object.keys(attributes).join(', ')}` : ''}.`;
    if (Object.hasOwn(into, attribute)) return `<${name}> has the attribute ${attribute} twice.`;
    if (!takes.test(value)) return `<${name} ${attribute}="${value}"> is not one of the values it takes.`;
    into[attribute] = value;
  }
  const missing = needs.find((attribute) => !Object.hasOwn(into, attribute));
  return missing === undefined ? undefined : `<${name}> needs the attribute ${missing}.`;
}

const TAG_LIKE = /<\/?[A-Za-z][^<>]*>/g;

/** What remains to be spoken of SSML when its tags are gone, well written or not; entities are read. */
export function ssmlText(content: string): string {
  return readEntities(content.replace(TAG_LIKE, ' ')).replace(/ {2,}/g, ' ');
}

function readEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_whole, name: string) => ENTITIES[name] ?? '');
}
