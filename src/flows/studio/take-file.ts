import type { ReleaseHead } from '../releases.ts';
import { FROM_FOLDER } from '../releases.ts';

interface FileInFolder {
  /** Of the file, see `flow-fingerprint.ts`. */
  readonly sha256: string;
  /** Of the file as it was last taken from the folder. */
  readonly taken: string | undefined;
  readonly newest: Pick<ReleaseHead, 'sha256' | 'author'> | undefined;
}

/**
 * What becomes of a good file at start. `publish`: it changed, and nobody has published anything else since. `note`: it is what was
 * released already. `keep`: it is as it was, whatever was published since. `apart`: it changed, and so did the flow in the
 * studio: neither replaces the other without somebody saying so. Pure.
 */
export function takeFile({ sha256, taken, newest }: FileInFolder): 'publish' | 'note' | 'keep' | 'apart' {
  if (!newest) return 'publish';
  if (newest.sha256 === sha256) return taken === sha256 ? 'keep' : 'note';
  if (taken === sha256) return 'keep';
  return newest.author === FROM_FOLDER.userId ? 'publish' : 'apart';
}
