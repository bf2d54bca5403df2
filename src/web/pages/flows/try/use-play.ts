import { useEffect, useMemo, useRef, useState } from 'react';
import type { CaseWorld } from '../../../../flows/cases.ts';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { Rehearsal, Rehearsed } from '../../../../flows/rehearsal.ts';
import type { CaseTables } from '../../../../flows/tables/table.ts';
import { callWorker, type WorkerCall } from '../editor/worker-call.ts';
import type { PlayAnswer, PlayQuestion } from './play-requests.ts';

export type Player = WorkerCall<PlayQuestion, PlayAnswer>;

/** The engine in a worker of its own. */
export function startPlayer(): Player {
  return callWorker<PlayQuestion, PlayAnswer>(() => new Worker(new URL('./play-worker.ts', import.meta.url), { type: 'module' }));
}

/** The same; it ends with the component. */
export function usePlayer(): Player {
  const player = useMemo(startPlayer, []);
  useEffect(() => () => player.end(), [player]);
  return player;
}

/** Undefined takes a setting away. */
export type WorldChange = { readonly [K in keyof CaseWorld]?: CaseWorld[K] | undefined };

export interface TestCall {
  readonly world: CaseWorld;
  /** With the rows of the tables as they are kept. */
  readonly playedWorld: CaseWorld;
  readonly language: string;
  readonly lines: readonly string[];
  readonly rehearsed: Rehearsed | undefined;
  /** The draft has errors: the conversation stands as it was played last. */
  readonly broken: boolean;
  readonly busy: boolean;
  /** Goes on with a line. */
  say(line: string): void;
  back(): void;
  startAgain(): void;
  setWorld(change: WorldChange): void;
  setLanguage(language: string): void;
}

const NOTHING: readonly string[] = [];

function withTables(world: CaseWorld, tables: CaseTables | undefined): CaseWorld {
  return tables && Object.keys(tables).length > 0 ? { ...world, tables } : world;
}

/** A test call on the draft as it stands: when the draft or the world changes, what was done is done again in it. */
export function useTestCall(player: Player, flow: DraftFlow, beside: BesideFlow, firstLanguage: string, tables?: CaseTables): TestCall {
  const [rehearsal, setRehearsal] = useState<Rehearsal>({ world: {}, language: firstLanguage, lines: NOTHING });
  const [shown, setShown] = useState<{ readonly rehearsed?: Rehearsed; readonly broken: boolean; readonly of?: Rehearsal }>({
    broken: false,
  });
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    player.ask({ kind: 'rehearse', flow, beside, rehearsal: { ...rehearsal, world: withTables(rehearsal.world, tables) } }).then(
      (answer) => {
        if (mine !== turn.current) return;
        if (answer.kind === 'rehearsed') setShown({ rehearsed: answer.rehearsed, broken: false, of: rehearsal });
        else setShown((before) => ({ ...before, broken: true, of: rehearsal }));
      },
      () => mine === turn.current && setShown((before) => ({ ...before, broken: true, of: rehearsal })),
    );
  }, [player, flow, beside, rehearsal, tables]);
  const change = (part: Partial<Rehearsal>) => setRehearsal((before) => ({ ...before, ...part }));
  const { world, language = firstLanguage, lines } = rehearsal;
  return {
    world,
    playedWorld: withTables(world, tables),
    language,
    lines,
    rehearsed: shown.rehearsed,
    broken: shown.broken,
    busy: shown.of !== rehearsal,
    // What could not be played is taken back with the next line.
    say: (line) => change({ lines: [...lines.slice(0, shown.rehearsed?.refused ? shown.rehearsed.turns.length : undefined), line] }),
    back: () => change({ lines: lines.slice(0, -1) }),
    startAgain: () => change({ lines: NOTHING }),
    setWorld: (part) =>
      change({ world: Object.fromEntries(Object.entries({ ...world, ...part }).filter(([, value]) => value !== undefined)) as CaseWorld }),
    setLanguage: (next) => change({ language: next }),
  };
}
