import { describeChange } from '../flows/describe-change.ts';
import { diffFlows } from '../flows/diff-flows.ts';
import type { DraftFlow } from '../flows/edit/draft.ts';
import { casesBeside } from '../flows/read-case-file.ts';
import type { FlowFiles } from '../http/contract/drafts.ts';
import type { GateStep } from '../http/contract/releases.ts';
import { type FlowTexts, flowIdOf, objectIn, readFlowTexts, writeWhole } from './flow-texts.ts';
import { baseOf, newerInStudio, newerWords, noteBases } from './push-base.ts';
import { Refusal, type StudioClient } from './studio-client.ts';

type Print = (line: string) => void;

export interface PushOptions {
  /** Publish what is pushed, if its gate lets it. */
  readonly publish: boolean;
  /** Have live point at it. */
  readonly live: boolean;
  readonly note: string;
  /** Also over a draft that somebody has not published. */
  readonly force: boolean;
  /** The release that the files are based on; absent: as written down beside them. */
  readonly base?: number;
  /** Why callers are to hear it although the offers can’t be kept. */
  readonly despite?: string;
}

/** Exit status: what was pushed waits for a second person. */
const WAITS = 3;

/** One file with what the service has of it. */
interface Pushed {
  readonly texts: FlowTexts;
  /** Undefined: the service has no such flow. */
  readonly there: FlowFiles | undefined;
}

interface Saved extends Pushed {
  readonly revision: number;
}

/**
 * Makes files the drafts of a service and, if that is asked for, publishes them: all of them, or none. Gives the exit status: 0 done,
 * 1 refused, 3 a second person has to look first. Throws Error when a file or the service can't be read.
 */
export async function pushFlows(client: StudioClient, files: readonly string[], options: PushOptions, print: Print): Promise<number> {
  const read = await Promise.all(files.map(readFlowTexts));
  const all = await Promise.all(read.map(async (texts): Promise<Pushed> => ({ texts, there: await client.files(texts.id, 'draft') })));
  const inTheWay = all.filter(({ texts, there }) => there?.changed === true && !isSame(texts, there));
  if (inTheWay.length > 0 && !options.force) {
    for (const { texts } of inTheWay)
      print(`${texts.file}: somebody has an unpublished draft of ${texts.id}. Look at it with diff, then push with --force.`);
    return 1;
  }
  if (await refuseOlder(client, all, options, print)) return 1;
  const saved: Saved[] = [];
  try {
    for (const each of all) saved.push(await save(client, each));
    return options.publish ? await publishAll(client, saved, options, print) : told(saved, print);
  } catch (thrown) {
    await undo(client, saved);
    if (!(thrown instanceof Refusal)) throw thrown;
    print(`${thrown.message} Nothing was pushed.`);
    return 1;
  }
}

/** Says which files are older than what was published in the studio; false: none is. */
async function refuseOlder(client: StudioClient, all: readonly Pushed[], options: PushOptions, print: Print): Promise<boolean> {
  let isRefused = false;
  for (const { texts, there } of all) {
    if (there?.release === undefined || isSame(texts, there)) continue;
    const base = options.base ?? (await baseOf(texts.file, client.origin, texts.id));
    const newer = newerInStudio(await client.releases(texts.id), base);
    if (newer.length === 0) continue;
    print(newerWords(texts.file, newer, base));
    isRefused = true;
  }
  if (isRefused) print('Nothing was pushed.');
  return isRefused;
}

function isSame({ flow, cases }: FlowTexts, there: FlowFiles): boolean {
  return flow === there.flow && cases === there.cases;
}

async function save(client: StudioClient, { texts, there }: Pushed): Promise<Saved> {
  const { id, flow, cases } = texts;
  if (!there) return { texts, there, revision: await client.create(id, flow, cases) };
  if (isSame(texts, there)) return { texts, there, revision: there.revision };
  return { texts, there, revision: await client.save(id, there.revision, flow, cases) };
}

function told(saved: readonly Saved[], print: Print): number {
  for (const { texts, there, revision } of saved) {
    const isNew = there?.revision !== revision;
    print(isNew ? `${texts.file} is the draft of ${texts.id} now (revision ${revision}).` : `${texts.file} is what the service has.`);
  }
  return 0;
}

/** As it was before, as far as nobody has saved since. */
async function undo(client: StudioClient, saved: readonly Saved[]): Promise<void> {
  for (const { texts, there, revision } of saved) {
    if (there?.revision === revision) continue;
    const back = there?.changed ? client.save(texts.id, revision, there.flow, there.cases) : client.revert(texts.id, revision);
    await back.catch(() => undefined);
  }
}

