import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureBurst, recordMemory, sendingFacts } from './burst.ts';
import { type Contenders, startContenders } from './contenders.ts';
import { costCentres } from './cost-centres.ts';
import { numberOf, publishGenerated } from './generated-flow.ts';
import { type Load, median, quantile, runLoad, type Turn } from './load.ts';
import { ROOT } from './measured-process.ts';
import { measureReady } from './ready-time.ts';
import { measureRedis } from './redis-cost.ts';
import { createCallSeeds } from './seeded-calls.ts';
import { figure, megabytes, table } from './table.ts';
import { keysOf, keysOfReference } from './voice-step.ts';

const ROUNDS = 7;
const TURNS_PER_ROUND = 1_200;
const FLOW_SIZES = [10, 200];
const LIVE_CALLS = [10, 1_000, 100_000];

function say(text: string): void {
  console.log(text);
}

/** Every contender once per round, so that what else the machine does falls on all of them alike; the first two rounds warm up. */
async function inRounds(contenders: readonly { name: string; run: () => Promise<Load> }[]): Promise<ReadonlyMap<string, number>> {
  const figures = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  let fromMemory = 0;
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const { name, run } of contenders) {
      const load = await run();
      fromMemory += load.fromMemory;
      if (round >= 0) figures.get(name)?.push(load.cpuUs);
    }
  }
  if (fromMemory > 0) say(`(${fromMemory} answers came from memory: the store took more than its 300 ms, the machine was busy)`);
  return new Map([...figures].map(([name, values]) => [name, median(values)]));
}

async function voiceSteps(all: Contenders): Promise<void> {
  const { relevo, express, http, redis } = all;
  const load = (contender: typeof relevo, turn: Turn) => () => runLoad(contender, TURNS_PER_ROUND, turn);
  const support = await createCallSeeds(relevo, redis);
  const rows: { name: string; run: () => Promise<Load> }[] = [
    { name: 'bare Express 5, unsigned, stateless', run: load(express, keysOfReference(express)) },
    { name: 'node:http + form + signature + one Lua commit', run: load(http, keysOfReference(http)) },
  ];
  for (const steps of FLOW_SIZES) {
    const seeds = await createCallSeeds(relevo, redis, numberOf(steps));
    const calls = await seeds.seed(1_000, steps === 10 ? 4 : 5);
    rows.push({
      name: `Relevo, flow of ${steps} steps, 1,000 live calls`,
      run: load(relevo, keysOf(relevo, seeds, calls, numberOf(steps))),
    });
  }
  const figures = new Map(await inRounds(rows));
  const few = [{ name: 'express', run: load(express, keysOfReference(express)) }];
  const ratios = new Map<string, number>();
  for (const count of LIVE_CALLS) {
    const calls = await support.seed(count, 1);
    const name = `Relevo, support, ${count.toLocaleString('en')} live calls`;
    const measured = await inRounds([...few, { name, run: load(relevo, keysOf(relevo, support, calls)) }]);
    figures.set(name, measured.get(name) ?? Number.NaN);
    ratios.set(name, (measured.get('express') ?? Number.NaN) / (measured.get(name) ?? Number.NaN));
  }
  const express5 = figures.get('bare Express 5, unsigned, stateless') ?? Number.NaN;
  say('\nVoice step: CPU time of the server per webhook (median of rounds), and how many of it one bare Express request pays\n');
  say(
    table(
      ['', 'µs CPU', 'per CPU second', 'bare Express / this'],
      [...figures].map(([name, us]) => [name, figure(us), figure(1e6 / us), figure(ratios.get(name) ?? express5 / us, 2)]),
    ),
  );
  const calls = await support.seed(1_000, 1);
  const turn = keysOf(relevo, support, calls);
  await relevo.process.startProfile();
  await runLoad(relevo, 3_000, turn);
  const centres = costCentres(await relevo.process.stopProfile());
  say('\nWhere the time of a voice step goes (CPU profile of 6,000 steps, self time)\n');
  say(
    table(
      ['cost centre', 'share'],
      centres.map(({ name, share }) => [name, `${figure(share * 100, 1)} %`]),
    ),
  );
  const cost = await measureRedis(relevo, redis, calls.slice(0, 200), turn);
  say('\nRedis (MONITOR over 400 steps)\n');
  say(
    table(
      ['', 'measured', 'limit'],
      [
        [`round trips a step waits for (${cost.tripNames.join(', ')})`, figure(cost.trips, 2), '2'],
        ['commands of the service per step, one call at a time, relay and timers included', figure(cost.allCommands, 2), '-'],
      ],
    ),
  );
}

async function burst(all: Contenders): Promise<void> {
  const result = await measureBurst(all);
  const facts = sendingFacts(result.messages);
  const p99 = (values: readonly number[]) => quantile(values, 0.99);
  const row = (name: string, ours: readonly number[], reference: readonly number[]) => [
    name,
    figure(p99(ours), 1),
    figure(p99(reference), 1),
    figure(p99(ours) / p99(reference), 2),
  ];
  say('\nA burst of 2,000 accepted handoffs: p99 of the voice answers, ms\n');
  say(
    table(
      ['', 'Relevo', 'bare Express', 'ratio (limit 2)'],
      [
        row(
          `the 2,000 accepts, as fast as they are answered (${result.accepts.fromMemory} from memory)`,
          result.accepts.latencies,
          result.acceptsReference.latencies,
        ),
        row(`${result.holds.length} answers to held lines, while the invites leave`, result.holds, result.holdsReference),
      ],
    ),
  );
  say('\nIts invites, as the carrier saw them\n');
  const { sent, lost, doubled, perSecond, peak } = facts;
  say(
    table(
      ['', 'measured', 'limit'],
      [
        ['sent', sent, '2000'],
        ['lost', lost, '0'],
        ['doubled', doubled, '0'],
        ['per second', figure(perSecond, 1), '80'],
        ['most in one second', peak, '-'],
      ],
    ),
  );
  const { call, handoff } = await recordMemory(all.redis);
  say('\nMemory of one record in Redis (MEMORY USAGE, key included), bytes\n');
  say(
    table(
      ['', 'median', 'largest', 'limit'],
      [
        ['a live call that has accepted', call.median, call.most, '2048'],
        ['a waiting handoff', handoff.median, handoff.most, '2048'],
      ],
    ),
  );
}

async function ready(folder: string, idle: number, loaded: number): Promise<void> {
  const times = [await measureReady(folder, 1), await measureReady(folder, 2), await measureReady(folder, 3)];
  say('\nStart and memory\n');
  say(
    table(
      ['', 'measured', 'limit'],
      [
        [`ready after npm start, ms (${times.map((ms) => figure(ms)).join(', ')})`, figure(median(times)), '3000'],
        ['resident memory when ready, MB', megabytes(idle), '-'],
        ['resident memory under load, MB', megabytes(loaded), '-'],
      ],
    ),
  );
}

async function main(): Promise<void> {
  execFileSync(process.execPath, ['tools/build.mjs', '--if-stale'], { cwd: ROOT, stdio: 'ignore' });
  const folder = await mkdtemp(join(tmpdir(), 'relevo-bench-'));
  say(
    `npm run bench, ${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
  );
  try {
    const all = await startContenders(folder, (redis) => publishGenerated(redis, FLOW_SIZES));
    try {
      const idle = await all.relevo.process.rss();
      await voiceSteps(all);
      const loaded = await all.relevo.process.rss();
      await burst(all);
      await all.stop();
      await ready(folder, idle, loaded);
    } finally {
      await all.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error('The benchmark could not measure:', error);
    process.exit(1);
  },
);
