import type { AuditEntry, AuditTrail, KeptEntry } from './audit.ts';

const COLUMNS = [
  'seq',
  'time',
  'who',
  'who-name',
  'action',
  'object',
  'object-name',
  'from',
  'why',
  'outcome',
  'code',
  'request',
  'signature',
];

/** A cell of CSV; what a spreadsheet would take for a formula is made a text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function auditCsvHead(): string {
  return `${COLUMNS.join(',')}\r\n`;
}

/** An entry as a line of CSV; `names`: who the references stand for now. */
export function auditCsvLine({ entry, place, hash }: KeptEntry, names: ReadonlyMap<string, string>): string {
  const { atMs, who, action, object, from, why, outcome, code, request } = entry;
  const cells = [
    String(place),
    new Date(atMs).toISOString(),
    `${who.kind}:${who.id}`,
    names.get(who.id),
    action,
    object && `${object.kind}:${object.id}`,
    object && names.get(object.id),
    from,
    why,
    outcome,
    code,
    request,
    hash,
  ];
  return `${cells.map((text) => cell(text ?? '')).join(',')}\r\n`;
}

/** An entry as a line of JSON: the very text that is signed, and its signature. */
export function auditJsonLine({ text, hash }: KeptEntry): string {
  return `{"entry":${text},"signature":"${hash}"}\n`;
}

const LINE = /^\{"entry":(\{.*\}),"signature":"([\w-]{43})"\}$/;

/** A line of JSON as an entry again; undefined: it is none. */
function entryOfLine(line: string): KeptEntry | undefined {
  const [, text, hash] = LINE.exec(line) ?? [];
  if (text === undefined || hash === undefined) return undefined;
  const entry = JSON.parse(text) as AuditEntry;
  return { place: entry.seq, entry, text, hash };
}

/** What was taken away as lines of JSON, to be read like the trail itself. Throws a sentence that names the first line which is no entry. */
export function trailOfLines(text: string): Pick<AuditTrail, 'up' | 'head' | 'dailyHeads'> & { readonly first: AuditEntry | undefined } {
  const entries = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, n) => {
      const kept = entryOfLine(line);
      if (!kept) throw new Error(`Line ${n + 1} is no entry of an audit trail.`);
      return kept;
    });
  return {
    first: entries[0]?.entry,
    up: async (fromSeq, count) => {
      const at = entries.findIndex(({ place }) => place >= fromSeq);
      return at < 0 ? [] : entries.slice(at, at + count);
    },
    head: async () => undefined,
    dailyHeads: async () => ({}),
  };
}
