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
  /** Where the signatures of another key begin: `key` 0 is the present one, 1 the one before it, and so on. */
  readonly keys: readonly { readonly fromSeq: number; readonly key: number }[];
  /** The first broken place; absent: the chain is whole. */
  readonly broken?: AuditBreak;
}

const AT_ONCE = 1_000;

/** What an entry is judged by: the one before it, and the key it is signed with, if any is known. */
interface Links {
  readonly before: AuditHead;
  readonly keyBefore: number;
  readonly key: number;
}

function judge({ place, entry }: KeptEntry, { before, keyBefore, key }: Links): AuditBreak | undefined {
  const seq = before.seq + 1;
  if (place > seq)
    return { seq, kind: 'removed', says: seq === place - 1 ? `Entry ${seq} is gone.` : `Entries ${seq} to ${place - 1} are gone.` };
  if (key < 0) return { seq, kind: 'changed', says: `Entry ${seq} was changed, or written without the key.` };
  // Whoever got hold of a key that was given up must not be able to go on with it.
  if (key > keyBefore) return { seq, kind: 'changed', says: `Entry ${seq} is signed with a key that had been given up before.` };
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
 * that was cut off, which shows against the heads noted elsewhere (`heads`: name to head, such as one from the log). `signers`: the
 * present key and those before it, the latest first; none comes back once a later one has signed. `from`: where it begins, of a part.
 */
export async function verifyAudit(
  trail: Pick<AuditTrail, 'up' | 'head' | 'dailyHeads'>,
  signers: readonly ((text: string) => string)[],
  heads: Readonly<Record<string, AuditHead>> = {},
  from: AuditHead = { seq: 0, hash: '', atMs: 0 },
): Promise<AuditVerdict> {
  // The heads first: what is added while the chain is walked is no break.
  const [head, daily] = [await trail.head(), await trail.dailyHeads()];
  const known = { ...daily, ...heads, ...(head && { 'the head': head }) };
  const wanted = new Set(Object.values(known).map(({ seq }) => seq));
  const hashes = new Map<number, string>();
  const keys: { fromSeq: number; key: number }[] = [];
  let last = from;
  for (;;) {
    const page = await trail.up(last.seq + 1, AT_ONCE);
    for (const kept of page) {
      const key = signers.findIndex((sign) => sign(kept.text) === kept.hash);
      const keyBefore = keys.at(-1)?.key ?? signers.length;
      const broken = judge(kept, { before: last, keyBefore, key });
      if (broken) return { count: last.seq - from.seq, keys, broken };
      if (key !== keyBefore) keys.push({ fromSeq: last.seq + 1, key });
      last = { seq: kept.entry.seq, hash: kept.hash, atMs: kept.entry.atMs };
      if (wanted.has(last.seq)) hashes.set(last.seq, last.hash);
    }
    if (page.length === 0) break;
  }
  const broken = headsThatDiffer(known, hashes);
  const count = last.seq - from.seq;
  return { count, keys, ...(count > 0 && { head: last }), ...(broken && { broken }) };
}
