import type { CaseFile } from '../../../../flows/cases.ts';
import { applyEdit } from '../../../../flows/edit/apply-edit.ts';
import { BOX, boxHeight, freeSpot, placedBoxes } from '../../../../flows/edit/box-size.ts';
import { boxKey, type DraftFlow, draftSteps, SIDES, type StepRef } from '../../../../flows/edit/draft.ts';
import type { Edit, ExitRef, Refusal, Spot } from '../../../../flows/edit/edit.ts';
import { beginHistory, type EditHistory, recordChange, redo, sealGroup, takeOver, undo } from '../../../../flows/edit/edit-history.ts';
import type { JsonPath } from '../../../../flows/edit/json.ts';
import type { Merged } from '../../../../flows/edit/merge-drafts.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import type { Spots } from './auto-layout.ts';
import type { Overlay } from './overlay.ts';

/** Somebody else who has the draft open. */
export interface Colleague {
  readonly connection: string;
  readonly name: string;
  /** The box they look at. */
  readonly at?: string | undefined;
}

export type SaveState =
  | { readonly kind: 'saved'; readonly atMs?: number | undefined }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  /** Kept in this browser; `again`: it is tried again by itself. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly again: boolean };

/** What is asked in a window of its own. */
export type Dialog =
  /** Which step to put in, where, and behind which exit. */
  | { readonly kind: 'add'; readonly side: FlowSide; readonly after?: ExitRef; readonly spot?: Spot }
  | { readonly kind: 'connect'; readonly exit: ExitRef }
  | { readonly kind: 'rename'; readonly ref: StepRef }
  | { readonly kind: 'find' | 'help' };

/** Something to tell once. */
export type Notice =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'recovered' | 'copied' | 'no-clip' | 'tidied' | 'mended' }
  | { readonly kind: 'joined'; readonly name?: string | undefined }
  | { readonly kind: 'published'; readonly release: number }
  | { readonly kind: 'planned'; readonly atMs: number };

export interface EditorState {
  readonly history: EditHistory;
  /** Where boxes stand that the file gives no place. */
  readonly found: Spots;
  /** Where every box stands. */
  readonly spots: Spots;
  /** The boxes selected, by key; the last one is the one that is looked at. */
  readonly selected: readonly string[];
  readonly language: string;
  /** The box whose words are edited in place. */
  readonly writing: string | undefined;
  readonly save: SaveState;
  readonly problems: readonly FlowProblem[] | undefined;
  readonly colleagues: readonly Colleague[];
  /** What I and somebody else changed in different ways; saving waits for a choice. */
  readonly clash: Merged | undefined;
  readonly notice: Notice | undefined;
  readonly readOnly: boolean;
  readonly dialog: Dialog | undefined;
  /** What stands beside the drawing. */
  readonly panel: 'step' | 'problems' | 'try' | 'cases' | 'traffic';
  /** The recorded conversations of the draft. */
  readonly cases: CaseFile | undefined;
  /** What is laid over the drawing. */
  readonly overlay: Overlay | undefined;
  /** The box to bring into view; a new object for each time it is asked for. */
  readonly look: { readonly key: string } | undefined;
  /** The place to go to in the panel, whole; a new list for each time it is asked for. */
  readonly wanted: JsonPath | undefined;
  /** The arrow that is chosen on the drawing. */
  readonly arrow: ExitRef | undefined;
}

export interface EditorStore {
  getState(): EditorState;
  subscribe(listener: () => void): () => void;
  /** Makes an edit; what is typed into one field is one step back. False: refused, and said why. */
  edit(edit: Edit): boolean;
  undo(): void;
  redo(): void;
  /** The field is left: what is typed next is undone by itself. */
  leaveField(): void;
  /** What others did, joined with mine. */
  takeOver(flow: DraftFlow): void;
  select(keys: readonly string[]): void;
  set(change: Partial<Omit<EditorState, 'history' | 'found' | 'spots' | 'selected'>>): void;
  placeFound(found: Spots): void;
}

const PAUSE_MS = 2_000;

/** Edits that change how boxes hang together: after them the automatic layout would come out differently. */
const BINDING: ReadonlySet<Edit['kind']> = new Set(['add-step', 'remove-steps', 'rename-step', 'paste', 'connect', 'disconnect']);

