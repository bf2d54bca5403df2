import type { Profiler } from 'node:inspector';

interface Centre {
  readonly name: string;
  readonly holds: (frame: string) => boolean;
}

const inRoom =
  (...rooms: string[]) =>
  (frame: string) =>
    rooms.some((room) => frame.includes(`/dist/${room}/`));
const inPackage =
  (...names: string[]) =>
  (frame: string) =>
    names.some((name) => frame.includes(`/node_modules/${name}/`));
const named =
  (...names: string[]) =>
  (frame: string) =>
    names.includes(frame.split(' ', 1)[0] ?? '');

/** In this order: the first that holds a frame has its time. */
const CENTRES: readonly Centre[] = [
  { name: 'garbage collector', holds: (frame) => frame.startsWith('(garbage collector)') },
  { name: 'the profiler itself', holds: named('dispatch') },
  { name: 'sockets: writing (system calls)', holds: named('writeUtf8String', 'writeLatin1String', 'writeBuffer', 'writev') },
  {
    name: 'log',
    holds: (frame) =>
      inPackage('pino', 'sonic-boom', 'safe-stable-stringify', 'quick-format-unescaped')(frame) || frame.endsWith('/dist/base/log.js'),
  },
  { name: 'metrics', holds: (frame) => inPackage('prom-client')(frame) || frame.endsWith('/dist/compose/metrics.js') },
  { name: 'phone numbers', holds: (frame) => inPackage('libphonenumber-js')(frame) || frame.endsWith('/dist/base/phone.js') },
  { name: 'engine: XState', holds: inPackage('xstate') },
  { name: 'engine: steps, wording, conditions', holds: (frame) => inRoom('flows')(frame) || frame.endsWith('/dist/base/machine.js') },
  {
    name: 'form, signature',
    holds: (frame) =>
      /\/dist\/providers\/twilio\/(form|signature)\.js$/.test(frame) ||
      /node:internal\/crypto/.test(frame) ||
      named('Hmac', 'digest', 'update', 'timingSafeEqual')(frame),
  },
  { name: 'TwiML, reading webhooks', holds: inRoom('providers', 'channels') },
  { name: 'call: decisions, record, events', holds: inRoom('ivr', 'handoff', 'contacts') },
  {
    name: 'Redis client',
    holds: inPackage('ioredis', '@ioredis', 'standard-as-callback', 'denque', 'redis-parser', 'redis-errors', 'cluster-key-slot'),
  },
  { name: 'store: packing, JSON both ways', holds: inRoom('store') },
  { name: 'jobs: the relay', holds: inRoom('jobs', 'ws', 'chat', 'agents') },
  { name: 'Express', holds: inPackage('express', 'router', 'parseurl', 'helmet') },
  { name: 'HTTP: ours', holds: inRoom('http', 'compose', 'base') },
  {
    name: 'HTTP, streams, sockets: Node',
    holds: (frame) =>
      /node:(_http|http|net|events|internal\/(http|streams|stream_base|net|socket|buffer|url|timers|process)|buffer|timers|_stream)/.test(
        frame,
      ),
  },
];

/** Self time by cost centre as shares of all time that was worked, largest first. */
export function costCentres(profile: Profiler.Profile): readonly { readonly name: string; readonly share: number }[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || '(anonymous)'} ${callFrame.url}`]));
  const sums = new Map<string, number>();
  let total = 0;
  for (const [i, id] of (profile.samples ?? []).entries()) {
    const frame = frames.get(id) ?? '';
    if (frame.startsWith('(idle)') || frame.startsWith('(root)')) continue;
    const us = profile.timeDeltas?.[i] ?? 0;
    const name = CENTRES.find(({ holds }) => holds(frame))?.name ?? 'native code, microtasks, other';
    sums.set(name, (sums.get(name) ?? 0) + us);
    total += us;
  }
  return [...sums].map(([name, us]) => ({ name, share: us / total })).sort((a, b) => b.share - a.share);
}
