import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import { until } from '../support/redis.ts';

/** One thing that a server must be able to do to stand in for Redis. Each leaves keys that begin with its own name. */
export interface Point {
  readonly name: string;
  /** Not every server can: named here, so that our scripts do without. */
  readonly onlyOn?: 'real servers' | 'Redis 7.4 and later';
  run(redis: Redis): Promise<void>;
}

async function subscriber(redis: Redis): Promise<Redis> {
  const other = redis.duplicate();
  other.on('error', () => {});
  await other.ping();
  return other;
}

const COMPARE_AND_SET = `local v = redis.call('GET', KEYS[1])
if v == ARGV[1] or (not v and ARGV[1] == '') then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return cjson.encode({ok = true}) end
return redis.error_reply('CLASH')`;

export const POINTS: readonly Point[] = [
  { name: 'INFO', run: async (redis) => expect(await redis.info('server')).toMatch(/redis_version:\d/) },
  {
    name: 'Lua with cjson and error replies',
    run: async (redis) => {
      expect(await redis.eval(COMPARE_AND_SET, 1, 'lua', '', 'a', 10_000)).toBe('{"ok":true}');
      await expect(redis.eval(COMPARE_AND_SET, 1, 'lua', 'zzz', 'b', 1_000)).rejects.toThrow('CLASH');
    },
  },
  {
    name: 'Lua with cmsgpack and bit',
    run: async (redis) => expect(await redis.eval('return cmsgpack.unpack(cmsgpack.pack({1, 2, 3}))[2] + bit.band(7, 3)', 0)).toBe(5),
  },
  {
    name: 'FUNCTION and FCALL',
    run: async (redis) => {
      await redis.call(
        'FUNCTION',
        'LOAD',
        'REPLACE',
        "#!lua name=mylib\nredis.register_function('f1', function(keys, args) return 42 end)",
      );
      expect(await redis.call('FCALL', 'f1', '0')).toBe(42);
    },
  },
  {
    name: 'streams with groups, XAUTOCLAIM and XCLAIM FORCE',
    run: async (redis) => {
      for (let i = 1; i <= 5; i += 1) await redis.xadd('stream', 'MAXLEN', '~', 1_000, `${i}-*`, 'e', i);
      await expect(redis.xadd('stream', '1-*', 'e', 'late')).rejects.toThrow('equal or smaller');
      await redis.xgroup('CREATE', 'stream', 'g', '0');
      expect(await redis.xreadgroup('GROUP', 'g', 'a', 'COUNT', 3, 'STREAMS', 'stream', '>')).toMatchObject([['stream', { length: 3 }]]);
      expect(await redis.xack('stream', 'g', '1-0')).toBe(1);
      expect((await redis.xautoclaim('stream', 'g', 'b', 0, '0'))[1]).toHaveLength(2);
      await redis.call('XCLAIM', 'stream', 'g', 'c', '0', '1-0', 'IDLE', '60000', 'RETRYCOUNT', '0', 'FORCE', 'JUSTID');
      expect(await redis.xpending('stream', 'g', '1-0', '1-0', 1)).toMatchObject([['1-0', 'c', expect.anything(), 0]]);
    },
  },
  {
    name: 'a blocking XREAD',
    run: async (redis) => {
      const reader = await subscriber(redis);
      const waiting = reader.xread('BLOCK', 10_000, 'STREAMS', 'blocking', '0');
      await redis.xadd('blocking', '*', 'a', 'b');
      expect(await waiting).toHaveLength(1);
      reader.disconnect();
    },
  },
  {
    name: 'WATCH and MULTI',
    run: async (redis) => {
      await redis.watch('watched');
      expect(await redis.multi().set('watched', '1').incr('watched').exec()).toEqual([
        [null, 'OK'],
        [null, 2],
      ]);
    },
  },
  {
    name: 'publish and subscribe',
    run: async (redis) => {
      const listener = await subscriber(redis);
      await listener.subscribe('channel');
      const heard = new Promise((done) => listener.once('message', (_, text) => done(text)));
      await redis.publish('channel', 'hi');
      expect(await heard).toBe('hi');
      listener.disconnect();
    },
  },
  {
    name: 'sharded publish and subscribe',
    run: async (redis) => {
      const listener = await subscriber(redis);
      await listener.ssubscribe('sharded');
      expect(await redis.spublish('sharded', 'hi')).toBe(1);
      listener.disconnect();
    },
  },
  {
    name: 'sorted sets by score',
    run: async (redis) => {
      await redis.zadd('zset', 1, 'a', 2, 'b', 3, 'c');
      expect(await redis.zrange('zset', '-inf', '2', 'BYSCORE', 'LIMIT', 0, 10)).toEqual(['a', 'b']);
      expect(await redis.zcount('zset', '-inf', 2)).toBe(2);
    },
  },
  {
    name: 'BZPOPMIN',
    run: async (redis) => {
      await redis.zadd('zpop', 1, 'a');
      expect(await redis.bzpopmin('zpop', 1)).toEqual(['zpop', 'a', '1']);
    },
  },
  {
    name: 'BLMOVE',
    run: async (redis) => {
      await redis.rpush('list', 'x');
      expect(await redis.blmove('list', 'list2', 'LEFT', 'RIGHT', 1)).toBe('x');
    },
  },
  {
    name: 'expiry, SET with NX',
    run: async (redis) => {
      await redis.set('brief', '1', 'PX', 20);
      await until(async () => (await redis.get('brief')) === null);
      expect(await redis.set('brief', '2', 'EX', 60, 'NX')).toBe('OK');
      expect(await redis.set('brief', '3', 'EX', 60, 'NX')).toBeNull();
    },
  },
  {
    name: 'keyspace events',
    run: async (redis) => {
      await redis.config('SET', 'notify-keyspace-events', 'Ex');
      const listener = await subscriber(redis);
      await listener.subscribe('__keyevent@0__:expired');
      const heard = new Promise((done) => listener.once('message', (_, key) => done(key)));
      await redis.set('expiring', '1', 'PX', 20);
      expect(await heard).toBe('expiring');
      listener.disconnect();
    },
  },
  {
    name: 'HyperLogLog',
    run: async (redis) => {
      await redis.pfadd('pf', 'a', 'b');
      expect(await redis.pfcount('pf')).toBe(2);
    },
  },
  { name: 'BITFIELD', run: async (redis) => expect(await redis.bitfield('bits', 'INCRBY', 'u8', 0, 1)).toEqual([1]) },
  {
    name: 'GEOADD',
    run: async (redis) => {
      await redis.geoadd('geo', 1, 2, 'm');
      expect(await redis.geopos('geo', 'm')).toHaveLength(1);
    },
  },
  {
    name: 'SCAN',
    run: async (redis) => {
      await redis.set('scanned', '1');
      const found: string[] = [];
      for await (const keys of redis.scanStream({ match: 'scan*', count: 100 })) found.push(...keys);
      expect(found).toEqual(['scanned']);
    },
  },
  {
    name: 'EVALSHA of a forgotten script says NOSCRIPT',
    run: async (redis) => {
      await expect(redis.evalsha('0'.repeat(40), 0)).rejects.toThrow(/^NOSCRIPT/);
    },
  },
  {
    name: 'MEMORY USAGE',
    onlyOn: 'real servers',
    run: async (redis) => {
      await redis.set('measured', 'x');
      expect(await redis.memory('USAGE', 'measured')).toBeGreaterThan(0);
    },
  },
  {
    name: 'an append-only file that can be rewritten',
    onlyOn: 'real servers',
    run: async (redis) => {
      expect(String(await redis.bgrewriteaof())).toMatch(/started|scheduled/);
    },
  },
  {
    name: 'HEXPIRE',
    onlyOn: 'Redis 7.4 and later',
    run: async (redis) => {
      await redis.hset('hash', 'a', 1);
      expect(await redis.call('HEXPIRE', 'hash', '100', 'FIELDS', '1', 'a')).toEqual([1]);
    },
  },
];

/** The points that a server of this kind and version must pass. */
export function pointsFor(kind: 'real' | 'in-memory', version: string): readonly Point[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return POINTS.filter(({ onlyOn }) => {
    if (onlyOn === 'real servers') return kind === 'real';
    return onlyOn === undefined || major > 7 || (major === 7 && minor >= 4);
  });
}
