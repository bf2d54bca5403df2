import { useEffect } from 'react';
import type { DraftFrame } from '../../../../http/contract/draft-socket.ts';
import { draftSocketUrl } from '../../../paths.ts';
import type { Autosave } from './autosave.ts';
import { openDraftSocket } from './draft-socket.ts';
import type { EditorStore } from './editor-store.ts';

/** Tells others where I am, shows where they are, and takes over what they save. */
export function usePresence(store: EditorStore, autosave: Autosave, flowId: string): void {
  useEffect(() => {
    const onFrame = (frame: DraftFrame) => {
      switch (frame.type) {
        case 'present':
          return store.set({
            colleagues: frame.people.flatMap(({ me, connection, name, selected }) => (me ? [] : [{ connection, name, at: selected }])),
          });
        case 'ack':
          return frame.revision === undefined ? undefined : void autosave.lookAgain(frame.revision);
        case 'draft.saved':
        case 'draft.reverted':
          return void autosave.lookAgain(frame.revision);
        case 'look-again':
          return void autosave.lookAgain();
        // What callers hear is no part of the draft.
        case 'release.published':
        case 'alias.moved':
          return undefined;
      }
    };
    const socket = openDraftSocket({
      url: draftSocketUrl(window.location),
      flowId,
      onFrame,
      onLost: () => store.set({ colleagues: [] }),
    });
    const tell = () => socket.select(store.getState().selected.at(-1));
    const leave = store.subscribe(tell);
    tell();
    return () => {
      leave();
      socket.end();
    };
  }, [store, autosave, flowId]);
}
