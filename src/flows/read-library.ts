import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { Calendar } from './calendar.ts';
import { calendarProblems } from './calendar-problems.ts';
import { Part } from './flow.ts';
import { locateInJson } from './json-position.ts';
import { calendarProblem } from './lint/hours.ts';
import { hasErrors, type Problem, problem } from './lint/problem.ts';
import { type Parsed, parseShape } from './parse-flow.ts';
import type { FlowLibrary } from './parts/bundle-flow.ts';
import { shapeOfTable, Table, type TableShape } from './tables/table.ts';
import { tableProblems } from './tables/table-problems.ts';

const CALENDAR = { folder: 'calendars', ending: '.calendar.json', name: /^[a-z][a-zA-Z0-9]{0,39}$/ };
const PART = { folder: 'parts', ending: '.part.json', name: /^[a-z][a-z0-9-]{0,39}$/ };
const TABLE = { folder: 'tables', ending: '.table.json', name: /^[a-z][a-zA-Z0-9]{0,39}$/ };
type Kind = typeof CALENDAR | typeof PART | typeof TABLE;

/** Is this the file of a calendar, a part or a table? */
export function isLibraryFile(file: string): boolean {
  return file.endsWith(CALENDAR.ending) || file.endsWith(PART.ending) || file.endsWith(TABLE.ending);
}

/** The problems of a calendar's, a part's or a table's file by itself; what only shows inside a flow is found there. */
export async function checkLibraryFile(file: string): Promise<readonly Problem[]> {
  if (file.endsWith(PART.ending)) return (await readNamed(file, PART, Part)).problems;
  if (file.endsWith(TABLE.ending)) return (await readTableFile(file)).problems;
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

/** The file of a table with every problem it has. */
export interface TableFile {
  readonly file: string;
  readonly value?: Table;
  readonly problems: readonly Problem[];
}

async function readTableFile(file: string): Promise<TableFile> {
  const { value, problems, text } = await readNamed(file, TABLE, Table);
  if (!value) return { file, problems };
  const name = basename(file, TABLE.ending);
  const misnamed =
    value.name === name
      ? []
      : [
          problem(
            'F004',
            { side: 'flow', path: ['name'] },
            `The table "${value.name}" stands in ${basename(file)}; name the file ${value.name}.table.json.`,
          ),
        ];
  const found = tableProblems(value).map(({ severity, message, row, column, language }) => {
    const cell = row === undefined ? ['columns'] : row === 'otherwise' ? ['otherwise'] : ['rows', row];
    const path = [...cell, ...(row !== undefined && column !== undefined ? [column] : []), ...(language === undefined ? [] : [language])];
    const code = severity === 'error' ? 'F175' : 'F176';
    return { ...problem(code, { side: 'flow', path }, `The table "${value.name}": ${message}`), ...locateInJson(text, path) };
  });
  return { file, value, problems: [...problems, ...misnamed, ...found] };
}

/** The tables that lie beside the flows of a folder, in `tables/`, with every problem they have. */
export async function readTableFolder(folder: string): Promise<readonly TableFile[]> {
  const names = await filesIn(folder, TABLE);
  return Promise.all(names.map((name) => readTableFile(join(folder, TABLE.folder, name))));
}

/** What the linter knows of tables that lie as files; those with errors are as good as not there. */
export function shapesOfFiles(files: readonly TableFile[]): Readonly<Record<string, TableShape>> {
  return Object.fromEntries(goodTables(files).map((table) => [table.name, shapeOfTable(table)]));
}

/** The tables of files without errors. */
export function goodTables(files: readonly TableFile[]): readonly Table[] {
  return files.flatMap(({ value, problems }) => (value && !hasErrors(problems) ? [value] : []));
}

async function filesIn(folder: string, kind: Kind): Promise<readonly string[]> {
  const names = await readdir(join(folder, kind.folder)).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return [];
    throw thrown;
  });
  return names.filter((name) => name.endsWith(kind.ending)).sort();
}

async function readAll<T extends z.ZodType>(folder: string, kind: Kind, schema: T): Promise<Record<string, z.output<T>>> {
  const files = await filesIn(folder, kind);
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
