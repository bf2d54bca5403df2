import { createCommand, InvalidArgumentError } from 'commander';
import { systemClock } from '../base/clock.ts';
import { listDeadLetters, type PutAside, settleDeadLetters } from '../base/dead-letters.ts';
import { EVENT_TYPES, type EventType } from '../base/events.ts';
import { createEventLog } from '../store/redis/event-log.ts';
import { fixShards } from '../store/redis/shards.ts';
import { joinStore } from './join-store.ts';
import { noteCommand } from './join-trail.ts';

type Log = Awaited<ReturnType<typeof createEventLog>>;

const print = (line: string) => void process.stdout.write(`${line}\n`);

type Noted = <T>(object: string, work: () => Promise<T>) => Promise<T>;

function withLog(work: (eventLog: Log, noted: Noted) => Promise<void>): Promise<void> {
  return joinStore(async (client, config) => {
    const noted: Noted = (id, settle) =>
      noteCommand({ client, config }, { action: 'dead-letter.settled', object: { kind: 'dead-letter', id } }, settle);
    await work(await createEventLog({ client, shards: await fixShards(client), clock: systemClock }), noted);
  });
}

/** "effects/07/1732187000000-0": group, shard and event. */
function nameOf({ group, event }: PutAside): string {
  return `${group}/${String(event.shard).padStart(2, '0')}/${event.id}`;
}

function age(atMs: number): string {
  const minutes = Math.max(0, Math.round((systemClock.nowMs() - atMs) / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}

function eventType(text: string): EventType {
  const found = EVENT_TYPES.find((type) => type === text);
  if (!found) throw new InvalidArgumentError('It must be a type of event, such as handoff.requested.');
  return found;
}

async function list(): Promise<void> {
  await withLog(async (eventLog) => {
    const letters = await listDeadLetters(eventLog);
    if (letters.length === 0) print('Nothing was put aside. All work was done.');
    for (const letter of letters) {
      const { event, reason, atMs } = letter;
      const subject = event.chatId ?? event.handoffId ?? event.callId ?? '-';
      print(`${nameOf(letter).padEnd(34)}  ${age(atMs).padStart(7)}  ${event.type.padEnd(24)}  ${subject.padEnd(16)}  ${reason}`);
    }
  });
}

interface Choice {
  readonly all?: true;
  readonly type?: EventType;
}

async function settle(how: 'replay' | 'discard', names: readonly string[], { all, type }: Choice): Promise<void> {
  const past = how === 'replay' ? 'replayed' : 'discarded';
  if (names.length > 0 === (all === true)) throw new Error(`Name what is to be ${past}, as "list" shows it, or say --all.`);
  await withLog(async (eventLog, noted) => {
    if (all) {
      const count = await noted('all', () => settleDeadLetters(eventLog, how, { untilMs: systemClock.nowMs(), type }));
      return print(`${count} ${past}.${how === 'replay' ? ' A running service does them now.' : ''}`);
    }
    const letters = await listDeadLetters(eventLog);
    for (const name of names) {
      const letter = letters.find((each) => nameOf(each) === name);
      const done = letter !== undefined && (await noted(name, () => eventLog[how](letter.group, letter.event)));
      print(done ? `${name}: ${past}.` : `${name}: there is no such work; it may have been settled already.`);
      if (!done) process.exitCode = 1;
    }
  });
}

function settleCommand(how: 'replay' | 'discard', description: string) {
  return createCommand(how)
    .description(description)
    .argument('[name...]', 'group/shard/event, as list shows it')
    .option('--all', 'everything that was put aside until now')
    .option('--type <type>', 'with --all: only work that follows from events of this type', eventType)
    .action((names: string[], choice: Choice) => settle(how, names, choice));
}

const program = createCommand('dead-letters')
  .description('Work that failed five times and was put aside. Works beside a running service.')
  .addCommand(createCommand('list').description('Show it, newest first: name, age, what, about whom, why.').action(list))
  .addCommand(
    settleCommand(
      'replay',
      'Have it tried again. It is decided anew by what is true now: nobody who opted out, and nothing too late, is sent.',
    ),
  )
  .addCommand(settleCommand('discard', 'Give it up.'));

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
