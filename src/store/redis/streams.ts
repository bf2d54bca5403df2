import { Cluster } from 'ioredis';
import type { EventGroup } from '../../base/event-log.ts';
import type { DomainEvent, NewEvent } from '../../base/events.ts';
import { type RedisClient, whatAnswered } from './client.ts';
import { eventsKey } from './keys.ts';

/** An event as it stands in its stream. */
export interface StreamEntry {
  readonly shard: number;
  readonly id: string;
  readonly json: string;
}

export function toEvent(entry: StreamEntry): DomainEvent {
  return { ...(JSON.parse(entry.json) as NewEvent), id: entry.id, shard: entry.shard };
}

const GROUPS: readonly EventGroup[] = ['effects', 'archive'];

/** Every group at the beginning of every stream, if it is not there yet: nothing is missed whoever starts first. */
export async function ensureGroups(client: RedisClient, shards: readonly number[]): Promise<void> {
  const made = GROUPS.flatMap((group) => shards.map((shard) => client.xgroup('CREATE', eventsKey(shard), group, '0', 'MKSTREAM')));
  for (const result of await Promise.allSettled(made)) {
    if (result.status === 'rejected' && !String(result.reason.message).startsWith('BUSYGROUP')) throw result.reason;
  }
}

/** New events for the group, in one round trip. A stream that was emptied by force gets its groups again. */
export async function readGroup(
  client: RedisClient,
  shards: number,
  group: EventGroup,
  reader: string,
  count: number,
): Promise<StreamEntry[]> {
  const read = (batch: readonly number[]) => readAsMember(client, batch, group, reader, count, '>');
  const readOrMend = async (batch: readonly number[]) => {
    try {
      return await read(batch);
    } catch (thrown) {
      if (!(thrown instanceof Error && thrown.message.startsWith('NOGROUP'))) throw thrown;
      await ensureGroups(client, batch);
      return read(batch);
    }
  };
  return entriesOf(await whatAnswered(batches(client, shardsUpTo(shards)).map(readOrMend)));
}

/** What the group handed to this reader and it has not acknowledged, in one round trip. */
export async function readOwn(
  client: RedisClient,
  shards: number,
  group: EventGroup,
  reader: string,
  count: number,
): Promise<StreamEntry[]> {
  const read = (batch: readonly number[]) => readAsMember(client, batch, group, reader, count, '0');
  return entriesOf(await whatAnswered(batches(client, shardsUpTo(shards)).map(read)));
}

/** `from`: '>' for what nobody of the group has had, '0' for what this reader has had and not acknowledged. */
function readAsMember(
  client: RedisClient,
  batch: readonly number[],
  group: EventGroup,
  reader: string,
  count: number,
  from: '>' | '0',
): Promise<StreamsReply> {
  const streams = [...batch.map(eventsKey), ...batch.map(() => from)];
  return client.xreadgroup('GROUP', group, reader, 'COUNT', count, 'STREAMS', ...streams) as Promise<StreamsReply>;
}

/** What comes after the given position of each shard, in one round trip. */
export async function readEvents(client: RedisClient, positions: readonly string[], count: number): Promise<StreamEntry[]> {
  const read = (batch: readonly number[]) => {
    const streams = [...batch.map(eventsKey), ...batch.map((shard) => positions[shard] ?? '0-0')];
    return client.xread('COUNT', count, 'STREAMS', ...streams) as Promise<StreamsReply>;
  };
  return entriesOf(await whatAnswered(batches(client, [...positions.keys()]).map(read)));
}

/** What readers of the group have left unacknowledged for that long; it is this reader's now. */
export async function claimLeft(
  client: RedisClient,
  shards: number,
  group: EventGroup,
  reader: string,
  leftAfterMs: number,
  count: number,
): Promise<StreamEntry[]> {
  const claimed = shardsUpTo(shards).map(async (shard) => {
    const reply = await client.xautoclaim(eventsKey(shard), group, reader, leftAfterMs, '0-0', 'COUNT', count);
    return entriesOfStream(shard, reply[1] as Entries);
  });
  return (await whatAnswered(claimed)).flat();
}

export async function readStream(client: RedisClient, shard: number, start: string, end: string, count: number): Promise<StreamEntry[]> {
  return entriesOfStream(shard, await client.xrange(eventsKey(shard), start, end, 'COUNT', count));
}

type Entries = readonly (readonly [id: string, fields: readonly string[] | null])[];
type StreamsReply = readonly (readonly [key: string, entries: Entries])[] | null;

function entriesOf(replies: readonly StreamsReply[]): StreamEntry[] {
  return replies.flatMap((reply) =>
    (reply ?? []).flatMap(([key, entries]) => entriesOfStream(Number(/\{s(\d+)\}/.exec(key)?.[1]), entries)),
  );
}

/** An entry without fields has been trimmed away in the meantime. */
function entriesOfStream(shard: number, entries: Entries): StreamEntry[] {
  return entries.flatMap(([id, fields]) => (fields?.[1] === undefined ? [] : [{ shard, id, json: fields[1] }]));
}

/** One command may name the streams of several shards on one server, on a Cluster it may not. */
function batches(client: RedisClient, shards: readonly number[]): (readonly number[])[] {
  return client instanceof Cluster ? shards.map((shard) => [shard]) : [shards];
}

export function shardsUpTo(shards: number): number[] {
  return Array.from({ length: shards }, (_, shard) => shard);
}
