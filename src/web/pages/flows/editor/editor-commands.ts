import { boxHeight, freeSpot } from '../../../../flows/edit/box-size.ts';
import { boxKey, draftStep, draftSteps, type StepRef } from '../../../../flows/edit/draft.ts';
import type { ExitRef, Spot } from '../../../../flows/edit/edit.ts';
import type { JsonObject, JsonPath } from '../../../../flows/edit/json.ts';
import { itemOfExit, newItem } from '../../../../flows/edit/new-item.ts';
import { newStep } from '../../../../flows/edit/new-step.ts';
import { copySteps, freshId, freshIds, readClip } from '../../../../flows/edit/step-clip.ts';
import { wordingPath } from '../../../../flows/edit/step-words.ts';
import type { FlowSide, StepType } from '../../../../flows/exits.ts';
import { type EditorStore, refOf } from './editor-store.ts';

const CLIP_KEY = 'relevo.clip';

/** Selects a box and brings it into view. */
export function show(store: EditorStore, ref: StepRef): void {
  const key = boxKey(ref);
  store.select([key]);
  store.set({ look: { key } });
}

/** Shows a place of the flow with the keyboard in its field: a field of a step, or a setting of the flow. */
export function openPlace(store: EditorStore, path: JsonPath): void {
  const [side, steps, step] = path;
  if ((side === 'call' || side === 'chat') && steps === 'steps' && step !== undefined) show(store, { side, step: String(step) });
  else store.select([]);
  store.set({ panel: 'step', wanted: [...path], overlay: undefined });
}

/** Shows what counts for the whole flow. */
export function openSettings(store: EditorStore): void {
  openPlace(store, ['name']);
}

/** The box that is looked at. */
export function focused(store: EditorStore): StepRef | undefined {
  const key = store.getState().selected.at(-1);
  return key === undefined ? undefined : refOf(key);
}

/** Puts a new step in, shows it, and opens its words. */
export function addStep(
  store: EditorStore,
  type: StepType,
  where: { side: FlowSide; after?: ExitRef | undefined; spot?: Spot | undefined },
): void {
  const { history, spots, language } = store.getState();
  const { side, after } = where;
  const languages = history.flow.languages;
  const step: JsonObject =
    type === 'language' && Array.isArray(languages) ? { type, language: languages[0] as string } : newStep(side, type);
  const id = freshId(type, new Set(draftSteps(history.flow, side).map(([each]) => each)));
  const spot = where.spot ?? freeSpot(history.flow, spots, side, after, boxHeight(side, step));
  const ref = { side, step: id };
  if (!store.edit({ kind: 'add-step', side, id, step, spot, ...(after && { after }) })) return;
  show(store, ref);
  if (wordingPath(side, step) && language !== '') store.set({ writing: boxKey(ref) });
}

/** The steps selected, of the side that is looked at. */
function chosen(store: EditorStore): readonly StepRef[] {
  const refs = store.getState().selected.map(refOf);
  return refs.filter(({ side }) => side === refs.at(-1)?.side);
}

export function removeSteps(store: EditorStore, steps: readonly StepRef[] = store.getState().selected.map(refOf)): void {
  const { arrow } = store.getState();
  if (arrow && steps.length === 0) store.edit({ kind: 'disconnect', exit: arrow });
  else if (steps.length > 0) store.edit({ kind: 'remove-steps', steps });
}

/** The chosen steps as text for the clipboard; kept in the browser as well, where a page may not read the clipboard. */
export function clipText(store: EditorStore, steps: readonly StepRef[] = chosen(store)): string | undefined {
  const { history, spots } = store.getState();
  const clip = copySteps(history.flow, steps, spots);
  const text = clip && JSON.stringify(clip, null, 2);
  if (text) localStorage.setItem(CLIP_KEY, text);
  return text;
}

export async function copyToClipboard(store: EditorStore, steps: readonly StepRef[]): Promise<void> {
  const text = clipText(store, steps);
  if (text === undefined) return;
  store.set({ notice: { kind: 'copied' } });
  // Without the right to it, what is kept in the browser stands in.
  await navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** What was copied last, in this browser. */
export function keptClip(): string {
  return localStorage.getItem(CLIP_KEY) ?? '';
}

export function paste(store: EditorStore, text: string): void {
  const clip = readClip(text);
  if (!clip) {
    store.set({ notice: { kind: 'no-clip' } });
    return;
  }
  const { history, spots } = store.getState();
  const beside = focused(store);
  const side = clip.side;
  const ids = freshIds(history.flow, side, clip);
  const own = clip.flowId === history.flow.id && clip.side === side;
  const spot = own ? undefined : freeSpot(history.flow, spots, side, beside?.side === side ? beside : undefined);
  if (!store.edit({ kind: 'paste', side, clip, ...(spot && { spot }) })) return;
  const keys = [...ids.values()].map((step) => boxKey({ side, step }));
  store.select(keys);
  store.set({ look: { key: keys[0] ?? '' } });
}

export function duplicate(store: EditorStore, steps: readonly StepRef[] = chosen(store)): void {
  const { history, spots } = store.getState();
  const clip = copySteps(history.flow, steps, spots);
  if (clip) paste(store, JSON.stringify(clip));
}

/** Opens the words of a step where they are read. */
export function writeWords(store: EditorStore, ref: StepRef): void {
  const step = draftStep(store.getState().history.flow, ref);
  if (!step || store.getState().readOnly || !wordingPath(ref.side, step)) return;
  show(store, ref);
  store.set({ writing: boxKey(ref) });
}

/** One more option, case, arm or button. */
export function addItem(store: EditorStore, ref: StepRef): void {
  const step = draftStep(store.getState().history.flow, ref);
  const item = step && newItem(step);
  if (!item) return;
  store.edit({ kind: 'insert-item', path: [ref.side, 'steps', ref.step, ...item.path], at: item.at, value: item.value });
}

/** Moves an option, case, arm or button up (-1) or down (1), or takes it out (0). */
export function changeItem(store: EditorStore, exit: ExitRef, by: -1 | 0 | 1): void {
  const item = itemOfExit(exit.path);
  if (!item) return;
  const path = [exit.side, 'steps', exit.step, ...item.path];
  if (by === 0) store.edit({ kind: 'remove-item', path, at: item.at });
  else store.edit({ kind: 'move-item', path, from: item.at, to: item.at + by });
}

/** Moves a box by so many units. */
export function nudge(store: EditorStore, ref: StepRef, [dx, dy]: Spot): void {
  const key = boxKey(ref);
  const spot = store.getState().spots[key];
  if (spot) store.edit({ kind: 'move-boxes', boxes: { [key]: [spot[0] + dx, spot[1] + dy] } });
}
