import type { z } from 'zod';
import { Flow } from './flow.ts';
import { locateInJson, readJson } from './json-position.ts';
import type { LintSurroundings } from './lint/context.ts';
import { type Problem, pathText, problem } from './lint/problem.ts';
import { lintTemplate } from './lint/templates.ts';
import { lintFlow } from './lint-flow.ts';
import { bundleFlow, EMPTY_LIBRARY, type FlowLibrary } from './parts/bundle-flow.ts';
import { Template } from './template.ts';

/** A file's content with everything that is wrong with it. `value` is absent when its shape is wrong. */
export interface Parsed<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

type Kind = Problem['side'];

function sideOf(path: readonly PropertyKey[], kind: Kind): { side: Kind; step?: string } {
  const [side, steps, step] = path;
  if (kind === 'template' || (side !== 'call' && side !== 'chat')) return { side: kind };
  return { side, ...(steps === 'steps' && typeof step === 'string' && { step }) };
}

function shapeMessage(issue: z.core.$ZodIssue, path: readonly (string | number)[]): string {
  const where = pathText(path) || 'the file';
  return `${where}: ${issue.message.replace(/^Invalid input: /, '')}.`.replace(/\.\.$/, '.');
}

/** Text as JSON of a schema; every way in which its shape is wrong, with its line. */
export function parseShape<T extends z.ZodType>(text: string, schema: T, kind: Kind): Parsed<z.output<T>> {
  const read = readJson(text);
  if (!read.ok) {
    const { message, line, column } = read;
    return { problems: [{ ...problem('F001', { side: kind, path: [] }, `This is no JSON: ${message}.`), line, column }] };
  }
  const parsed = schema.safeParse(read.json);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return { problems: withLines(text, shapeProblems(parsed.error, kind)) };
}

/** Every way in which the shape of a file is wrong. */
export function shapeProblems({ issues }: z.core.$ZodError, kind: Kind): readonly Problem[] {
  return issues.map((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    return problem('F002', { ...sideOf(path, kind), path }, shapeMessage(issue, path));
  });
}

function withLines(text: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((each) => ({ ...each, ...locateInJson(text, pathParts(each.path)) }));
}

/** `options[2].to` as `['options', 2, 'to']`. */
function pathParts(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) => (match[1] === undefined ? match[0] : Number(match[1])));
}

/** What a flow file's text is linted with: the templates, recordings, media, calendars and parts that lie beside it. */
export interface BesideFlow extends LintSurroundings {
  readonly library?: FlowLibrary;
}

/** A flow file's text: read, shaped, with what it uses of the library put into it, and linted. */
export function parseFlow(text: string, { library = EMPTY_LIBRARY, ...surroundings }: BesideFlow): Parsed<Flow> {
  const shaped = parseShape(text, Flow, 'flow');
  if (!shaped.value) return shaped;
  const flow = bundleFlow(shaped.value, library);
  return { value: flow, problems: withLines(text, lintFlow(flow, surroundings)) };
}

/** A template file's text: read, shaped and linted. */
export function parseTemplate(text: string): Parsed<Template> {
  const shaped = parseShape(text, Template, 'template');
  if (!shaped.value) return shaped;
  return { value: shaped.value, problems: withLines(text, lintTemplate(shaped.value)) };
}
