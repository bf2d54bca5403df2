import { readFile } from 'node:fs/promises';
import { type CaseFile, CaseFile as CaseFileSchema } from './cases.ts';
import { type Parsed, parseShape } from './parse-flow.ts';

/** The file of cases that lies beside a flow file. */
export function casesBeside(flowFile: string): string {
  return flowFile.replace(/\.flow\.json$/, '.cases.json');
}

/** A file of cases with what is wrong with it; undefined when there is no such file. */
export async function readCaseFile(file: string): Promise<Parsed<CaseFile> | undefined> {
  try {
    return parseShape(await readFile(file, 'utf8'), CaseFileSchema, 'flow');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}
