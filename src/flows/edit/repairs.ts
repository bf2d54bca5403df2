import { isUsableName } from '../conditions.ts';
import type { FlowSide } from '../exits.ts';
import type { Problem } from '../lint/problem.ts';
import type { BesideFlow } from '../parse-flow.ts';
import { VariableName } from '../schema/fields.ts';
import { isInvite } from '../template.ts';
import { WORDING_NAMES } from '../wording.ts';
import { type DraftFlow, draftLanguages, draftStep, draftSteps } from './draft.ts';
import type { Edit, ExitRef } from './edit.ts';
import { exitSlots } from './exit-slots.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath, valueAt } from './json.ts';
import { itemOfExit } from './new-item.ts';
import { wordingEdit } from './wording-edit.ts';

/** What can be done about a problem with one click. `about`: a name that the click is about. */
export type Repair =
  | { readonly kind: RepairKind; readonly about: string; readonly edit: Edit }
  /** An exit that somebody has to lead somewhere. */
  | { readonly kind: 'choose-step'; readonly about: string; readonly exit: ExitRef };

export type RepairKind =
  | 'lead-to-person'
  | 'leave-exit'
  | 'remove-option'
  | 'set-start'
  | 'remove-step'
  | 'copy-words'
  | 'remove-words'
  | 'declare-variable'
  | 'remove-variable'
  | 'declare-table'
  | 'remove-table'
  | 'name-business'
  | 'add-place'
  | 'add-person'
  | 'default-retries'
  | 'free-key'
  | 'remove-offer'
  | 'other-template'
  | 'remove-language'
  | 'remove-key'
  | 'other-calendar'
  | 'remove-calendar'
  | 'always-staffed'
  | 'remove-part'
  | 'remove-field';

/** What a repair looks at. */
interface Scene {
  readonly flow: DraftFlow;
  readonly problem: Problem;
  readonly path: JsonPath;
  readonly side: FlowSide | undefined;
  readonly step: JsonObject | undefined;
  readonly beside: BesideFlow;
}

type Found = Repair | undefined | false;

/** A problem’s place as the path of a draft: `options[2].to` as options, 2, to. */
export function problemPath(text: string): JsonPath {
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) => (match[1] === undefined ? match[0] : Number(match[1])));
}

/** What can be done about a problem, the likeliest first. None for most warnings of taste, and where only a person knows. */
export function repairsOf(flow: DraftFlow, problem: Problem, beside: BesideFlow): readonly Repair[] {
  const side = problem.side === 'call' || problem.side === 'chat' ? problem.side : undefined;
  const step = side && problem.step !== undefined ? draftStep(flow, { side, step: problem.step }) : undefined;
  const find = REPAIRS[problem.code];
  if (!find || (problem.step !== undefined && !step)) return [];
  return find({ flow, problem, path: problemPath(problem.path), side, step, beside }).filter(
    (each) => each !== undefined && each !== false,
  );
}

const set = (path: JsonPath, value?: Json): Edit => (value === undefined ? { kind: 'set', path } : { kind: 'set', path, value });

