import { renameInStep } from '../parts/rename-variables.ts';
import { StepId, VariableName } from '../schema/fields.ts';
import { boxKey, type DraftFlow, draftStep, draftSteps, SIDES, type StepRef } from './draft.ts';
import type { Edit, EditResult, ExitRef, Refusal, RefusalCode } from './edit.ts';
import { exitSlots, stepTypes } from './exit-slots.ts';
import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  type JsonPath,
  PathFault,
  sameJson,
  valueAt,
  withKeys,
  withoutKey,
  withValue,
} from './json.ts';
import { withReferences } from './references.ts';
import { pasteSteps } from './step-clip.ts';
import { SETTINGS_WITH_VARIABLES } from './variable-uses.ts';

/** Thrown inside this file only. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(code: RefusalCode, about: string) {
    super(code);
    this.refusal = { code, about };
  }
}

/** The flow after an edit, or why it can’t be made; the flow before stays as it was. What the edit does not touch stays the very same. */
export function applyEdit(flow: DraftFlow, edit: Edit): EditResult {
  try {
    return { ok: true, flow: apply(flow, edit) };
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, refusal: thrown.refusal };
    if (thrown instanceof PathFault) return { ok: false, refusal: { code: 'path', about: thrown.message } };
    throw thrown;
  }
}

function apply(flow: DraftFlow, edit: Edit): DraftFlow {
  switch (edit.kind) {
    case 'add-step':
      return addStep(flow, edit);
    case 'remove-steps':
      return removeSteps(flow, edit.steps);
    case 'rename-step':
      return renameStep(flow, edit);
    case 'paste':
      return pasteSteps(flow, edit.side, edit.clip, edit.spot) ?? refuse('clip', edit.side);
    case 'connect':
      needStep(flow, { side: edit.exit.side, step: edit.to });
      return set(flow, exitPath(flow, edit.exit), edit.to);
    case 'disconnect':
      return set(flow, exitPath(flow, edit.exit), undefined);
    case 'set-start':
      needStep(flow, edit);
      return set(flow, [edit.side, 'start'], edit.step);
    case 'set':
      return set(flow, edit.path, edit.value);
    case 'insert-item':
      return editList(flow, edit.path, (list) => {
        if (!Number.isInteger(edit.at) || edit.at < 0 || edit.at > list.length) refuse('item', String(edit.at));
        return list.toSpliced(edit.at, 0, edit.value);
      });
    case 'remove-item':
      return editList(flow, edit.path, (list) => {
        needItem(list, edit.at);
        return list.toSpliced(edit.at, 1);
      });
    case 'move-item':
      return editList(flow, edit.path, (list) => {
        const item = needItem(list, edit.from);
        needItem(list, edit.to);
        return list.toSpliced(edit.from, 1).toSpliced(edit.to, 0, item);
      });
    case 'move-boxes':
      return Object.entries(edit.boxes).reduce((moved, [key, [x, y]]) => {
        const [side, step = ''] = key.split('/');
        needStep(moved, { side: side === 'chat' ? 'chat' : 'call', step });
        return set(moved, ['layout', key], [Math.round(x), Math.round(y)]);
      }, flow);
    case 'rename-variable':
      return renameVariable(flow, edit.from, edit.to);
    case 'replace':
      return edit.flow;
    case 'all':
      return edit.edits.reduce(apply, flow);
  }
}

function refuse(code: RefusalCode, about: string): never {
  throw new Refused(code, about);
}

function set(flow: DraftFlow, path: JsonPath, value: Json | undefined): DraftFlow {
  if (path.length === 0) refuse('path', '');
  return withValue(flow, path, value) as DraftFlow;
}

function needStep(flow: DraftFlow, ref: StepRef): JsonObject {
  return draftStep(flow, ref) ?? refuse('step-missing', ref.step);
}

function needItem(list: readonly Json[], at: number): Json {
  const item = Number.isInteger(at) ? list[at] : undefined;
  return item === undefined ? refuse('item', String(at)) : item;
}

function needFreeId(flow: DraftFlow, { side, step }: StepRef): void {
  if (!StepId.safeParse(step).success) refuse('step-id', step);
  if (valueAt(flow, [side, 'steps', step]) !== undefined) refuse('step-exists', step);
}

/** Where the target of an exit stands in the file. */
function exitPath(flow: DraftFlow, exit: ExitRef): JsonPath {
  const slots = exitSlots(exit.side, needStep(flow, exit));
  const wanted = exit.path.join('.');
  if (!slots.some(({ path }) => path.join('.') === wanted)) refuse('exit-missing', `${exit.step}.${wanted}`);
  return [exit.side, 'steps', exit.step, ...exit.path];
}

