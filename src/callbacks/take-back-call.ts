import type { CallbackId } from '../base/ids.ts';
import type { CallbackDeps } from './callback-deps.ts';
import { cancelCallback } from './cancel-callback.ts';
import { projectCallback } from './project-callback.ts';

/** An agent takes a promised call back; the list shows it at once. False: it is over, or they talk already. */
export async function takeBackCall(deps: CallbackDeps, id: CallbackId): Promise<boolean> {
  const cancelled = await cancelCallback(deps, id, 'cancelled-by-agent');
  await projectCallback(deps, id);
  return cancelled;
}
