import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeJson } from '../flows/write-json.ts';
import type { FlowRelease } from '../http/contract/releases.ts';
import { objectIn, writeWhole } from './flow-texts.ts';

/** Beside flow files: by service and flow id, the release that the file holds or is based on. To be kept in Git with them. */
const BASES = '.studio.json';

type Bases = Readonly<Record<string, Readonly<Record<string, number>>>>;

async function readBases(file: string): Promise<Bases> {
  const path = join(dirname(file), BASES);
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw thrown;
  });
  if (text === undefined) return {};
  const parsed = z.record(z.string(), z.record(z.string(), z.int().min(1))).safeParse(objectIn(path, text));
  if (!parsed.success) throw new Error(`${path} is not as pull writes it: delete it, or name the release with --base.`);
  return parsed.data;
}

/** The release that a file is based on, as pulling or publishing it wrote down; undefined: nothing did. Throws Error for a file of another form. */
export async function baseOf(file: string, service: string, id: string): Promise<number | undefined> {
  const { [service]: of = {} } = await readBases(file);
  return Object.hasOwn(of, id) ? of[id] : undefined;
}

/** Writes down which releases of a service files hold now. */
export async function noteBases(
  service: string,
  held: readonly { readonly file: string; readonly id: string; readonly release: number }[],
): Promise<void> {
  for (const { file, id, release } of held) {
    const bases = await readBases(file);
    const text = writeJson(sorted({ ...bases, [service]: sorted({ ...bases[service], [id]: release }) }));
    await writeWhole([{ file: join(dirname(file), BASES), text }]);
  }
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Was it pushed or taken from files? Then whoever keeps the files has it. */
function isOfFiles({ author, fromFiles }: FlowRelease): boolean {
  return fromFiles === true || author === 'file' || author.startsWith('k_');
}

/**
 * What was published in the studio since the release that a file is based on, newest first. Where nothing says which that is, it is the
 * newest that came from files. Pure.
 */
export function newerInStudio(releases: readonly FlowRelease[], base: number | undefined): readonly FlowRelease[] {
  if (base !== undefined) return releases.filter((release) => release.number > base && !isOfFiles(release));
  const end = releases.findIndex(isOfFiles);
  return end === -1 ? releases : releases.slice(0, end);
}

/** The refusal, with the command that settles it. Pure. */
export function newerWords(file: string, [newest]: readonly FlowRelease[], base: number | undefined): string {
  if (!newest) return '';
  const { flowId, number, authorName, author, publishedAtMs, note } = newest;
  const who = `${authorName ?? author} on ${new Date(publishedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const from = base === undefined ? 'nothing says that the file has it' : `the file is based on release ${base}`;
  return [
    `${file}: release ${number} of ${flowId} was published in the studio by ${who}${note ? ` (“${note}”)` : ''}; ${from}.`,
    `  What it changed: npm run flow -- diff ${file} --of ${number}. To take it: npm run flow -- pull ${file}.`,
    `  Once the file has what is wanted of it: npm run flow -- push ${file} --base ${number}.`,
  ].join('\n');
}