export function refOf(key: string): StepRef {
  const [side, step = ''] = key.split('/');
  return { side: side === 'chat' ? 'chat' : 'call', step };
}

function keysOf(flow: DraftFlow): readonly string[] {
  return SIDES.flatMap((side) => draftSteps(flow, side).map(([step]) => boxKey({ side, step })));
}

function groupOf(edit: Edit): string | undefined {
  if (edit.kind === 'set') return `set ${edit.path.join('.')}`;
  return edit.kind === 'move-boxes' ? `move ${Object.keys(edit.boxes).join(' ')}` : undefined;
}

/** Everything that the editor of one flow holds. `found`: a place for every box that the file gives none. */
export function createEditorStore(flow: DraftFlow, found: Spots, language: string, nowMs: () => number): EditorStore {
  const listeners = new Set<() => void>();
  let editedAtMs = 0;
  let state: EditorState = {
    history: beginHistory(flow),
    found,
    spots: {},
    selected: [],
    language,
    writing: undefined,
    save: { kind: 'saved' },
    problems: undefined,
    colleagues: [],
    clash: undefined,
    notice: undefined,
    readOnly: false,
    dialog: undefined,
    panel: 'step',
    cases: undefined,
    overlay: undefined,
    look: undefined,
    wanted: undefined,
    arrow: undefined,
  };

  function change(next: Partial<EditorState>): void {
    const before = state;
    state = { ...state, ...next };
    if (state.history.flow !== before.history.flow || state.found !== before.found) settle();
    for (const listener of listeners) listener();
  }

  /** Places and selection follow the flow; a box without any place gets a free one. */
  function settle(): void {
    const { flow: now } = state.history;
    const keys = keysOf(now);
    const spots: Record<string, Spot> = { ...state.found, ...placedBoxes(now) };
    const extra: Record<string, Spot> = {};
    for (const key of keys) {
      if (spots[key]) continue;
      extra[key] = freeSpot(now, spots, refOf(key).side);
      spots[key] = extra[key];
    }
    const there = new Set(keys);
    const selected = state.selected.every((key) => there.has(key)) ? state.selected : state.selected.filter((key) => there.has(key));
    state = { ...state, spots, selected, ...(Object.keys(extra).length > 0 && { found: { ...state.found, ...extra } }) };
  }

  /** An edit that binds boxes keeps all of them where they are seen. */
  function pinned(edit: Edit): Edit {
    const binds = (each: Edit): boolean => (each.kind === 'all' ? each.edits.some(binds) : BINDING.has(each.kind));
    if (!binds(edit)) return edit;
    const placed = placedBoxes(state.history.flow);
    const loose = keysOf(state.history.flow).filter((key) => !placed[key] && state.spots[key]);
    if (loose.length === 0) return edit;
    const boxes = Object.fromEntries(loose.map((key) => [key, state.spots[key] as Spot]));
    return { kind: 'all', edits: [{ kind: 'move-boxes', boxes }, edit] };
  }

  settle();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    edit: (edit) => {
      if (state.readOnly) return false;
      const result = applyEdit(state.history.flow, pinned(edit));
      if (!result.ok) {
        change({ notice: { kind: 'refused', refusal: result.refusal } });
        return false;
      }
      const now = nowMs();
      const history = now - editedAtMs > PAUSE_MS ? sealGroup(state.history) : state.history;
      editedAtMs = now;
      change({ history: recordChange(history, result.flow, edit.kind, groupOf(edit)), notice: undefined });
      return true;
    },
    undo: () => change({ history: undo(state.history) }),
    redo: () => change({ history: redo(state.history) }),
    leaveField: () => change({ history: sealGroup(state.history), writing: undefined }),
    takeOver: (joined) => change({ history: takeOver(state.history, joined) }),
    select: (selected) => {
      const same = selected.length === state.selected.length && selected.every((key, at) => key === state.selected[at]);
      if (!same) change({ selected, wanted: undefined });
    },
    set: change,
    placeFound: (places) => change({ found: { ...places, ...state.found } }),
  };
}

/** The middle of a box. */
export function middleOf(flow: DraftFlow, spots: Spots, key: string): Spot | undefined {
  const { side, step } = refOf(key);
  const spot = spots[key];
  const found = draftSteps(flow, side).find(([id]) => id === step);
  return spot && found && [spot[0] + BOX.width / 2, spot[1] + boxHeight(side, found[1]) / 2];
}
