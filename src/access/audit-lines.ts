import type { KeptEntry } from './audit.ts';

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
