import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { Calendar } from './calendar.ts';
import { calendarProblems } from './calendar-problems.ts';
import { Part } from './flow.ts';
import { locateInJson } from './json-position.ts';
import { calendarProblem } from './lint/hours.ts';
import { type Problem, problem } from './lint/problem.ts';
import { type Parsed, parseShape } from './parse-flow.ts';
import type { FlowLibrary } from './parts/bundle-flow.ts';

const CALENDAR = { folder: 'calendars', ending: '.calendar.json', name: /^[a-z][a-zA-Z0-9]{0,39}$/ };
const PART = { folder: 'parts', ending: '.part.json', name: /^[a-z][a-z0-9-]{0,39}$/ };
type Kind = typeof CALENDAR | typeof PART;

/** Is this the file of a calendar or of a part? */
export function isLibraryFile(file: string): boolean {
  return file.endsWith(CALENDAR.ending) || file.endsWith(PART.ending);
}

/** The problems of a calendar's or a part's file by itself; what only shows inside a flow is found there. */
export async function checkLibraryFile(file: string): Promise<readonly Problem[]> {
  if (file.endsWith(PART.ending)) return (await readNamed(file, PART, Part)).problems;
  const { value, problems, text } = await readNamed(file, CALENDAR, Calendar);
  if (!value) return problems;
  const spoken = (value.exceptions ?? []).flatMap(({ languages = [] }) => languages);
  const found = calendarProblems(value, spoken).map((each) => ({
    ...calendarProblem(each, [], basename(file, CALENDAR.ending)),
    ...locateInJson(text, each.path),
  }));
  return [...problems, ...found];
}

/** What lies beside the flows of a folder, in `calendars/` and `parts/`; a file with a wrong shape or name is left out. */
export async function readLibrary(folder: string): Promise<FlowLibrary> {
  const [calendars, parts] = await Promise.all([readAll(folder, CALENDAR, Calendar), readAll(folder, PART, Part)]);
  return { calendars, parts };
}

async function readAll<T extends z.ZodType>(folder: string, kind: Kind, schema: T): Promise<Record<string, z.output<T>>> {
  const names = await readdir(join(folder, kind.folder)).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return [];
    throw thrown;
  });
  const files = names.filter((name) => name.endsWith(kind.ending)).sort();
  const read = await Promise.all(files.map((name) => readNamed(join(folder, kind.folder, name), kind, schema)));
  return Object.fromEntries(
    read.flatMap(({ value, problems }, at) =>
      value === undefined || problems.length > 0 ? [] : [[basename(files[at] as string, kind.ending), value] as const],
    ),
  );
}

async function readNamed<T extends z.ZodType>(
  file: string,
  kind: Kind,
  schema: T,
): Promise<Parsed<z.output<T>> & { readonly text: string }> {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => thrown);
  if (typeof text !== 'string') {
    return { problems: [problem('F003', { side: 'flow', path: [] }, `${file} can’t be read: ${text.code ?? String(text)}.`)], text: '' };
  }
  const name = basename(file, kind.ending);
  const misnamed = kind.name.test(name) ? [] : [problem('F004', { side: 'flow', path: [] }, `"${name}" is no name that a step could use.`)];
  const parsed = parseShape(text, schema, 'flow');
  return { ...parsed, problems: [...misnamed, ...parsed.problems], text };
}
