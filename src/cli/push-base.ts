import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FlowRelease } from '../http/contract/releases.ts';
import { objectIn, writeWhole } from './flow-texts.ts';

/** Beside flow files: by flow id, the release that the file holds or is based on. To be kept in Git with them. */
const BASES = '.studio.json';

type Bases = Readonly<Record<string, number>>;

async function readBases(file: string): Promise<Bases> {
  const path = join(dirname(file), BASES);
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw thrown;
  });
  if (text === undefined) return {};
  const numbers = Object.entries(objectIn(path, text)).filter((entry): entry is [string, number] => Number.isInteger(entry[1]));
  return Object.fromEntries(numbers);
}

/** The release that a file is based on, as pulling or publishing it wrote down; undefined: nothing did. Throws Error for a file that is no JSON. */
export async function baseOf(file: string, id: string): Promise<number | undefined> {
  const bases = await readBases(file);
  return Object.hasOwn(bases, id) ? bases[id] : undefined;
}

/** Writes down which releases files hold now. */
export async function noteBases(held: readonly { readonly file: string; readonly id: string; readonly release: number }[]): Promise<void> {
  for (const { file, id, release } of held) {
    const bases: Bases = { ...(await readBases(file)), [id]: release };
    const sorted = Object.fromEntries(Object.entries(bases).sort(([a], [b]) => (a < b ? -1 : 1)));
    await writeWhole([{ file: join(dirname(file), BASES), text: `${JSON.stringify(sorted, undefined, 2)}\n` }]);
  }
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
