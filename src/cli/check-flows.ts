import { basename, dirname } from 'node:path';
import type { Problem } from '../flows/lint/problem.ts';
import { readCaseFile } from '../flows/read-case-file.ts';
import { readBeside, readFlowFile, readTemplateFile, readTemplateFolder } from '../flows/read-flow-file.ts';
import { checkLibraryFile, isLibraryFile } from '../flows/read-library.ts';
import { count, problemLine } from './print-problems.ts';

const NOTHING = { templates: [] };

type Print = (line: string) => void;

async function problemsOf(file: string): Promise<readonly Problem[]> {
  if (basename(file).endsWith('.flow.json')) return (await readFlowFile(file, await readBeside(file))).problems;
  if (basename(file).endsWith('.cases.json')) return (await readCaseFile(file))?.problems ?? (await readFlowFile(file, NOTHING)).problems;
  if (/(^|[\\/])templates[\\/][^\\/]+\.json$/.test(file)) {
    const beside = (await readTemplateFolder(dirname(file))).find((read) => basename(read.file) === basename(file));
    return (beside ?? (await readTemplateFile(file))).problems;
  }
  if (isLibraryFile(file)) return checkLibraryFile(file);
  return (await readFlowFile(file, NOTHING)).problems;
}

/** Lints flow, template and case files and prints what was found. Gives the exit status: 1 when there are errors. */
export async function checkFlows(files: readonly string[], print: Print): Promise<number> {
  const all: Problem[] = [];
  for (const file of files) {
    const problems = await problemsOf(file);
    for (const problem of problems) print(problemLine(file, problem));
    all.push(...problems);
  }
  const errors = all.filter(({ severity }) => severity === 'error').length;
  print(`${count(files.length, 'file')} checked: ${count(errors, 'error')}, ${count(all.length - errors, 'warning')}.`);
  if (all.length > 0) print('What each code means is told in docs/problems.md.');
  return errors > 0 ? 1 : 0;
}