const REPAIRS: Readonly<Record<string, (scene: Scene) => readonly Found[]>> = {
  F002: (scene) => [unknownField(scene)],
  F010: (scene) => [...openExit(scene), newStart(scene)],
  F011: ({ side, problem: { step } }) => [
    side && step !== undefined && { kind: 'remove-step', about: step, edit: { kind: 'remove-steps', steps: [{ side, step }] } },
  ],
  F020: (scene) => [copyWords(scene)],
  F021: ({ path }) => [{ kind: 'remove-words', about: String(path.at(-1)), edit: set(path) }],
  F022: (scene) => [declareTable(scene), declare(scene, /\{\{(\w+)\}\}/.exec(scene.problem.message)?.[1])],
  F030: (scene) => [declareTable(scene)],
  F031: (scene) => [declare(scene, targetOf(scene))],
  F040: (scene) => [exitToPerson(scene)],
  F041: (scene) => [inWords(scene, 'name-business', 'business', (text) => `{{business}}: ${text}`)],
  F044: (scene) => [otherTemplate(scene)],
  F047: (scene) => [otherTemplate(scene)],
  F050: (scene) => [personOption(scene)],
  F054: ({ path, problem: { step = '' } }) => [{ kind: 'default-retries', about: step, edit: set(path) }],
  F055: (scene) => [freeKey(scene)],
  F056: ({ path, problem: { step = '' } }) => [{ kind: 'remove-offer', about: step, edit: set(path.slice(0, -1)) }],
  F060: (scene) => [languageTwice(scene)],
  F061: ({ path, problem: { step = '' } }) => [
    {
      kind: 'remove-key',
      about: step,
      edit: { kind: 'all', edits: [set([...path, 'personKey']), set([...path, 'person'])] },
    },
  ],
  F072: (scene) => [inWords(scene, 'add-place', 'caseNumber', (text) => `${text} {{caseNumber}}`)],
  F073: (scene) => [inWords(scene, 'add-place', 'expectation', (text) => `${text} {{expectation}}`)],
  F080: ({ path }) => [{ kind: 'remove-variable', about: String(path.at(-1)), edit: set(path) }],
  F090: (scene) => [otherCalendar(scene)],
  F096: ({ path, flow }) => [valueAt(flow, path) !== undefined && { kind: 'remove-calendar', about: String(path.at(-1)), edit: set(path) }],
  F097: ({ path, problem: { step = '' } }) => [{ kind: 'always-staffed', about: step, edit: set([...path, 'staffed'], 'always') }],
  F171: (scene) => [otherType(scene)],
  F172: ({ path, flow }) => [valueAt(flow, path) !== undefined && { kind: 'remove-table', about: String(path.at(-1)), edit: set(path) }],
  F139: ({ path, flow }) => [valueAt(flow, path) !== undefined && { kind: 'remove-part', about: String(path.at(-1)), edit: set(path) }],
};

/** The codes for which there is something to click. */
export const REPAIRED_CODES: readonly string[] = Object.keys(REPAIRS);

function unknownField({ path, problem, flow }: Scene): Found {
  const key = /Unrecognized key: "([^"]+)"/.exec(problem.message)?.[1];
  if (key === undefined || valueAt(flow, [...path, key]) === undefined) return undefined;
  return { kind: 'remove-field', about: key, edit: set([...path, key]) };
}

/** The first step by which a person is reached. */
function personStep(flow: DraftFlow, side: FlowSide, except?: string): string | undefined {
  const wanted = side === 'call' ? ['queue', 'dial'] : ['assign'];
  // A queue that makes an offer leads away from the person again.
  const found = draftSteps(flow, side).filter(
    ([id, { type, offer }]) => id !== except && wanted.includes(String(type)) && offer === undefined,
  );
  return (found.find(([, { type }]) => type === 'queue') ?? found[0])?.[0];
}

function openExit({ flow, side, step, path, problem }: Scene): readonly Found[] {
  if (!side || !step || problem.step === undefined) return [];
  const inside = path.slice(3);
  const slot = exitSlots(side, step).find((each) => each.path.join('.') === inside.join('.'));
  if (!slot) return [];
  const exit: ExitRef = { side, step: problem.step, path: slot.path };
  const person = personStep(flow, side, problem.step);
  const item = itemOfExit(slot.path);
  const list = item && valueAt(step, item.path);
  return [
    { kind: 'choose-step', about: slot.name, exit },
    person !== undefined && { kind: 'lead-to-person', about: person, edit: { kind: 'connect', exit, to: person } },
    !slot.needed && { kind: 'leave-exit', about: slot.name, edit: { kind: 'disconnect', exit } },
    item !== undefined &&
      isList(list) &&
      list.length > (step.type === 'split' ? 2 : 1) && {
        kind: 'remove-option',
        about: slot.name,
        edit: { kind: 'remove-item', path: [side, 'steps', problem.step, ...item.path], at: item.at },
      },
  ];
}

