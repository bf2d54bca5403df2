import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLOWS = new URL('../../flows/', import.meta.url).pathname;

export interface FlowFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A folder with one flow, `support`, and the templates of the product: for a service that runs what a test wants. */
export async function flowFolder(flow: Readonly<Record<string, unknown>>): Promise<FlowFolder> {
  const path = await mkdtemp(join(tmpdir(), 'relevo-flows-'));
  await mkdir(path, { recursive: true });
  await cp(join(FLOWS, 'templates'), join(path, 'templates'), { recursive: true });
  await writeFile(join(path, 'support.flow.json'), JSON.stringify({ specVersion: 1, id: 'support', ...flow }));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Wording in both languages of the sample flow. */
export const both = (es: string, en: string) => ({ es, en });

/** What every such flow needs beside its voice side. */
export const BASICS = {
  name: 'Test',
  business: 'Luz Clara',
  timeZone: 'Europe/Madrid',
  languages: ['es', 'en'],
  voices: { es: 'Polly.Lucia-Neural', en: 'Polly.Amy-Neural' },
  chat: {
    start: 'hand-over',
    acknowledge: both(
      'Seguimos con su llamada. Caso {{caseNumber}}. {{expectation}}',
      'We go on from your call. Case {{caseNumber}}. {{expectation}}',
    ),
    acknowledgeDirect: both('Hola. Caso {{caseNumber}}. {{expectation}}', 'Hello. Case {{caseNumber}}. {{expectation}}'),
    steps: { 'hand-over': { type: 'assign', team: 'support' } },
  },
} as const;
