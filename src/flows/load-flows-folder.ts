import { basename, join } from 'node:path';
import type { Flow } from './flow.ts';
import { hasErrors, type Problem, problem } from './lint/problem.ts';
import { listFlowFiles, type ReadFile, readFlowFile, readMediaFolder, readTemplateFolder, usableTemplates } from './read-flow-file.ts';
import { readLibrary } from './read-library.ts';
import type { Template } from './template.ts';

export interface GoodFlow {
  readonly file: string;
  readonly flow: Flow;
  /** Warnings only. */
  readonly problems: readonly Problem[];
}

export interface RefusedFlow {
  readonly file: string;
  /** By the file's name, when its content does not tell. */
  readonly flowId: string;
  /** Absent when its shape is wrong. */
  readonly flow?: Flow;
  readonly problems: readonly Problem[];
}

/** What a flows folder holds. A file with errors is refused whole, with every problem; the others are not touched by it. */
export interface FlowsFolder {
  readonly good: readonly GoodFlow[];
  readonly refused: readonly RefusedFlow[];
  /** Templates without errors; the flows that use another are refused. */
  readonly templates: readonly Template[];
  readonly templateFiles: readonly ReadFile<Template>[];
}

/** Reads every flow and template of a folder. Throws only when the folder itself can't be read. */
export async function loadFlowsFolder(folder: string): Promise<FlowsFolder> {
  const templateFiles = await readTemplateFolder(join(folder, 'templates'));
  const usable = usableTemplates(templateFiles);
  const [library, media] = await Promise.all([readLibrary(folder), readMediaFolder(join(folder, 'media'))]);
  const beside = { ...usable, library, media };
  const files = await Promise.all((await listFlowFiles(folder)).map((file) => readFlowFile(file, beside)));
  const good = files.flatMap(({ file, value, problems }) => (value && !hasErrors(problems) ? [{ file, flow: value, problems }] : []));
  const refused = files.flatMap(({ file, value, problems }): RefusedFlow[] => {
    if (value && !hasErrors(problems)) return [];
    const flowId = value?.id ?? basename(file, '.flow.json');
    return [{ file, flowId, problems, ...(value && { flow: value }) }];
  });
  return { good, refused, templates: usable.templates, templateFiles };
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
    ...Object.entries(assignments).flatMap(([number, flowId]) => lost(flowId, `The number ending in ${number.slice(-3)}`)),
  ];
}
