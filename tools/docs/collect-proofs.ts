import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FAILURE_CLASSES } from '../../src/channels/delivery.ts';
import { EXIT_KINDS } from '../../src/flows/exits.ts';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { casesBeside, readCaseFile } from '../../src/flows/read-case-file.ts';
import { runCases } from '../../src/flows/run-cases.ts';
import { RULES } from '../../src/rules/table.ts';

const root = new URL('../../', import.meta.url);

/** A scenario, or a recorded conversation, that shows something. */
export interface Proof {
  /** In the repository. */
  readonly file: string;
  readonly words: string;
}

/** By what is shown: `rule:vip`, `failure:sender`, `step:menu`, `exit:menu key`. */
export type Proofs = ReadonlyMap<string, readonly Proof[]>;

/** Everything that has to be shown, from the tables themselves. */
export const CLAIMS: readonly string[] = [
  ...RULES.map(({ id }) => `rule:${id}`),
  ...FAILURE_CLASSES.map((each) => `failure:${each}`),
  ...[...EXIT_KINDS].flatMap(([type, exits]) => [`step:${type}`, ...exits.map((exit) => `exit:${type} ${exit}`)]),
];

const CALL = /\bshows\(\s*'(?<name>[^']+)',\s*(?<quote>['"])(?<words>.+?)\k<quote>,?\s*\)/g;
/** A test that does not run shows nothing. */
const NOT_RUN = /\b(?:it|test|describe)\.(?:skip|only|todo|fails|skipIf|runIf)\b/;

type Shown = readonly [claim: string, proof: Proof];

/** What a test says that it shows (test/support/shows.ts). Throws where tests are left out, or what is shown can't be read. */
export function readShown(file: string, text: string): readonly Shown[] {
  const shown = [...text.matchAll(CALL)].map(({ groups = {} }): Shown => [groups.name ?? '', { file, words: groups.words ?? '' }]);
  if (shown.length !== [...text.matchAll(/\bshows\(/g)].length)
    throw new Error(`${file} shows something in words that can’t be read: write both arguments out.`);
  if (shown.length > 0 && NOT_RUN.test(text)) throw new Error(`${file} leaves tests out, and shows something.`);
  return shown;
}

function shownByTests(): readonly Shown[] {
  const files = readdirSync(new URL('test/', root), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return files.toSorted().flatMap((name) => {
    const file = `test/${name.replaceAll('\\', '/')}`;
    // What tests the collecting itself shows nothing.
    return file === 'test/docs/collect-proofs.test.ts' ? [] : readShown(file, readFileSync(new URL(file, root), 'utf8'));
  });
}

/** What the recorded conversations walk, by playing them. Throws when one does not go as it is recorded. */
async function shownByCases(): Promise<readonly Shown[]> {
  const folder = await loadFlowsFolder(new URL('flows', root).pathname);
  const shown: Shown[] = [];
  for (const { flow, file } of folder.good) {
    const caseFile = casesBeside(file);
    const cases = await readCaseFile(caseFile);
    if (!cases?.value) continue;
    const { results, kinds } = runCases(flow, cases.value);
    for (const { name, failures, covered } of results) {
      if (failures.length > 0) throw new Error(`${caseFile}: "${name}" does not go as it is recorded.`);
      const proof = { file: `flows/${basename(caseFile)}`, words: name };
      for (const each of covered) {
        const { type, exit } = kinds.get(each) ?? {};
        shown.push([exit === undefined ? `step:${type}` : `exit:${type} ${exit}`, proof]);
      }
    }
  }
  return shown;
}

/** Every claim with what shows it. Throws when something is shown that does not exist, or nothing shows a claim. Pure. */
export function joinProofs(claims: readonly string[], shown: readonly Shown[]): Proofs {
  const found = new Map<string, Map<string, Proof>>(claims.map((claim) => [claim, new Map()]));
  for (const [claim, proof] of shown) {
    const proofs = found.get(claim);
    if (!proofs) throw new Error(`${proof.file} shows ${claim}, which does not exist.`);
    proofs.set(`${proof.file} ${proof.words}`, proof);
  }
  const without = claims.filter((claim) => found.get(claim)?.size === 0);
  if (without.length > 0)
    throw new Error(`Nothing shows ${without.join(', ')}: record a conversation, or write a scenario that says so with shows().`);
  return new Map([...found].map(([claim, proofs]) => [claim, [...proofs.values()]]));
}

export async function collectProofs(): Promise<Proofs> {
  return joinProofs(CLAIMS, [...shownByTests(), ...(await shownByCases())]);
}
