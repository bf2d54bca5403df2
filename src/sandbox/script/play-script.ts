import { AppError } from '../../base/errors.ts';
import { type SandboxScript, SCRIPT_OUTCOMES, type ScriptReport } from '../../http/contract/sandbox-script.ts';
import { takeFromQueue } from '../agent-phone.ts';
import type { PostWebhook } from '../fetch-document.ts';
import type { World } from '../world.ts';
import { createPace, type Pace } from './pace.ts';
import { drawFrom, drawMs, planCallers } from './plan.ts';
import { type Played, playCaller, reportOn, type Stage } from './play-caller.ts';

/** The scripts of one emulator: one at a time. */
export interface Scripts {
  /** Throws AppError `sandbox-impossible` while another is played, or when its failures are more than all. */
  play(script: SandboxScript): ScriptReport;
  /** The one that is played, or the last; undefined when none was. */
  report(): ScriptReport | undefined;
  stop(): void;
}

interface Run {
  readonly script: SandboxScript;
  readonly pace: Pace;
  readonly played: Played[];
  readonly startedAtMs: number;
  state: ScriptReport['state'];
  endedAtMs?: number;
}

export function createScripts(world: World, post: PostWebhook): Scripts {
  let run: Run | undefined;
  return {
    play: (script) => {
      if (run?.state === 'running') throw new AppError('sandbox-impossible', 'A script is being played; stop it first.');
      const shares = script.failures.reduce((sum, { share }) => sum + share, 0);
      if (shares > 1 + 1e-9) throw new AppError('sandbox-impossible', 'The shares of the failures add up to more than 1.');
      run = { script, pace: createPace(world, script.speed), played: [], startedAtMs: world.scheduler.nowMs(), state: 'running' };
      const begun = world.activity.begin();
      setImmediate(begun);
      void playAll(world, post, run).catch((error: unknown) => {
        world.log.error({ err: error }, 'carrier emulator: a script failed');
        run?.pace.stop();
      });
      return reportOf(world, run);
    },
    report: () => run && reportOf(world, run),
    stop: () => run?.pace.stop(),
  };
}

async function playAll(world: World, post: PostWebhook, run: Run): Promise<void> {
  const { script, pace } = run;
  const to = script.to ?? world.account.entryNumbers[0] ?? world.account.whatsappFrom;
  const stage: Stage = { world, post, pace, speed: script.speed, to };
  const sinceMs = () => (world.scheduler.nowMs() - run.startedAtMs) * script.speed;
  const beside = createPace(world, script.speed);
  startAgents(world, beside, script);
  startOutages(world, beside, script);
  const lives: Promise<void>[] = [];
  for (const plan of planCallers(script)) {
    if (!(await pace.pause(Math.max(0, plan.atMs - sinceMs())))) break;
    const { played, live } = playCaller(stage, plan);
    run.played.push(played);
    lives.push(live);
  }
  await Promise.all(lives);
  beside.stop();
  run.state = pace.stopped ? 'stopped' : 'done';
  run.endedAtMs = world.scheduler.nowMs();
  world.changes.announce();
}

function startAgents(world: World, pace: Pace, { agents, seed }: SandboxScript): void {
  const draw = drawFrom(seed + 1);
  for (const shift of agents) {
    for (let i = 0; i < shift.count; i += 1) void work(shift);
  }

  async function work(shift: SandboxScript['agents'][number]): Promise<void> {
    if (!(await pace.pause(shift.fromMinute * 60_000))) return;
    let atWork = true;
    const home = pace.pause(Math.max(0, shift.toMinute - shift.fromMinute) * 60_000).then(() => {
      atWork = false;
      world.changes.announce();
    });
    while (atWork && !pace.stopped) {
      const call = takeFromQueue(world, shift.queue);
      if (!call) {
        await pace.until(() => !atWork || (world.queues.get(shift.queue)?.members.length ?? 0) > 0, 24 * 3_600_000);
        continue;
      }
      await pace.until(() => !world.agentPhone.talking.has(call.sid), 24 * 3_600_000);
      await pace.pause(drawMs(shift.between, draw));
    }
    await home;
  }
}

function startOutages(world: World, pace: Pace, { outages }: SandboxScript): void {
  const set = (outage: World['choices']['outage']) => {
    world.choices.outage = outage;
    world.changes.announce();
  };
  for (const { atMinute, forMinutes, outage } of outages) {
    void pace.pause(atMinute * 60_000).then(async (goesOn) => {
      if (!goesOn) return;
      set(outage);
      await pace.pause(forMinutes * 60_000);
      set('none');
    });
  }
}

function reportOf(world: World, run: Run): ScriptReport {
  const callers = run.played.map((played) => reportOn(world, played));
  const problems: Record<string, number> = {};
  for (const { call } of run.played) for (const { code } of call.problems) problems[code] = (problems[code] ?? 0) + 1;
  const count = (outcome: string) => callers.filter((caller) => caller.outcome === outcome).length;
  return {
    name: run.script.name,
    seed: run.script.seed,
    speed: run.script.speed,
    state: run.state,
    startedAtMs: run.startedAtMs,
    ...(run.endedAtMs !== undefined && { endedAtMs: run.endedAtMs }),
    arrived: callers.length,
    settled: callers.filter((caller) => caller.outcome !== 'unsettled').length,
    totals: Object.fromEntries(SCRIPT_OUTCOMES.map((outcome) => [outcome, count(outcome)])) as ScriptReport['totals'],
    invites: callers.reduce((sum, { invites }) => sum + invites, 0),
    problems,
    callers,
  };
}
