import { ERROR_CATALOGUE } from '../../src/base/error-catalogue.ts';
import { PROBLEM_CATALOGUE } from '../../src/flows/lint/catalogue.ts';
import { table } from './json-schema.ts';

/** docs/problems.md: a section for every code of the linter. */
export function problemsPage(): string {
  const sections = Object.entries(PROBLEM_CATALOGUE).map(
    ([code, { severity, title, why, remedy }]) =>
      `## ${code}\n\n**${title}** (${severity === 'error' ? 'error: blocks publishing' : 'warning'})\n\n${why}\n\nWhat to do: ${remedy}\n`,
  );
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from src/flows/lint/catalogue.ts; change that, not this -->

# What the linter says

\`npm run flow -- check FILE…\` prints one line for each problem: the place, the code, a sentence, the path in the file. Codes that
begin with F are about flows, those with T about message templates. Errors block publishing; the last good release keeps serving.

${sections.join('\n')}`;
}

/** docs/errors.md: every error code that an outside party can meet. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_CATALOGUE).map(([code, { status, message }]) => [`\`${code}\``, String(status), message]);
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from src/base/error-catalogue.ts; change that, not this -->

# Errors

The HTTP API answers errors as \`{"error":{"code","message","details"?}}\`. The codes do not change; the sentences may.

${table(['Code', 'Status', 'Message'], rows)}
`;
}
