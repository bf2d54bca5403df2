import type { ReadinessParts } from './describe-readiness.ts';
import type { Ground } from './ground.ts';
import type { Parts } from './open-parts.ts';

/** What the checklist of a flow is computed from. */
export function readinessParts(ground: Ground, { stores, outlook, offers, templates }: Parts): ReadinessParts {
  return {
    clock: ground.clock,
    users: stores.users,
    board: stores.board,
    outlook: () => outlook.current(),
    sending: offers.ground.sending,
    templates,
    rules: offers.watched.rules,
    hasSmsSender: ground.smsFrom !== undefined,
  };
}
