import { FAILURE_REACTIONS } from '../../src/channels/failure-reactions.ts';
import { EXIT_KINDS } from '../../src/flows/exits.ts';
import { RULES } from '../../src/rules/table.ts';
import { CLAIMS, collectProofs, type Proof, type Proofs } from './collect-proofs.ts';
import { table } from './json-schema.ts';

/** A page that names every conversation of a step would be read by nobody. */
const MOST_NAMED = 2;

/** The first of each file: one conversation of two flows says more than two of one. */
function firstOfEach(proofs: readonly Proof[]): readonly Proof[] {
  const files = new Set<string>();
  return proofs.filter(({ file }) => !files.has(file) && files.add(file));
}

function named(proofs: readonly Proof[], most = proofs.length): string {
  return proofs
    .slice(0, most)
    .map(({ file, words }) => `[${file.replace(/^.*\/|\.(?:cases\.json|test\.ts)$/g, '')}](../${file}): ${words}`)
    .join('<br>');
}

function rowsOf(proofs: Proofs, kind: string, ids: readonly (readonly [id: string, about: string])[]): string[][] {
  return ids.map(([id, about]) => [`\`${id}\``, about, named(proofs.get(`${kind}:${id}`) ?? [])]);
}

/** docs/proof.md: what shows that each rule, class of failures, step and exit works. */
export async function proofPage(): Promise<string> {
  const proofs = await collectProofs();
  const rules = RULES.map(({ id, name }) => [id, name.en] as const);
  const classes = Object.entries(FAILURE_REACTIONS).map(([id, { words }]) => [id, words] as const);
  const recorded = (claim: string) => named(firstOfEach(proofs.get(claim) ?? []), MOST_NAMED);
  const steps = [...EXIT_KINDS].flatMap(([type, exits]) => [
    [`\`${type}\``, '', recorded(`step:${type}`)],
    ...exits.map((exit) => ['', `\`${exit}\``, recorded(`exit:${type} ${exit}`)]),
  ]);
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from the tables, the tests and the recorded conversations; change those, not this -->

# What shows that it works

Each of the ${CLAIMS.length} rules, classes of failures, steps and exits has a scenario or a recorded conversation that shows it. Scenarios run the whole
service against the carrier emulator over signed HTTP (\`npm test\`); conversations are played by \`npm run flow -- test FILE\` and by the tests.

This page is collected, not written: conversations are played and tell the steps and exits that they walk; a scenario says what it shows
(\`test/support/shows.ts\`). \`npm run check\` fails when something has no proof, when a conversation does not go as recorded, when a scenario names
what does not exist, and when this page is stale.

## Rules of the offer

What each rule looks at is told in [eligibility.md](eligibility.md).

${table(['Rule', 'Name', 'Shown by'], rowsOf(proofs, 'rule', rules))}

## Classes of failures

Every single code of [carrier-errors.md](carrier-errors.md) is tried in the same file.

${table(['Class', 'What is done', 'Shown by'], rowsOf(proofs, 'failure', classes))}

## Steps and exits

One conversation of at most ${MOST_NAMED} flows each; [flow-language.md](flow-language.md) explains the steps.

${table(['Step', 'Exit', 'Shown by'], steps)}
`;
}
