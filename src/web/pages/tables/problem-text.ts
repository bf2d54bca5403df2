import type { CsvProblem } from '../../../flows/tables/table-csv.ts';
import type { TableProblem } from '../../../flows/tables/table-problems.ts';
import type { TablesText } from './words/tables-text.tsx';

/** What is wrong with a table, in the reader's language. */
export function problemText(t: TablesText, { kind, about }: Pick<TableProblem, 'kind' | 'about'>): string {
  return t(`problem.${kind}`, { about: about ?? '' });
}

/** What is wrong with a line of a CSV file, in the reader's language. */
export function csvText(t: TablesText, { kind, line, column, about }: Omit<CsvProblem, 'message'>): string {
  return t(`csv.${kind}`, { line, column: column ?? '', about: about ?? '' });
}
