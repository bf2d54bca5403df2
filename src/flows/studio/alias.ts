import type { Editor } from './draft.ts';

/** The alias that a number points to when it names none. */
export const LIVE = 'live';
export const ALIAS_NAME = /^[a-z][a-z0-9-]{0,19}$/;

/** What an alias of a flow points at. */
export interface AliasState {
  /** 0: at none yet; nobody is served by it. */
  readonly release: number;
  /** Where it pointed before: the way back. */
  readonly previous?: number;
  readonly movedAtMs: number;
  readonly movedBy: Editor;
  readonly note?: string;
  /** Who looked at it, where somebody had to. */
  readonly approvedBy?: Editor;
}

/** One move of an alias. */
export interface AliasMove {
  readonly alias: string;
  readonly from?: number;
  /** Absent: the alias was taken away. */
  readonly to?: number;
  readonly atMs: number;
  readonly by: Editor;
  readonly note?: string;
  readonly approvedBy?: Editor;
  /** Why an administrator did without a second person. */
  readonly alone?: string;
  /** Why, although the offers could not be kept. */
  readonly despite?: string;
}

/** The releases of a flow and what its aliases point at, as kept. */
export interface Standing {
  readonly flowId: string;
  /** The number of its newest release. */
  readonly newest: number;
  /** `live` may be missing: until it is moved for the first time it is the newest release. */
  readonly aliases: Readonly<Record<string, AliasState>>;
}

/** The release that an alias stands for; undefined: none. Pure. */
export function releaseAt({ newest, aliases }: Standing, alias: string): number | undefined {
  const state = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
  if (state) return state.release > 0 ? state.release : undefined;
  return alias === LIVE ? newest : undefined;
}

/** Every alias of a flow, `live` first. Pure. */
export function aliasNames({ aliases }: Standing): readonly string[] {
  return [
    LIVE,
    ...Object.keys(aliases)
      .filter((name) => name !== LIVE)
      .sort(),
  ];
}
