import type { TableBook } from '../channels/table-book.ts';
import type { Prompt } from '../channels/voice.ts';
import type { Flow } from './flow.ts';
import type { Scalar, Variables } from './outcomes.ts';
import { tameText } from './plain-text.ts';
import type { Wording } from './schema/fields.ts';
import { type CellPlace, isCellLike, readCellPlace } from './tables/cell-place.ts';
import { cellOf, rowIn } from './tables/read-cell.ts';
import { createFormats, DEFAULT_FILTERS, FILTER_ARGUMENTS, FILTERS, type FilterScene, type Formats } from './wording-filters.ts';
import { splitWording, type WordingPart } from './wording-parts.ts';

/** Names that wording may use beside the variables; which of them has a value depends on the place. */
export const WORDING_NAMES: readonly string[] = [
  'business',
  'heard',
  'key',
  'position',
  'phoneWait',
  'chatWait',
  'opensAt',
  'holiday',
  'lastDigits',
  'slot',
  'slotKey',
  'number',
  'caseNumber',
  'expectation',
  'known',
  'name',
  'answerBy',
];

/** Values for one rendering. `extra` wins over the variables. */
export interface WordingView {
  readonly variables: Variables;
  readonly nowMs: number;
  readonly tables?: TableBook | undefined;
  readonly extra?: Readonly<Record<string, Scalar | undefined>>;
}

/** A wording made ready: rendering only joins its parts. A language that is missing falls back to the flow's first. */
export interface CompiledWording {
  prompts(language: string, view: WordingView): readonly Prompt[];
  text(language: string, view: WordingView): string;
}

export interface WordingProblem {
  readonly language: string;
  readonly message: string;
}

export interface Placeholder {
  readonly name: string;
  readonly filter?: string;
  readonly argument?: string;
  /** It names a cell of a table. */
  readonly cell?: CellPlace;
}

type Part = string | Placeholder;

const SOURCES = new WeakMap<Prompt, Wording>();

/** The wording that a prompt was made of; none for a sentence of the service itself. */
export function wordingBehind(prompt: Prompt): Wording | undefined {
  return SOURCES.get(prompt);
}

const PLACEHOLDER = /\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}:]*?)\s*(?::\s*([^{}]*?)\s*)?)?\}\}/g;

