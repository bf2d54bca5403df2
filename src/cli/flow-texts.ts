import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { casesBeside } from '../flows/read-case-file.ts';

/** The texts of a flow file and of the cases beside it. */
export interface FlowTexts {
  readonly file: string;
  readonly id: string;
  readonly flow: string;
  readonly cases: string | undefined;
}

const FILE = /^([a-z][a-z0-9-]{0,39})\.flow\.json$/;

/** The id of the flow that a file holds, by its name. Throws Error for another name. */
export function flowIdOf(file: string): string {
  const id = FILE.exec(basename(file))?.[1];
  if (id === undefined) throw new Error(`${file}: name a file <id>.flow.json.`);
  return id;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Reads a flow file and its cases, each a JSON object, the flow with the id of its file. Throws Error with what is wrong. */
export async function readFlowTexts(file: string): Promise<FlowTexts> {
  const id = flowIdOf(file);
  const flow = await textOf(file);
  if (flow === undefined) throw new Error(`${file} is not there.`);
  const cases = await textOf(casesBeside(file));
  const said = objectIn(file, flow).id;
  if (said !== id) throw new Error(`${file}: the flow in it is called ${JSON.stringify(said)}; its id must be ${id}.`);
  if (cases !== undefined) objectIn(casesBeside(file), cases);
  return { file, id, flow, cases };
}

/** The JSON object in a text. Throws Error when it is none. */
export function objectIn(file: string, text: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    throw new Error(`${file} is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(`${file} holds no JSON object.`);
  return json as Record<string, unknown>;
}

/** Writes files so that each is there whole or as it was; nothing is moved into place before all are written. */
export async function writeWhole(files: readonly { readonly file: string; readonly text: string }[]): Promise<void> {
  const fresh = files.map(({ file, text }) => ({ file, text, beside: `${file}.${process.pid}.new` }));
  for (const { beside, text } of fresh) await writeFile(beside, text);
  for (const { beside, file } of fresh) await rename(beside, file);
}
