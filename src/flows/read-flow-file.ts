import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Flow } from './flow.ts';
import type { MediaFile } from './lint/context.ts';
import { hasErrors, type Problem, problem } from './lint/problem.ts';
import { lintStandIns } from './lint/stand-ins.ts';
import { type BesideFlow, type Parsed, parseFlow, parseTemplate } from './parse-flow.ts';
import { readLibrary, readTableFolder, shapesOfFiles } from './read-library.ts';
import { readRecordings } from './read-recordings.ts';
import type { Template } from './template.ts';

export interface ReadFile<T> extends Parsed<T> {
  readonly file: string;
  /** As it was read; absent when it can't be. */
  readonly text?: string;
}

async function readText(file: string, side: Problem['side']): Promise<string | Problem> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be opened' }[code ?? ''] ?? String(thrown);
    return problem('F003', { side, path: [] }, `${file} can’t be read: ${why}.`);
  }
}

/** A flow file with every problem it has, its recordings looked for in audio/ beside it; never throws for what is in the file or that it is not there. */
export async function readFlowFile(file: string, beside: BesideFlow): Promise<ReadFile<Flow>> {
  const text = await readText(file, 'flow');
  if (typeof text !== 'string') return { file, problems: [text] };
  const { value, problems } = parseFlow(text, { recordings: await readRecordings(dirname(file)), ...beside });
  const name = basename(file);
  if (!value || name === `${value.id}.flow.json`) return { file, text, problems, ...(value && { value }) };
  const misnamed = problem(
    'F004',
    { side: 'flow', path: ['id'] },
    `The flow "${value.id}" stands in ${name}; name the file ${value.id}.flow.json.`,
  );
  return { file, text, value, problems: [misnamed, ...problems] };
}

/** A template file with every problem it has; never throws for what is in the file or that it is not there. */
export async function readTemplateFile(file: string): Promise<ReadFile<Template>> {
  const text = await readText(file, 'template');
  return typeof text === 'string' ? { file, ...parseTemplate(text) } : { file, problems: [text] };
}

/** File names of a folder with that ending, sorted; none when the folder is not there. */
async function namesIn(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return [];
    throw thrown;
  });
  return names.filter((name) => name.endsWith(ending)).sort();
}

/** Every template of a folder with its problems; a missing folder has none. */
export async function readTemplateFolder(folder: string): Promise<readonly ReadFile<Template>[]> {
  const files = await Promise.all((await namesIn(folder, '.json')).map((name) => readTemplateFile(join(folder, name))));
  const seen = new Map<string, string>();
  const all = new Map(files.flatMap(({ value }) => (value ? [[value.name, value] as const] : [])));
  return files.map(({ problems, ...file }) => {
    const read = { ...file, problems: file.value ? [...problems, ...lintStandIns(file.value, all)] : problems };
    const before = read.value && seen.get(read.value.name);
    if (read.value) seen.set(read.value.name, read.file);
    if (before === undefined) return read;
    const twice = problem('F005', { side: 'template', path: ['name'] }, `${before} holds a template "${read.value?.name}" too.`);
    return { ...read, problems: [twice, ...read.problems] };
  });
}

/** What lies beside a flow file: templates, media, calendars, parts and tables; templates with errors are left out. */
export async function readBeside(flowFile: string): Promise<BesideFlow> {
  const folder = dirname(flowFile);
  const [tables, files, library, media] = await Promise.all([
    readTableFolder(folder).then(shapesOfFiles),
    readTemplateFolder(join(folder, 'templates')),
    readLibrary(folder),
    readMediaFolder(join(folder, 'media')),
  ]);
  return { ...usableTemplates(files), library, media, tables };
}

/** Templates without errors, and the names of the others: the same for the linter as for the service. */
export function usableTemplates(files: readonly ReadFile<Template>[]): Pick<BesideFlow, 'templates' | 'refusedTemplates'> {
  const isGood = ({ problems }: ReadFile<Template>) => !hasErrors(problems);
  return {
    templates: files.flatMap((file) => (file.value && isGood(file) ? [file.value] : [])),
    refusedTemplates: files.flatMap((file) => (isGood(file) ? [] : [file.value?.name ?? basename(file.file, '.json')])),
  };
}

/** The files that send steps may name, with their sizes; a missing folder has none. */
export async function readMediaFolder(folder: string): Promise<readonly MediaFile[]> {
  const names = await namesIn(folder, '');
  const found = await Promise.all(names.map(async (name) => ({ name, about: await stat(join(folder, name)) })));
  return found.flatMap(({ name, about }) => (about.isFile() ? [{ name, bytes: about.size }] : []));
}

/** The flow files of a folder, sorted by name. */
export async function listFlowFiles(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder, '.flow.json')).map((name) => join(folder, name));
}
