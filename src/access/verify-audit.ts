import type { AuditHead, AuditTrail, KeptEntry } from './audit.ts';

/** What is wrong with a chain, and where. */
export interface AuditBreak {
  /** The number of the entry at which it shows. */
  readonly seq: number;
  readonly kind: 'changed' | 'removed' | 'moved' | 'unlinked' | 'cut-off' | 'head-differs';
  readonly says: string;
}

export interface AuditVerdict {
  /** How many entries were looked at. */
  readonly count: number;
  readonly head?: AuditHead;
  /** The first broken place; absent: the chain is whole. */
  readonly broken?: AuditBreak;
}

const AT_ONCE = 1_000;

function judge(kept: KeptEntry, before: AuditHead, sign: (text: string) => string): AuditBreak | undefined {
  const { place, entry, text, hash } = kept;
  const seq = before.seq + 1;
  if (place > seq)
    return { seq, kind: 'removed', says: seq === place - 1 ? `Entry ${seq} is gone.` : `Entries ${seq} to ${place - 1} are gone.` };
  if (sign(text) !== hash) return { seq, kind: 'changed', says: `Entry ${seq} was changed, or written without the key.` };
  if (entry.seq !== seq) return { seq, kind: 'moved', says: `Where entry ${seq} should be stands entry ${entry.seq}.` };
  if (entry.before !== before.hash) return { seq, kind: 'unlinked', says: `Entry ${seq} does not follow from entry ${before.seq}.` };
  return undefined;
}

function headsThatDiffer(known: Readonly<Record<string, AuditHead>>, hashes: ReadonlyMap<number, string>): AuditBreak | undefined {
  const wrong = Object.entries(known)
    .filter(([, { seq, hash }]) => hashes.get(seq) !== hash)
    .sort(([, a], [, b]) => a.seq - b.seq);
  const [first] = wrong;
  if (!first) return undefined;
  const [name, { seq }] = first;
  const says = hashes.has(seq)
    ? `Entry ${seq} is not the one that was noted elsewhere as the newest (${name}).`
    : `Entry ${seq}, noted elsewhere as the newest (${name}), is gone: the end was cut off.`;
  return { seq, kind: hashes.has(seq) ? 'head-differs' : 'cut-off', says };
}

/**
 * Walks the chain from its beginning and names the first broken place: an entry that was changed, removed or moved, or an end
 * that was cut off, which shows against the heads noted elsewhere (`heads`: name to head, such as one from the log).
 */
export async function verifyAudit(
  trail: AuditTrail,
  sign: (text: string) => string,
  heads: Readonly<Record<string, AuditHead>> = {},
): Promise<AuditVerdict> {
  // The heads first: what is added while the chain is walked is no break.
  const [head, daily] = [await trail.head(), await trail.dailyHeads()];
  const known = { ...daily, ...heads, ...(head && { 'the head': head }) };
  const wanted = new Set(Object.values(known).map(({ seq }) => seq));
  const hashes = new Map<number, string>();
  let last: AuditHead = { seq: 0, hash: '', atMs: 0 };
  for (;;) {
    const page = await trail.up(last.seq + 1, AT_ONCE);
    for (const kept of page) {
      const broken = judge(kept, last, sign);
      if (broken) return { count: last.seq, broken };
      last = { seq: kept.entry.seq, hash: kept.hash, atMs: kept.entry.atMs };
      if (wanted.has(last.seq)) hashes.set(last.seq, last.hash);
    }
    if (page.length === 0) break;
  }
  const broken = headsThatDiffer(known, hashes);
  return { count: last.seq, ...(last.seq > 0 && { head: last }), ...(broken && { broken }) };
}
