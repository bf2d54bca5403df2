import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { RandomBytes } from '../base/random.ts';
import type { EntryLinkStore } from '../entries/entry-link.ts';
import type { FlowShelf } from '../flows/published-flow.ts';
import type { BotDeps } from './run-bot.ts';

/** What taking a customer's message needs. */
export interface ReceiveDeps extends BotDeps {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly flows: FlowShelf;
  readonly entryLinks: Pick<EntryLinkStore, 'byCode'>;
}
