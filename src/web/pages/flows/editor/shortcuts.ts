import { useEffect } from 'react';
import { boxKey, draftStep, draftSteps, SIDES } from '../../../../flows/edit/draft.ts';
import { exitSlots } from '../../../../flows/edit/exit-slots.ts';
import { clipText, duplicate, focused, openSettings, paste, removeSteps, writeWords } from './editor-commands.ts';
import type { EditorStore } from './editor-store.ts';

/** What keys do, as the help lists it. */
export const SHORTCUTS = [
  { keys: ['Ctrl+K', 'Ctrl+F'], does: 'find' },
  { keys: ['Ctrl+Z'], does: 'undo' },
  { keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], does: 'redo' },
  { keys: ['F2', 'Enter'], does: 'words' },
  { keys: ['Shift+F2'], does: 'rename' },
  { keys: ['Ctrl+Enter'], does: 'add' },
  { keys: ['Ctrl+Shift+Enter'], does: 'connect' },
  { keys: ['Delete'], does: 'remove' },
  { keys: ['Ctrl+C', 'Ctrl+X', 'Ctrl+V'], does: 'copy' },
  { keys: ['Ctrl+D'], does: 'duplicate' },
  { keys: ['Ctrl+A'], does: 'all' },
  { keys: ['← ↑ → ↓'], does: 'move' },
  { keys: ['Ctrl+,'], does: 'settings' },
  { keys: ['Ctrl+S'], does: 'save' },
  { keys: ['Ctrl+/'], does: 'help' },
] as const;

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}

/** The first exit of the step looked at that is open, else its first. */
function exitToLead(store: EditorStore) {
  const ref = focused(store);
  const step = ref && draftStep(store.getState().history.flow, ref);
  if (!ref || !step) return undefined;
  const slots = exitSlots(ref.side, step);
  const slot = slots.find(({ to, needed }) => to === undefined && needed) ?? slots[0];
  return slot && { ...ref, path: slot.path };
}

function selectAll(store: EditorStore): void {
  const { flow } = store.getState().history;
  const side = focused(store)?.side;
  const sides = side ? [side] : SIDES;
  store.select(sides.flatMap((each) => draftSteps(flow, each).map(([step]) => boxKey({ side: each, step }))));
}

type Action = (store: EditorStore, save: () => void) => void;

/** Everywhere on the page, in fields too. */
const ANYWHERE: Readonly<Record<string, Action>> = {
  'mod+z': (store) => store.undo(),
  'mod+y': (store) => store.redo(),
  'mod+shift+z': (store) => store.redo(),
  'mod+k': (store) => store.set({ dialog: { kind: 'find' } }),
  'mod+f': (store) => store.set({ dialog: { kind: 'find' } }),
  'mod+/': (store) => store.set({ dialog: { kind: 'help' } }),
  'mod+,': (store) => openSettings(store),
  'mod+s': (_, save) => save(),
  'mod+enter': (store) => {
    const exit = exitToLead(store);
    store.leaveField();
    store.set({ dialog: { kind: 'add', side: exit?.side ?? focused(store)?.side ?? 'call', ...(exit && { after: exit }) } });
  },
  'mod+shift+enter': (store) => {
    const exit = exitToLead(store);
    if (exit) store.set({ dialog: { kind: 'connect', exit } });
  },
};

/** On the canvas and in the outline only. */
const OUTSIDE_FIELDS: Readonly<Record<string, Action>> = {
  delete: (store) => removeSteps(store),
  backspace: (store) => removeSteps(store),
  'mod+d': (store) => duplicate(store),
  'mod+a': selectAll,
  f2: (store) => {
    const ref = focused(store);
    if (ref) writeWords(store, ref);
  },
  'shift+f2': (store) => {
    const ref = focused(store);
    if (ref) store.set({ dialog: { kind: 'rename', ref } });
  },
};

function nameOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  return `${mod}${event.shiftKey && event.key !== '/' ? 'shift+' : ''}${event.key.toLowerCase()}`;
}

/** Is the editor itself worked with, and no window above it, nor a text with keys of its own? */
function isOurs(store: EditorStore, target: EventTarget | null): boolean {
  if (store.getState().dialog || store.getState().clash) return false;
  return !(target instanceof Element) || !target.closest('[role="dialog"], [role="menu"], .cm-editor');
}

/** Keys and the clipboard, for as long as the editor is open. */
export function useShortcuts(store: EditorStore, save: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isOurs(store, event.target) || event.altKey) return;
      const name = nameOf(event);
      const action = ANYWHERE[name] ?? (isField(event.target) ? undefined : OUTSIDE_FIELDS[name]);
      const box = event.target instanceof Element && event.target.classList.contains('react-flow__node') ? event.target : undefined;
      const key = box?.getAttribute('data-id');
      if (action) {
        // Keys are meant for the box that has the focus.
        if (key && !store.getState().selected.includes(key)) store.select([key]);
        event.preventDefault();
        event.stopPropagation();
        action(store, save);
        return;
      }
      // Enter on a box that is selected already opens its words.
      if (name === 'enter' && key && store.getState().selected.at(-1) === key) {
        event.preventDefault();
        event.stopPropagation();
        const ref = focused(store);
        if (ref) writeWords(store, ref);
      }
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isField(event.target) || !isOurs(store, event.target) || getSelection()?.toString()) return;
      const text = clipText(store);
      if (text === undefined) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
      if (event.type === 'cut') removeSteps(store);
      else store.set({ notice: { kind: 'copied' } });
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target) || !isOurs(store, event.target)) return;
      event.preventDefault();
      paste(store, event.clipboardData?.getData('text/plain') ?? '');
    };
    window.addEventListener('keydown', onKey, true);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [store, save]);
}