function newStart({ flow, path }: Scene): Found {
  const [side] = path;
  if (path.length !== 2 || path[1] !== 'start' || (side !== 'call' && side !== 'chat')) return undefined;
  const first = draftSteps(flow, side)[0]?.[0];
  return first !== undefined && { kind: 'set-start', about: first, edit: { kind: 'set-start', side, step: first } };
}

const NOTE_LIMIT = 500;

/** The words of another language stand in, and a note says that they are to be translated. */
function copyWords({ flow, path, problem, side, step }: Scene): Found {
  const wording = valueAt(flow, path);
  if (!isObject(wording)) return undefined;
  const languages = draftLanguages(flow);
  const missing = languages.filter((language) => wording[language] === undefined);
  const source = languages.map((language) => wording[language]).find((words) => typeof words === 'string' || isList(words));
  if (missing.length === 0 || source === undefined) return undefined;
  const order = [...new Set([...languages, ...Object.keys(wording)])];
  const filled = Object.fromEntries(
    order.flatMap((key) => ((wording[key] ?? source) === undefined ? [] : [[key, wording[key] ?? source]])),
  );
  const edits = [set(path, filled as JsonObject)];
  if (step && side && problem.step !== undefined) {
    const note = [step.note, `Translate ${path.slice(3).join('.')}: ${missing.join(', ')}.`]
      .filter((each) => typeof each === 'string')
      .join(' ');
    if (note.length <= NOTE_LIMIT) edits.push(set([side, 'steps', problem.step, 'note'], note));
  }
  return { kind: 'copy-words', about: missing.join(', '), edit: { kind: 'all', edits } };
}

/** The variable that a step gives a value, by where the problem stands. */
function targetOf({ flow, path }: Scene): string | undefined {
  const last = path.at(-1);
  const value = valueAt(flow, path);
  return last === 'variable' || path.at(-2) === 'location' ? (typeof value === 'string' ? value : undefined) : String(last);
}

function declare({ flow }: Scene, name: string | undefined): Found {
  if (name === undefined || !VariableName.safeParse(name).success || !isUsableName(name) || WORDING_NAMES.includes(name)) return undefined;
  if (valueAt(flow, ['variables', name]) !== undefined) return undefined;
  return { kind: 'declare-variable', about: name, edit: set(['variables', name], { type: 'string' }) };
}

/** What a wording or an expression reads of tables that are kept is declared with the types that they have. */
function declareTable({ flow, path, beside }: Scene): Found {
  const text = valueAt(flow, path);
  if (typeof text !== 'string' || !beside.tables) return undefined;
  const tables: Record<string, JsonObject> = Object.fromEntries(
    Object.entries(isObject(flow.tables) ? flow.tables : {}).filter((each): each is [string, JsonObject] => isObject(each[1])),
  );
  const added: string[] = [];
  const reads = [...text.matchAll(/\btables\.(\w+)\[[^\]]*\]\.(\w+)/g), ...text.matchAll(/\bin\s+tables\.(\w+)/g)];
  for (const [, table = '', column] of reads) {
    const type = column === undefined ? undefined : beside.tables[table]?.columns[column];
    if (!Object.hasOwn(beside.tables, table) || (column !== undefined && type === undefined)) return undefined;
    const columns = isObject(tables[table]?.columns) ? tables[table].columns : {};
    const isKnown = Object.hasOwn(tables, table) && (column === undefined || columns[column] !== undefined);
    if (isKnown) continue;
    added.push(column === undefined ? table : `${table}.${column}`);
    tables[table] = { ...tables[table], columns: { ...columns, ...(column !== undefined && type !== undefined && { [column]: type }) } };
  }
  return added.length === 0 ? undefined : { kind: 'declare-table', about: added.join(', '), edit: set(['tables'], tables) };
}

