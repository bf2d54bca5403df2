import { isFromMemory } from './caller.ts';
import { type Answer, type Connection, openConnection } from './connection.ts';
import type { Contender } from './contenders.ts';

/** As many requests are under way at any time. */
export const CONNECTIONS = 16;

export interface Load {
  readonly requests: number;
  /** Of the server's process, microseconds each. */
  readonly cpuUs: number;
  /** Sorted, ms. */
  readonly latencies: readonly number[];
  /** How many answers came from memory because the store took too long. */
  readonly fromMemory: number;
}

/** One turn of one lane: some requests on its connection, one after the other. */
export type Turn = (connection: Connection, turn: number) => Promise<readonly Answer[]>;

/** Runs so many turns over the lanes, each as soon as the one before is answered, and takes what it cost the server. */
export async function runLoad(contender: Contender, turns: number, turn: Turn): Promise<Load> {
  const lanes = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(contender.port)));
  const latencies: number[] = [];
  let fromMemory = 0;
  let next = 0;
  const before = await contender.process.cpuUs();
  await Promise.all(
    lanes.map(async (connection) => {
      while (next < turns) {
        const number = next;
        next += 1;
        for (const answer of await turn(connection, number)) {
          if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.body}`);
          latencies.push(answer.ms);
          if (isFromMemory(answer.body)) fromMemory += 1;
        }
      }
    }),
  );
  const cpuUs = ((await contender.process.cpuUs()) - before) / latencies.length;
  for (const connection of lanes) connection.close();
  return { requests: latencies.length, cpuUs, fromMemory, latencies: latencies.sort((a, b) => a - b) };
}

/** The value below which that share lies; of sorted values. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
