import { z } from 'zod';
import type { FlowSide } from '../exits.ts';
import { renameInStep } from '../parts/rename-variables.ts';
import { boxKey, type DraftFlow, draftStep, draftSteps, type StepRef } from './draft.ts';
import type { Spot } from './edit.ts';
import { exitSlots, stepTypes } from './exit-slots.ts';
import { isObject, type Json, type JsonObject, sameJson, valueAt, withValue } from './json.ts';

const AnyObject = z.record(z.string(), z.json());

/** Steps on their way from one place to another, with what they use of their flow; travels as JSON text. */
const StepClip = z.object({
  relevo: z.literal('steps'),
  flowId: z.string(),
  side: z.enum(['call', 'chat']),
  steps: z.record(z.string(), AnyObject),
  layout: z.record(z.string(), z.tuple([z.number(), z.number()])),
  variables: z.record(z.string(), AnyObject),
  calendars: z.record(z.string(), AnyObject),
  parts: z.record(z.string(), AnyObject),
});
export type StepClip = z.infer<typeof StepClip>;

/** Where boxes stand by their key: those of the file, or those that the canvas found. */
type Spots = Readonly<Record<string, Spot>>;

function record(flow: DraftFlow, name: string): JsonObject {
  const value = flow[name];
  return isObject(value) ? value : {};
}

/** The entries of a record whose names stand anywhere in a text. */
function namedIn(text: string, entries: JsonObject): Record<string, JsonObject> {
  const found = Object.entries(entries).filter(([name, value]) => isObject(value) && new RegExp(`\\b${name}\\b`).test(text));
  return Object.fromEntries(found) as Record<string, JsonObject>;
}

/** Steps of one side with what they use; steps that are not there are left out. */
export function copySteps(flow: DraftFlow, refs: readonly StepRef[], spots: Spots): StepClip | undefined {
  const side = refs[0]?.side;
  if (!side) return undefined;
  const chosen = refs.flatMap((ref) => {
    const step = ref.side === side ? draftStep(flow, ref) : undefined;
    return step ? [[ref.step, step] as const] : [];
  });
  if (chosen.length === 0) return undefined;
  const text = JSON.stringify(chosen);
  const places = chosen.flatMap(([id]) => {
    const spot = spots[boxKey({ side, step: id })];
    return spot ? [[id, spot] as const] : [];
  });
  return {
    relevo: 'steps',
    flowId: String(flow.id ?? ''),
    side,
    steps: Object.fromEntries(chosen) as StepClip['steps'],
    layout: Object.fromEntries(places) as StepClip['layout'],
    variables: namedIn(text, record(flow, 'variables')) as StepClip['variables'],
    calendars: namedIn(text, record(flow, 'calendars')) as StepClip['calendars'],
    parts: namedIn(text, record(flow, 'parts')) as StepClip['parts'],
  };
}

/** Text of the clipboard as steps, or undefined when it is something else. */
export function readClip(text: string): StepClip | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return StepClip.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** An id that is not taken: the wish itself, or with a number behind. */
export function freshId(wish: string, taken: ReadonlySet<string>, joint = '-'): string {
  const base = wish.replace(new RegExp(`${joint}\\d+$`), '');
  for (let n = 2, id = wish; ; n += 1) {
    if (!taken.has(id)) return id;
    id = `${base.slice(0, 36)}${joint}${n}`;
  }
}

/** How far a copy stands from what it was copied from. */
const ASIDE = 40;

/**
 * The flow with the steps of a clip put in, under ids that are free. Exits among them follow; those that left the clip stay in the
 * flow they came from and are taken out in another. Variables that are missing are declared; one that means something else here gets
 * another name. Undefined when the side has no such steps.
 */
export function pasteSteps(flow: DraftFlow, side: FlowSide, clip: StepClip, at?: Spot): DraftFlow | undefined {
  const types = new Set<string>(stepTypes(side));
  if (Object.values(clip.steps).some(({ type }) => !types.has(String(type)))) return undefined;
  const ids = freshIds(flow, side, clip);
  const renames = variableNames(flow, clip);
  const home = clip.flowId === flow.id && clip.side === side;
  const here = new Set(draftSteps(flow, side).map(([id]) => id));
  const lead = (to: string) => ids.get(to) ?? (home && here.has(to) ? to : undefined);
  const steps = Object.entries(clip.steps).map(
    ([id, step]) => [ids.get(id) as string, renameInStep(rewire(side, step as JsonObject, lead), renames)] as const,
  );
  const spots = pastedSpots(clip, at).map(([id, spot]) => [boxKey({ side, step: ids.get(id) as string }), spot] as const);
  const put = (base: DraftFlow, name: string, more: readonly (readonly [string, Json])[]) =>
    more.reduce((changed, [key, value]) => withValue(changed, [name, key], value) as DraftFlow, base);
  const missing = (name: 'calendars' | 'parts') =>
    Object.entries(clip[name] as JsonObject).filter(([key]) => !Object.hasOwn(record(flow, name), key));
  const declared = Object.entries(clip.variables as JsonObject)
    .map(([name, variable]) => [renames.get(name) ?? name, variable] as const)
    .filter(([name]) => !Object.hasOwn(record(flow, 'variables'), name));
  const withSteps = steps.reduce((changed, [id, step]) => withValue(changed, [side, 'steps', id], step) as DraftFlow, flow);
  const withNames = put(put(put(withSteps, 'variables', declared), 'calendars', missing('calendars')), 'parts', missing('parts'));
  return put(withNames, 'layout', spots as readonly (readonly [string, Json])[]);
}

/** The ids under which the steps of a clip come into the flow, by their ids in the clip. */
export function freshIds(flow: DraftFlow, side: FlowSide, clip: StepClip): ReadonlyMap<string, string> {
  const taken = new Set(draftSteps(flow, side).map(([id]) => id));
  return new Map(
    Object.keys(clip.steps).map((id) => {
      const fresh = freshId(id, taken);
      taken.add(fresh);
      return [id, fresh] as const;
    }),
  );
}

function variableNames(flow: DraftFlow, clip: StepClip): ReadonlyMap<string, string> {
  const own = record(flow, 'variables');
  const taken = new Set([...Object.keys(own), ...Object.keys(clip.variables)]);
  const clashes = Object.entries(clip.variables).filter(([name, variable]) => {
    const here = own[name];
    return isObject(here) && !(sameJson(here.type, variable.type as Json) && sameJson(here.sensitive, variable.sensitive as Json));
  });
  return new Map(clashes.map(([name]) => [name, freshId(name, taken, '')]));
}

function rewire(side: FlowSide, step: JsonObject, lead: (to: string) => string | undefined): JsonObject {
  const wired = exitSlots(side, step).reduce<JsonObject>(
    (changed, { path, to }) => (to === undefined ? changed : (withValue(changed, path, lead(to)) as JsonObject)),
    step,
  );
  const offer = valueAt(wired, ['offer', 'step']);
  if (typeof offer !== 'string') return wired;
  const next = lead(offer);
  return withValue(wired, next === undefined ? ['offer'] : ['offer', 'step'], next) as JsonObject;
}

function pastedSpots({ layout }: StepClip, at: Spot | undefined): readonly (readonly [string, Spot])[] {
  const spots = Object.entries(layout);
  const left = Math.min(...spots.map(([, [x]]) => x));
  const top = Math.min(...spots.map(([, [, y]]) => y));
  const [x0, y0] = at ?? [left + ASIDE, top + ASIDE];
  return spots.map(([id, [x, y]]) => [id, [x - left + x0, y - top + y0]] as const);
}