function editList(flow: DraftFlow, path: JsonPath, change: (list: readonly Json[]) => readonly Json[]): DraftFlow {
  const list = valueAt(flow, path) ?? [];
  if (!isList(list)) refuse('path', path.join('.'));
  return set(flow, path, change(list as readonly Json[]));
}

/** A step put in behind an exit leads on to where the exit led. */
function addStep(flow: DraftFlow, { side, id, step, spot, after }: Extract<Edit, { kind: 'add-step' }>): DraftFlow {
  needFreeId(flow, { side, step: id });
  if (!(stepTypes(side) as readonly string[]).includes(String(step.type))) refuse('step-type', String(step.type));
  const led = after ? valueAt(flow, exitPath(flow, after)) : undefined;
  const open = exitSlots(side, step).find((slot) => slot.to === undefined && slot.needed);
  const wired = typeof led === 'string' && open ? (withValue(step, open.path, led) as JsonObject) : step;
  const added = set(flow, [side, 'steps', id], wired);
  const whole = after ? set(added, exitPath(added, after), id) : added;
  return spot ? set(whole, ['layout', boxKey({ side, step: id })], [Math.round(spot[0]), Math.round(spot[1])]) : whole;
}

/** What led to a step that goes leads on to where the step led, if that is one place; else it is open. */
function removeSteps(flow: DraftFlow, refs: readonly StepRef[]): DraftFlow {
  for (const ref of refs) {
    needStep(flow, ref);
    if (valueAt(flow, [ref.side, 'start']) === ref.step) refuse('start-step', ref.step);
  }
  return SIDES.reduce((changed, side) => {
    const gone = new Set(refs.filter((ref) => ref.side === side).map(({ step }) => step));
    if (gone.size === 0) return changed;
    const led = withReferences(changed, side, ({ to, from, holder }) => {
      if (!gone.has(to) || (from !== undefined && gone.has(from))) return to;
      return holder ? undefined : behind(changed, { side, step: to }, gone);
    });
    const steps = valueAt(led, [side, 'steps']) as JsonObject;
    const kept = Object.fromEntries(Object.entries(steps).filter(([id]) => !gone.has(id)));
    return [...gone].reduce((each, step) => set(each, ['layout', boxKey({ side, step })], undefined), set(led, [side, 'steps'], kept));
  }, flow);
}

/** The one step outside `gone` that all ways out of a step lead to. */
function behind(flow: DraftFlow, from: StepRef, gone: ReadonlySet<string>): string | undefined {
  const seen = new Set<string>();
  const ends = new Set<string>();
  const open = [from.step];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const { to } of exitSlots(from.side, draftStep(flow, { side: from.side, step: id }) ?? {})) {
      if (to === undefined) continue;
      if (gone.has(to)) open.push(to);
      else ends.add(to);
    }
  }
  return ends.size === 1 ? [...ends][0] : undefined;
}

function renameStep(flow: DraftFlow, { side, from, to }: Extract<Edit, { kind: 'rename-step' }>): DraftFlow {
  needStep(flow, { side, step: from });
  if (from === to) return flow;
  needFreeId(flow, { side, step: to });
  const led = withReferences(flow, side, (reference) => (reference.to === from ? to : reference.to));
  const named = set(
    led,
    [side, 'steps'],
    withKeys(valueAt(led, [side, 'steps']) as JsonObject, (id) => (id === from ? to : id)),
  );
  const { layout } = named;
  if (!isObject(layout) || !Object.hasOwn(layout, boxKey({ side, step: from }))) return named;
  const renamed = (key: string) => (key === boxKey({ side, step: from }) ? boxKey({ side, step: to }) : key);
  return set(named, ['layout'], withKeys(withoutKey(layout, boxKey({ side, step: to })), renamed));
}

function renameVariable(flow: DraftFlow, from: string, to: string): DraftFlow {
  const { variables } = flow;
  if (!isObject(variables) || !Object.hasOwn(variables, from)) return refuse('variable', from);
  if (from === to) return flow;
  if (!VariableName.safeParse(to).success || Object.hasOwn(variables, to)) refuse('variable', to);
  const renames = new Map([[from, to]]);
  const named = set(
    flow,
    ['variables'],
    withKeys(variables, (name) => (name === from ? to : name)),
  );
  const places = [
    ...SIDES.flatMap((side) => draftSteps(named, side).map(([id]): JsonPath => [side, 'steps', id])),
    ...SETTINGS_WITH_VARIABLES,
  ];
  return places.reduce((changed, path) => {
    const held = valueAt(changed, path);
    if (!isObject(held)) return changed;
    const renamed = renameInStep(held, renames);
    return sameJson(renamed, held) ? changed : set(changed, path, renamed);
  }, named);
}
