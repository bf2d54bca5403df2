import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Flow } from './flow.ts';
import { hasErrors, type Problem, problem } from './lint/problem.ts';
import { readTarget } from './number-assignments.ts';
import type { BesideFlow } from './parse-flow.ts';
import { casesBeside } from './read-case-file.ts';
import { listFlowFiles, type ReadFile, readFlowFile, readMediaFolder, readTemplateFolder, usableTemplates } from './read-flow-file.ts';
import { readLibrary, readTableFolder, shapesOfFiles } from './read-library.ts';
import { readRecordings } from './read-recordings.ts';
import type { FlowSource } from './studio/draft.ts';
import type { TableShape } from './tables/table.ts';
import type { Template } from './template.ts';

export interface GoodFlow {
  readonly file: string;
  readonly flow: Flow;
  readonly source: FlowSource;
  /** Warnings only. */
  readonly problems: readonly Problem[];
}

export interface RefusedFlow {
  readonly file: string;
  /** By the file's name, when its content does not tell. */
  readonly flowId: string;
  /** Absent when its shape is wrong. */
  readonly flow?: Flow;
  /** Absent when it can't be read. */
  readonly source?: FlowSource;
  readonly problems: readonly Problem[];
}

/** What a flows folder holds. A file with errors is refused whole, with every problem; the others are not touched by it. */
export interface FlowsFolder {
  readonly good: readonly GoodFlow[];
  readonly refused: readonly RefusedFlow[];
  /** Templates without errors; the flows that use another are refused. */
  readonly templates: readonly Template[];
  readonly templateFiles: readonly ReadFile<Template>[];
  /** What flows are linted with. */
  readonly beside: BesideFlow;
}

/**
 * Reads every flow and template of a folder. `kept`: the tables, where they are not those of the folder. Throws only when
 * the folder itself can't be read.
 */
export async function loadFlowsFolder(folder: string, kept?: Readonly<Record<string, TableShape>>): Promise<FlowsFolder> {
  const templateFiles = await readTemplateFolder(join(folder, 'templates'));
  const usable = usableTemplates(templateFiles);
  const [tables, library, media, recordings] = await Promise.all([
    kept ?? readTableFolder(folder).then(shapesOfFiles),
    readLibrary(folder),
    readMediaFolder(join(folder, 'media')),
    readRecordings(folder),
  ]);
  const beside = { ...usable, library, media, recordings, tables };
  const files = await Promise.all((await listFlowFiles(folder)).map((file) => readWithCases(file, beside)));
  const good = files.flatMap(({ file, value, source, problems }) =>
    value && source && !hasErrors(problems) ? [{ file, flow: value, source, problems }] : [],
  );
  const refused = files.flatMap(({ file, value, source, problems }): RefusedFlow[] => {
    if (value && !hasErrors(problems)) return [];
    const flowId = value?.id ?? basename(file, '.flow.json');
    return [{ file, flowId, problems, ...(value && { flow: value }), ...(source && { source }) }];
  });
  return { good, refused, templates: usable.templates, templateFiles, beside };
}

async function readWithCases(file: string, beside: BesideFlow) {
  const { text, ...read } = await readFlowFile(file, beside);
  if (text === undefined) return { ...read, source: undefined };
  const cases = await readFile(casesBeside(file), 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw thrown;
  });
  return { ...read, source: { flow: text, ...(cases !== undefined && { cases }) } };
}

/** Which flow answers which number, and what is wrong with that: a number whose flow nobody can serve (F006). */
export function checkAssignments(
  assignments: Readonly<Record<string, string>>,
  defaultFlow: string,
  served: readonly string[],
): readonly Problem[] {
  const lost = (flowId: string, who: string) =>
    served.includes(flowId)
      ? []
      : [problem('F006', { side: 'flow', path: [] }, `${who} is answered by the flow "${flowId}", which has no good release.`)];
  return [
    ...lost(defaultFlow, 'Every number without a flow of its own'),
    ...Object.entries(assignments).flatMap(([number, target]) =>
      lost(readTarget(target).flowId, `The number ending in ${number.slice(-3)}`),
    ),
  ];
}
