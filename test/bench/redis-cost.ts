import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Redis } from 'ioredis';
import { openConnection } from './connection.ts';
import type { Contender } from './contenders.ts';
import type { Turn } from './load.ts';
import type { SeededCall } from './seeded-calls.ts';

export interface RedisCost {
  /** Commands that name the call of the step: each is one round trip that the caller waits for. */
  readonly trips: number;
  readonly tripNames: readonly string[];
  /** Everything the service asked meanwhile, per step: relay, timers and figures included. */
  readonly allCommands: number;
}

const STEPS_PER_TURN = 2;

/** Watches the server (MONITOR) while so many calls take their steps, one after the other. */
export async function measureRedis(relevo: Contender, redis: Redis, calls: readonly SeededCall[], turn: Turn): Promise<RedisCost> {
  const names = new Map<string, number>();
  const own = await addressOf(redis);
  const sids = new Set(calls.map(({ caller }) => caller.callSid));
  let all = 0;
  const stop = await watchCommands(Number(redis.options.port), ({ from, name, text }) => {
    if (from === 'lua' || from === own) return;
    all += 1;
    const sid = /CA\d{32}/.exec(text)?.[0];
    if (sid !== undefined && sids.has(sid)) names.set(name, (names.get(name) ?? 0) + 1);
  });
  const connection = await openConnection(relevo.port);
  for (let n = 0; n < calls.length; n += 1) await turn(connection, n);
  connection.close();
  await stop();
  const steps = calls.length * STEPS_PER_TURN;
  return {
    trips: [...names.values()].reduce((sum, count) => sum + count, 0) / steps,
    tripNames: [...names].map(([name, count]) => `${name} ${(count / steps).toFixed(2)}`),
    allCommands: all / steps,
  };
}

/** How the server names this client's connection. */
async function addressOf(redis: Redis): Promise<string> {
  return /\baddr=(\S+)/.exec(String(await redis.client('INFO')))?.[1] ?? '';
}

interface SeenCommand {
  /** The client's address; `lua` for what a script did. */
  readonly from: string;
  readonly name: string;
  readonly text: string;
}

/** Tells every command that reaches the server, until the answer is called. */
async function watchCommands(port: number, tell: (command: SeenCommand) => void): Promise<() => Promise<void>> {
  const socket = connect(port, '127.0.0.1');
  const lines = createInterface(socket);
  socket.write('MONITOR\r\n');
  await once(lines, 'line');
  lines.on('line', (text) => {
    const [, from = '', name = ''] = /^\+\S+ \[\d+ ([^\]]+)\] "(\w+)"/.exec(text) ?? [];
    tell({ from, name: name.toUpperCase(), text });
  });
  return async () => {
    socket.write('QUIT\r\n');
    await once(lines, 'close');
  };
}
