import type { Flow } from '../flows/flow.ts';
import { hasErrors } from '../flows/lint/problem.ts';
import { readBeside, readFlowFile } from '../flows/read-flow-file.ts';
import { problemLine } from './print-problems.ts';

/** A flow that can be run, or undefined after its errors were printed. */
export async function runnableFlow(file: string, print: (line: string) => void): Promise<Flow | undefined> {
  const { value, problems } = await readFlowFile(file, await readBeside(file));
  if (value && !hasErrors(problems)) return value;
  for (const problem of problems.filter(({ severity }) => severity === 'error')) print(problemLine(file, problem));
  print(`${file} has errors and can’t be run.`);
  return undefined;
}
