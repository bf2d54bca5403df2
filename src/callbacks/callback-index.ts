import type { CallbackId } from '../base/ids.ts';
import type { Callback } from './callback.ts';

/** An open callback as turns and lists know it. */
export type IndexedCallback = Pick<
  Callback,
  | 'id'
  | 'team'
  | 'skills'
  | 'promisedBy'
  | 'language'
  | 'intent'
  | 'asap'
  | 'promisedAtMs'
  | 'dueAtMs'
  | 'requestedAtMs'
  | 'state'
  | 'tries'
  | 'zone'
  | 'origin'
> & {
  /** The number with its middle hidden. */
  readonly address: string;
  readonly agent?: { readonly userId: string; readonly name: string };
};

/** The open callbacks, found without walking every person's shard. Derived from their own records, in any order. */
export interface CallbackIndex {
  /** Takes over how a callback stands in this version of its record; undefined: it is closed or gone. */
  project(id: CallbackId, version: number, callback: IndexedCallback | undefined): Promise<void>;
  /** Every open one. */
  open(): Promise<readonly IndexedCallback[]>;
}
