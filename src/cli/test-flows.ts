import { writeFile } from 'node:fs/promises';
import type { FlowCoverage } from '../flows/coverage.ts';
import { casesBeside, readCaseFile } from '../flows/read-case-file.ts';
import { type CaseResult, type CasesRun, runCases } from '../flows/run-cases.ts';
import { writeJson } from '../flows/write-json.ts';
import { count, problemLine } from './print-problems.ts';
import { runnableFlow } from './runnable-flow.ts';

type Print = (line: string) => void;

/** Plays the cases beside each flow file and prints failures and coverage. Gives the exit status: 1 when one failed. */
export async function testFlows(files: readonly string[], options: { readonly update: boolean }, print: Print): Promise<number> {
  let status = 0;
  for (const file of files) status = Math.max(status, await testFlow(file, options, print));
  return status;
}

async function testFlow(file: string, { update }: { readonly update: boolean }, print: Print): Promise<number> {
  const flow = await runnableFlow(file, print);
  if (!flow) return 1;
  const caseFile = casesBeside(file);
  const cases = await readCaseFile(caseFile);
  if (!cases?.value) {
    if (!cases) print(`${caseFile} is not there: a flow without recorded cases is not tested.`);
    for (const problem of cases?.problems ?? []) print(problemLine(caseFile, problem));
    return 1;
  }
  const run = runCases(flow, cases.value);
  if (update) return updateCases(caseFile, run, print);
  for (const result of run.results) printFailures(result, print);
  const failed = run.results.filter(({ failures }) => failures.length > 0).length;
  printCoverage(run.coverage, print);
  print(`${caseFile}: ${run.results.length - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function updateCases(caseFile: string, run: CasesRun, print: Print): Promise<number> {
  const unplayable = run.results.filter(({ failures }) => failures.some(({ what }) => what === 'line'));
  for (const result of unplayable) printFailures({ ...result, failures: result.failures.filter(({ what }) => what === 'line') }, print);
  await writeFile(caseFile, writeJson(run.updated));
  const changed = run.results.filter(({ failures }) => failures.length > 0).length;
  print(`${caseFile} is rewritten; ${count(changed, 'conversation')} changed. Look at the difference before you keep it.`);
  printCoverage(run.coverage, print);
  return unplayable.length > 0 ? 1 : 0;
}

function printFailures({ name, language, failures }: CaseResult, print: Print): void {
  if (failures.length === 0) return;
  print(`FAILED ${name} (${language})`);
  for (const { line, did, what, expected, actual } of failures) {
    print(`  ${line === 0 ? did : `line ${line}, ${did}`}: ${what}`);
    print(`    expected ${JSON.stringify(expected)}`);
    print(`    got      ${JSON.stringify(actual)}`);
  }
}

function printCoverage({ steps, exits, missed }: FlowCoverage, print: Print): void {
  print(`Coverage: ${steps.covered} of ${steps.total} steps, ${exits.covered} of ${exits.total} exits.`);
  for (const name of missed) print(`  not covered: ${name}`);
}
