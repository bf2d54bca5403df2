import { createContext, use, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { DeskFrame } from '../../../http/contract/desk.ts';
import { deskSocketUrl } from '../../paths.ts';
import { DeskClient } from './desk-client.ts';
import type { DeskState } from './desk-state.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export interface Desk {
  readonly client: DeskClient;
  readonly outbox: Outbox;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

/** A connection to the desk for as long as the page is open. */
export function useDeskConnection(userId: string, onFrame: (frame: DeskFrame, before: DeskState) => void): Desk {
  const desk = useMemo(() => {
    const outbox = createOutbox(localStorage, userId);
    return { outbox, client: new DeskClient({ url: deskSocketUrl(window.location), outbox, onFrame }) };
  }, [userId, onFrame]);
  useEffect(() => desk.client.connect(), [desk]);
  return desk;
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('useDesk outside the desk page');
  return desk;
}

export function useDeskState(): DeskState {
  const { client } = useDesk();
  return useSyncExternalStore(client.subscribe, client.getState);
}