/** The texts and placeholders of a wording, in order. */
export function parseWording(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    const [, name = '', filter, argument] = match;
    const cell = readCellPlace(name);
    parts.push({ name, ...(cell && { cell }), ...(filter !== undefined && { filter }), ...(argument !== undefined && { argument }) });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** The variable that a place is filled from: that of its key, where it names a cell. */
export function variableOf({ name, cell }: Placeholder): readonly string[] {
  if (!cell) return [name];
  return 'variable' in cell.key ? [cell.key.variable] : [];
}

/** What is wrong with the placeholders of a wording: unknown names and filters, broken braces. */
export function wordingProblems(wording: Wording, flow: Pick<Flow, 'variables' | 'tables'>): readonly WordingProblem[] {
  return Object.entries(wording).flatMap(([language, text]) =>
    parseWording(text).flatMap((part): WordingProblem[] => {
      if (typeof part === 'string')
        return /\{\{|\}\}/.test(part) ? [{ language, message: 'has braces that do not close: write {{name}}.' }] : [];
      const { name, filter, argument } = part;
      const lost = cellProblem(part, flow);
      if (lost !== undefined) return [{ language, message: lost }];
      if (!part.cell && !Object.hasOwn(flow.variables, name) && !WORDING_NAMES.includes(name)) {
        return [{ language, message: `names {{${name}}}, which is neither a variable of the flow nor a value that it knows.` }];
      }
      if (filter === undefined) return [];
      if (!Object.hasOwn(FILTERS, filter))
        return [{ language, message: `uses the filter “${filter}”; there is ${Object.keys(FILTERS).join(', ')}.` }];
      if (argument !== undefined && !FILTER_ARGUMENTS[filter]?.test(argument)) {
        return [{ language, message: `gives the filter “${filter}” something it does not take: “${argument}”.` }];
      }
      return [];
    }),
  );
}

/** Why a place that names a cell can't be filled; undefined for any other. */
function cellProblem({ name, cell }: Placeholder, { variables, tables = {} }: Pick<Flow, 'variables' | 'tables'>): string | undefined {
  if (!cell)
    return isCellLike(name)
      ? `names {{${name}}}; a cell is written as {{tables.shops[postcode].name}} or {{tables.shops["28001"].name}}.`
      : undefined;
  const need = Object.hasOwn(tables, cell.table) ? tables[cell.table] : undefined;
  if (!need) return `names {{${name}}}, but the flow does not declare the table ${cell.table} under tables.`;
  if (!Object.hasOwn(need.columns, cell.column))
    return `names {{${name}}}, but the flow does not declare the column ${cell.column} of the table ${cell.table} under tables.`;
  if (!('variable' in cell.key)) return undefined;
  const { variable } = cell.key;
  if (!Object.hasOwn(variables, variable)) return `names {{${name}}}, but ${variable} is no variable of the flow.`;
  const type = variables[variable]?.type;
  return type === 'string' ? undefined : `names {{${name}}}, but a key is text and ${variable} is of type ${type}.`;
}

type Place = Pick<Flow, 'languages' | 'voices' | 'timeZone' | 'business' | 'tables'>;

/** A part of a wording: something said, as text or SSML, or a recording. */
interface Segment {
  readonly parts: readonly Part[];
  readonly kind: 'text' | 'ssml' | 'recording';
  /** When nothing has to be filled in. */
  readonly plain?: string;
}

interface CompiledText {
  readonly segments: readonly Segment[];
  /** When nothing has to be filled in. */
  readonly plain?: string;
  readonly ready?: readonly Prompt[];
}

/** Makes a wording ready for one side of the flow. */
export function compileWording(wording: Wording, flow: Place, side: 'call' | 'chat', formats: Formats = createFormats()): CompiledWording {
  const texts = new Map(Object.entries(wording).map(([language, text]) => [language, compileText(text, language, flow, side)]));
  const pick = (language: string): readonly [string, CompiledText | undefined] => {
    const exact = texts.get(language);
    if (exact) return [language, exact];
    const fallback = flow.languages.find((candidate) => texts.has(candidate)) ?? language;
    return [fallback, texts.get(fallback)];
  };
  for (const { ready } of texts.values()) if (ready) madeOf(wording, ready);
  const render = (language: string, segment: Segment, view: WordingView) =>
    segment.plain ?? fill(segment, view, flow, { language, timeZone: flow.timeZone, side, nowMs: view.nowMs, formats });
  return {
    prompts(wanted, view) {
      const [language, compiled] = pick(wanted);
      if (!compiled) return [];
      if (compiled.ready) return compiled.ready;
      return madeOf(
        wording,
        compiled.segments.flatMap((segment) => asPrompts(render(language, segment, view), language, segment, flow.voices)),
      );
    },
    text(wanted, view) {
      const [language, compiled] = pick(wanted);
      if (!compiled) return '';
      return compiled.plain ?? compiled.segments.map((segment) => render(language, segment, view)).join('\n');
    },
  };
}

function madeOf(wording: Wording, prompts: readonly Prompt[]): readonly Prompt[] {
  for (const prompt of prompts) SOURCES.set(prompt, wording);
  return prompts;
}

function compileText(text: string, language: string, flow: Place, side: 'call' | 'chat'): CompiledText {
  const segments = (side === 'call' ? splitWording(text) : [chatSegment(text)]).map(({ text: own, kind }): Segment => {
    const parts = kind === 'recording' ? [own] : parseWording(own);
    return { parts, kind, ...(!parts.some((part) => typeof part !== 'string') && { plain: own }) };
  });
  if (segments.some(({ plain }) => plain === undefined)) return { segments };
  const ready = segments.flatMap((segment) => asPrompts(segment.plain ?? '', language, segment, flow.voices));
  return { segments, plain: segments.map(({ plain }) => plain).join('\n'), ready };
}

/** In writing a text is one text; markup that was meant for a voice is not written. */
function chatSegment(text: string): WordingPart {
  const ssml = /^\s*<speak>([\s\S]*)<\/speak>\s*$/.exec(text);
  return { kind: ssml ? 'ssml' : 'text', text: ssml?.[1] ?? text };
}

function asPrompts(text: string, language: string, { kind }: Segment, voices: Flow['voices']): readonly Prompt[] {
  if (text.trim() === '') return [];
  if (kind === 'recording') return [{ kind: 'play', url: text }];
  const voice = voices[language];
  return [{ kind: 'say', text, language, ...(voice !== undefined && { voice }), ...(kind === 'ssml' && { ssml: true as const }) }];
}

function fill({ parts, kind }: Segment, view: WordingView, flow: Place, scene: FilterScene): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = part.cell ? cellIn(part.cell, view, flow, scene.language) : filledWith(part.name, view, flow.business);
    if (value === undefined || value === null) continue;
    const filled = tameText(applyFilter(part, value, scene));
    text += kind === 'ssml' ? escapeMarkup(filled) : filled;
  }
  return text;
}

function filledWith(name: string, { variables, extra }: WordingView, business: string): Scalar | undefined {
  if (extra && Object.hasOwn(extra, name)) return extra[name];
  if (name === 'business') return business;
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function cellIn({ table, column, key }: CellPlace, { variables, tables }: WordingView, flow: Place, language: string): Scalar | undefined {
  const type = flow.tables?.[table]?.columns[column];
  const wanted = 'text' in key ? key.text : Object.hasOwn(variables, key.variable) ? variables[key.variable] : undefined;
  if (type === undefined || typeof wanted !== 'string') return undefined;
  return cellOf(rowIn(tables, table, wanted), column, type, [language, ...flow.languages]);
}

function applyFilter({ name, filter = DEFAULT_FILTERS[name], argument }: Placeholder, value: Scalar, scene: FilterScene): string {
  const apply = filter === undefined ? undefined : FILTERS[filter];
  return apply ? apply(value, scene, argument) : String(value);
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (char) => MARKUP[char] ?? char);
}