async function publishAll(client: StudioClient, saved: readonly Saved[], options: PushOptions, print: Print): Promise<number> {
  const fresh = saved.filter(({ there, revision }) => there === undefined || there.changed || there.revision !== revision);
  for (const { texts } of saved.filter((each) => !fresh.includes(each))) print(`${texts.file} is published already.`);
  const verdicts = await Promise.all(fresh.map(async (each) => ({ each, verdict: await client.check(each.texts.id, each.revision) })));
  const refused = verdicts.filter(({ verdict }) => !verdict.ok);
  for (const { each, verdict } of refused) printSteps(each.texts.file, verdict.steps, print);
  if (refused.length > 0) {
    await undo(client, saved);
    print('Nothing was pushed.');
    return 1;
  }
  let status = 0;
  const { note, live: makeLive, despite } = options;
  for (const { each, verdict } of verdicts) {
    const { texts, revision } = each;
    const what = { draftRevision: revision, note, makeLive, ...(despite !== undefined && { despite }) };
    if (verdict.secondPerson) {
      await client.askApproval(texts.id, what);
      print(`${texts.file} waits for a second person, who approves it on the page of the releases of ${texts.id}.`);
      status = WAITS;
      continue;
    }
    const { number, aliases } = await client.publish(texts.id, what);
    await noteBases(client.origin, [{ file: texts.file, id: texts.id, release: number }]);
    print(`${texts.file} is release ${number} of ${texts.id}${aliases.includes('live') ? ', and callers hear it' : ''}.`);
  }
  return status;
}

function printSteps(file: string, steps: readonly GateStep[], print: Print): void {
  print(`${file} can’t be published:`);
  for (const { step, ok, problems } of steps) {
    print(`  ${ok === undefined ? 'not looked at' : ok ? 'ok' : 'FAILED'}  ${step}`);
    for (const { severity, code, message, path } of problems) {
      if (ok === false && severity === 'error') print(`    ${code} ${message}${path ? ` (${path})` : ''}`);
    }
  }
}

/** Makes files what a service has: all of them, or none. Gives the exit status: 0 done, 1 the service has none of that name. */
export async function pullFlows(client: StudioClient, files: readonly string[], of: string, print: Print): Promise<number> {
  const all = await Promise.all(files.map(async (file) => ({ file, there: await client.files(flowIdOf(file), of) })));
  const missing = all.filter(({ there }) => there === undefined);
  for (const { file } of missing) print(`${file}: the service has no flow ${flowIdOf(file)}.`);
  if (missing.length > 0) return 1;
  const found = all.flatMap(({ file, there }) => (there ? [{ file, there }] : []));
  await writeWhole(
    found.flatMap(({ file, there: { flow, cases } }) => [
      { file, text: flow },
      ...(cases === undefined ? [] : [{ file: casesBeside(file), text: cases }]),
    ]),
  );
  const held = found.flatMap(({ file, there: { flowId, release } }) => (release === undefined ? [] : [{ file, id: flowId, release }]));
  await noteBases(client.origin, held);
  for (const { file, there } of found)
    print(`${file} is ${nameOf(there)} now${there.cases === undefined ? '; it has no recorded cases there' : ''}.`);
  return 0;
}

function nameOf({ flowId, changed, release, revision }: FlowFiles): string {
  return changed ? `the draft of ${flowId} (revision ${revision})` : `release ${release} of ${flowId}`;
}

/** Says what is different between a service and files, in words. Gives the exit status: 0 nothing, 1 something. */
export async function diffWithService(client: StudioClient, files: readonly string[], of: string, print: Print): Promise<number> {
  let status = 0;
  for (const file of files) {
    const texts = await readFlowTexts(file);
    const there = await client.files(texts.id, of);
    const lines = there ? differences(texts, there) : [`the service has no flow ${texts.id}`];
    if (lines.length === 0) continue;
    status = 1;
    print(`${file}, compared with ${there ? nameOf(there) : 'the service'}:`);
    for (const line of lines) print(`  ${line}`);
  }
  return status;
}

function differences(texts: FlowTexts, there: FlowFiles): readonly string[] {
  const [before, after] = [objectIn('the service', there.flow), objectIn(texts.file, texts.flow)] as [DraftFlow, DraftFlow];
  const changes = diffFlows(before, after).changes.map(describeChange);
  const bytes = changes.length === 0 && texts.flow !== there.flow ? ['the same flow, written otherwise or moved on the canvas'] : [];
  return [...changes, ...bytes, ...(texts.cases === there.cases ? [] : ['the recorded cases differ'])];
}
