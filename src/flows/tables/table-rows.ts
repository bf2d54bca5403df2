import type { TableBook, TableRow, TableRows } from '../../channels/table-book.ts';
import { type CaseTables, OTHERWISE_KEY, type Table } from './table.ts';

/** A key as it is compared: without regard to capitals and spaces, or by its digits alone. */
export function comparableKey(key: string, compare: Table['compare'] = 'text'): string {
  if (compare === 'digits') return key.replace(/\D/g, '');
  return key.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Makes a table ready to be looked up in. Of two rows with one key, which only a file can have, the first counts. */
export function openTable({ key, compare, rows, otherwise }: Pick<Table, 'key' | 'compare' | 'rows' | 'otherwise'>): TableRows {
  const found = new Map<string, TableRow>();
  for (const row of rows) {
    const own = row[key];
    if (typeof own !== 'string') continue;
    const comparable = comparableKey(own, compare);
    if (!found.has(comparable)) found.set(comparable, row);
  }
  return {
    find: (wanted) => {
      const comparable = comparableKey(wanted, compare);
      return comparable === '' ? undefined : found.get(comparable);
    },
    ...(otherwise && { otherwise }),
  };
}

/** A table's rows as a recorded conversation holds them. */
export function caseTable({ key, compare, rows, otherwise }: Table): CaseTables[string] {
  const own = rows.flatMap((row): [string, TableRow][] => {
    const name = row[key];
    return typeof name === 'string' ? [[compare === 'digits' ? comparableKey(name, compare) : name, row]] : [];
  });
  return Object.fromEntries([...own, ...(otherwise ? [[OTHERWISE_KEY, otherwise] as const] : [])]) as CaseTables[string];
}

/** The tables of a recorded conversation, and which of their rows were looked at. */
export interface PlayedTables {
  readonly book: TableBook;
  readonly looked: () => CaseTables;
}

/** Opens what a recorded conversation holds: a key is found as text, and else by its digits. */
export function openCaseTables(tables: CaseTables = {}): PlayedTables {
  const used = new Map<string, Set<string>>();
  const book = Object.entries(tables).map(([name, rows]): [string, TableRows] => {
    const own = Object.entries(rows).filter(([key]) => key !== OTHERWISE_KEY);
    const byText = new Map(own.map(([key]) => [comparableKey(key), key]));
    const byDigits = new Map(own.map(([key]) => [comparableKey(key, 'digits'), key]));
    const noted = used.get(name) ?? new Set<string>();
    used.set(name, noted);
    const { [OTHERWISE_KEY]: otherwise } = rows;
    return [
      name,
      {
        find: (wanted) => {
          const digits = comparableKey(wanted, 'digits');
          const key = byText.get(comparableKey(wanted)) ?? (digits === '' ? undefined : byDigits.get(digits));
          noted.add(key ?? OTHERWISE_KEY);
          return key === undefined ? undefined : rows[key];
        },
        ...(otherwise && { otherwise }),
      },
    ];
  });
  return {
    book: Object.fromEntries(book),
    looked: () =>
      Object.fromEntries(
        [...used]
          .filter(([, keys]) => keys.size > 0)
          .map(([name, keys]) => [name, Object.fromEntries(Object.entries(tables[name] ?? {}).filter(([key]) => keys.has(key)))]),
      ),
  };
}
