import type { AliasChange } from '../releases.ts';
import { type AliasMove, LIVE, releaseAt, type Standing } from './alias.ts';
import type { Editor } from './draft.ts';

interface Moved {
  /** Absent: it stays where it is. */
  readonly to?: number;
  readonly atMs: number;
  readonly by: Editor;
  readonly note?: string;
}

/**
 * What a publication makes of `live`: it moves there, or stays. Where it was never moved it is the newest release, so that
 * staying has to be written down. Undefined: nothing is to be written. Pure.
 */
export function liveAfter(
  standing: Standing | undefined,
  { to, atMs, by, note }: Moved,
): Omit<AliasChange, 'flowId' | 'alias' | 'approval'> | undefined {
  const before = standing?.aliases[LIVE];
  const from = standing && releaseAt(standing, LIVE);
  if (to === undefined) return before ? undefined : { after: { release: from ?? 0, movedAtMs: atMs, movedBy: by } };
  const why = note === undefined ? {} : { note };
  const move: AliasMove = { alias: LIVE, to, atMs, by, ...why, ...(from !== undefined && { from }) };
  const after = { release: to, movedAtMs: atMs, movedBy: by, ...why, ...(from !== undefined && { previous: from }) };
  return { after, move, ...(before && { before }) };
}
