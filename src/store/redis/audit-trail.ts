import type { AuditEntry, AuditHead, AuditNote, AuditTrail, KeptEntry } from '../../access/audit.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { Keyring } from '../../base/keyring.ts';
import type { Logger } from '../../base/log.ts';
import { type RedisClient, withinLimit } from './client.ts';
import { AUDIT_DAYS_KEY, AUDIT_HEAD_KEY, auditSegmentKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** So many entries stand in one stream; then the next one begins, linked to it. */
export const ENTRIES_PER_SEGMENT = 10_000;
const AT_ONCE = 50;
const TRIES = 20;
const TIME_LIMIT_MS = 2_000;

/**
 * Adds links to the chain, all or none, if its head is the one they follow.
 * KEYS head, days; then the segment of each entry. ARGV head before, head after, day; then per entry number, text, hash.
 * Returns 1, or the head that stands there.
 */
const APPEND = defineScript(`
local head = redis.call('GET', KEYS[1]) or ''
if head ~= ARGV[1] then return head end
for i = 3, #KEYS do
  local a = 3 * i - 6
  redis.call('XADD', KEYS[i], ARGV[a + 1] .. '-0', 'e', ARGV[a + 2], 'h', ARGV[a + 3])
end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[2])
return 1
`);

interface Waiting {
  readonly note: AuditNote;
  readonly done: (seq: number) => void;
  readonly failed: (thrown: unknown) => void;
}

export interface AuditTrailDeps {
  readonly client: RedisClient;
  readonly keyring: Pick<Keyring, 'signAudit'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const segmentOf = (seq: number) => Math.floor((seq - 1) / ENTRIES_PER_SEGMENT);
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const headText = ({ seq, hash, atMs }: AuditHead) => `${seq}|${hash}|${atMs}`;

function headFrom(text: string): AuditHead {
  const [seq, hash = '', atMs] = text.split('|');
  return { seq: Number(seq), hash, atMs: Number(atMs) };
}

function keptFrom([id, fields]: [string, string[]]): KeptEntry {
  const at = (name: string) => fields[fields.indexOf(name) + 1] ?? '';
  const text = at('e');
  return { place: Number.parseInt(id, 10), text, hash: at('h'), entry: readEntry(text) };
}

function readEntry(text: string): AuditEntry {
  try {
    return JSON.parse(text) as AuditEntry;
  } catch {
    // What somebody wrote over: the verification says so by its signature.
    return { seq: 0, atMs: 0, before: '', action: 'settings.changed', who: { kind: 'nobody', id: '' }, outcome: 'failed' };
  }
}

/** The audit trail on Redis, one chain for the whole installation. Entries that wait leave together, in the order in which they came. */
export function createAuditTrail(deps: AuditTrailDeps): AuditTrail {
  const { client, keyring, clock, log } = deps;
  const within = <T>(work: Promise<T>) => withinLimit(work, TIME_LIMIT_MS);
  const queue: Waiting[] = [];
  let isWriting = false;
  let head: AuditHead | undefined;
  let saidOn = '';

  async function readHead(): Promise<AuditHead | undefined> {
    const text = await within(client.get(AUDIT_HEAD_KEY));
    if (text !== null) return headFrom(text);
    // The head is gone though there are entries: the chain goes on, and the verification finds it whole or cut off.
    const last = await lastKept();
    if (last) await within(client.set(AUDIT_HEAD_KEY, headText(last), 'NX'));
    return last;
  }

  async function lastKept(): Promise<AuditHead | undefined> {
    let last: AuditHead | undefined;
    for (let segment = 0; ; segment += 1) {
      const [newest] = await within(client.xrevrange(auditSegmentKey(segment), '+', '-', 'COUNT', 1));
      if (!newest) return last;
      const { entry, hash } = keptFrom(newest as [string, string[]]);
      last = { seq: Number.parseInt(newest[0], 10), hash, atMs: entry.atMs };
    }
  }

  function link(batch: readonly Waiting[], from: AuditHead | undefined) {
    let last = from;
    const links = batch.map(({ note }) => {
      const seq = (last?.seq ?? 0) + 1;
      const atMs = Math.max(clock.nowMs(), last?.atMs ?? 0);
      const text = JSON.stringify({ seq, atMs, before: last?.hash ?? '', ...note } satisfies AuditEntry);
      const hash = keyring.signAudit(text);
      last = { seq, hash, atMs };
      return { seq, text, hash };
    });
    return { links, after: last as AuditHead };
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    for (let n = 0; n < TRIES; n += 1) {
      head ??= await readHead();
      const { links, after } = link(batch, head);
      const keys = [AUDIT_HEAD_KEY, AUDIT_DAYS_KEY, ...links.map(({ seq }) => auditSegmentKey(segmentOf(seq)))];
      const args = [
        head ? headText(head) : '',
        headText(after),
        dayOf(after.atMs),
        ...links.flatMap(({ seq, text, hash }) => [seq, text, hash]),
      ];
      const reply = await within(runScript(client, APPEND, keys, args));
      if (reply === 1) {
        head = after;
        for (const [i, { done }] of batch.entries()) done(links[i]?.seq ?? 0);
        say(after);
        return;
      }
      head = reply ? headFrom(String(reply)) : undefined;
    }
    throw new AppError('conflict');
  }

  /** Once a day the head goes into the log as well, which whoever can write to Redis can't change. */
  function say({ seq, hash, atMs }: AuditHead): void {
    if (saidOn === dayOf(atMs)) return;
    saidOn = dayOf(atMs);
    log.info({ head: `${seq}:${hash}` }, 'the newest entry of the audit trail; npm run audit -- verify --head compares with it');
  }

  async function drain(): Promise<void> {
    isWriting = true;
    while (queue.length > 0) {
      const batch = queue.splice(0, AT_ONCE);
      try {
        await write(batch);
      } catch (thrown) {
        // Whether it was written is not known: the head is read anew.
        head = undefined;
        for (const { failed } of batch) failed(thrown);
      }
    }
    isWriting = false;
  }

  return {
    note: (note) =>
      new Promise((done, failed) => {
        queue.push({ note, done, failed });
        if (!isWriting) void drain();
      }),
    head: readHead,
    dailyHeads: async () => {
      const days = await within(client.hgetall(AUDIT_DAYS_KEY));
      return Object.fromEntries(Object.entries(days).map(([day, text]) => [day, headFrom(text)]));
    },
    down: async (fromSeq, count) => {
      const found: KeptEntry[] = [];
      for (let segment = segmentOf(fromSeq); segment >= 0 && found.length < count; segment -= 1) {
        const page = await within(client.xrevrange(auditSegmentKey(segment), `${fromSeq}-0`, '-', 'COUNT', count - found.length));
        found.push(...(page as [string, string[]][]).map(keptFrom));
      }
      return found;
    },
    up: async (fromSeq, count) => {
      const found: KeptEntry[] = [];
      const newest = (await readHead())?.seq ?? 0;
      for (let segment = segmentOf(Math.max(1, fromSeq)); found.length < count; segment += 1) {
        const page = await within(client.xrange(auditSegmentKey(segment), `${fromSeq}-0`, '+', 'COUNT', count - found.length));
        found.push(...(page as [string, string[]][]).map(keptFrom));
        if (page.length === 0 && segment >= segmentOf(Math.max(1, newest))) break;
      }
      return found;
    },
  };
}