/** The column is read as what it is. */
function otherType({ flow, path, beside }: Scene): Found {
  const [, table, , column] = path.map(String);
  const type = table === undefined || column === undefined ? undefined : beside.tables?.[table]?.columns[column];
  return (
    type !== undefined && valueAt(flow, path) !== undefined && { kind: 'declare-table', about: `${table}.${column}`, edit: set(path, type) }
  );
}

function exitToPerson({ flow, side, path, problem }: Scene): Found {
  const person = side && problem.step !== undefined ? personStep(flow, side, problem.step) : undefined;
  if (!side || person === undefined || problem.step === undefined) return undefined;
  const exit = { side, step: problem.step, path: path.slice(3) };
  return { kind: 'lead-to-person', about: person, edit: { kind: 'connect', exit, to: person } };
}

/** Words of one language changed as text; SSML and recordings are left to people. */
function inWords({ flow, path }: Scene, kind: RepairKind, about: string, change: (text: string) => string): Found {
  const text = valueAt(flow, path);
  if (typeof text !== 'string' || /^\s*(<|\/|https?:)/.test(text)) return undefined;
  return { kind, about, edit: wordingEdit(flow, path.slice(0, -1), String(path.at(-1)), change(text)) };
}

function otherTemplate({ flow, path, beside }: Scene): Found {
  const languages = draftLanguages(flow);
  const now = valueAt(flow, path);
  const fitting = beside.templates.find(
    (template) =>
      template.name !== now &&
      isInvite(template) &&
      !template.revealsCall &&
      languages.every((language) => template.languages[language] !== undefined),
  );
  return fitting && { kind: 'other-template', about: fitting.name, edit: set(path, fitting.name) };
}

function keysOfMenu(step: JsonObject): ReadonlySet<string> {
  const options = isList(step.options) ? step.options : [];
  return new Set([...options.map((option) => String(valueAt(option, ['key']))), String(step.repeatKey), String(step.backKey)]);
}

function personOption({ flow, side, step, path }: Scene): Found {
  const person = side && personStep(flow, side);
  if (step?.type !== 'menu' || person === undefined || !isList(step.options) || step.options.length >= 12) return undefined;
  const taken = keysOfMenu(step);
  const key = [...'0123456789'].find((each) => !taken.has(each));
  if (key === undefined) return undefined;
  const value = { key, to: person, intent: 'person', person: true };
  return { kind: 'add-person', about: person, edit: { kind: 'insert-item', path: [...path, 'options'], at: step.options.length, value } };
}

/** The second of two options with one key gets a key that is free. */
function freeKey({ step, path }: Scene): Found {
  if (step?.type !== 'menu' || !isList(step.options)) return undefined;
  const taken = keysOfMenu(step);
  const keys = step.options.map((option) => valueAt(option, ['key']));
  const extra = [step.repeatKey, step.backKey];
  const twice = keys.findIndex((key, at) => keys.indexOf(key) !== at || extra.includes(key as Json));
  const free = [...'1234567890'].find((key) => !taken.has(key));
  if (twice < 0 || free === undefined) return undefined;
  return { kind: 'free-key', about: free, edit: set([...path, 'options', twice, 'key'], free) };
}

function languageTwice({ flow, path }: Scene): Found {
  if (path.join('.') !== 'languages') return undefined;
  const languages = draftLanguages(flow);
  return {
    kind: 'remove-language',
    about: languages.find((each, at) => languages.indexOf(each) !== at) ?? '',
    edit: set(path, [...new Set(languages)]),
  };
}

function otherCalendar({ flow, path, beside }: Scene): Found {
  const own = isObject(flow.calendars) ? Object.keys(flow.calendars) : [];
  const name = [...own, ...Object.keys(beside.library?.calendars ?? {})][0];
  return name !== undefined && { kind: 'other-calendar', about: name, edit: set(path, name) };
}
