import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import { isObject } from '../../../../flows/edit/json.ts';
import type { CaseTables } from '../../../../flows/tables/table.ts';
import { caseTable } from '../../../../flows/tables/table-rows.ts';
import { apiQuery } from '../../../api/queries.ts';
import { useMay } from '../../../shell/me.ts';

/** The rows of the tables that a draft reads, as they are kept now; without the right to see them, or without such a table, none. */
export function useTablesRead(flow: DraftFlow): CaseTables {
  const mayRead = useMay('tables:read');
  const names = mayRead && isObject(flow.tables) ? Object.keys(flow.tables) : [];
  const found = useQueries({
    queries: names.map((name) => ({ ...apiQuery('table', { params: { name } }), retry: false })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const known = found.map(({ name, revision }) => `${name}@${revision}`).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same revisions are the same rows
  return useMemo(() => Object.fromEntries(found.map(({ name, table }) => [name, caseTable(table)])), [known]);
}
