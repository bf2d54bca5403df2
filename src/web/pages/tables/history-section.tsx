import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TableDetail, TableHistoryEntry } from '../../../http/contract/tables.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from '../settings/section.tsx';
import { ChangeList } from './change-list.tsx';
import { useTablesText } from './words/tables-text.tsx';

interface Props {
  readonly detail: TableDetail;
  readonly readOnly: boolean;
  readonly onRestored: (saved: TableDetail, said: string) => void;
}

/** Who changed the table, when, why and what; any state can be brought back. */
export function HistorySection({ detail, readOnly, onRestored }: Props) {
  const t = useTablesText();
  const format = useFormat();
  const { name, revision } = detail;
  const history = useQuery(apiQuery('tableHistory', { params: { name }, query: { limit: 50 } }));
  const restore = useApiChange('restoreTable', ['tables', 'tableHistory']);
  const [open, setOpen] = useState<number>();
  const bringBack = (entry: TableHistoryEntry) =>
    restore.mutate(
      { params: { name }, body: { revision: entry.revision, baseRevision: revision } },
      { onSuccess: (saved) => onRestored(saved, t('tables.restoreDone', { restored: entry.revision, revision: saved.revision })) },
    );
  return (
    <Section title={t('tables.history')}>
      <QueryView query={history}>
        {({ items }) => (
          <Rows
            label={t('tables.history')}
            head={[t('tables.revision'), t('tables.when'), t('tables.by'), t('tables.why'), t('tables.what')]}
            empty={t('tables.historyNone')}
            rows={items.map((entry) => ({
              key: String(entry.revision),
              cells: [
                entry.revision,
                format.dateTime(entry.savedAtMs),
                entry.savedBy.name,
                entry.note ?? '',
                <Group key="what" gap="xs">
                  <What entry={entry} />
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-expanded={open === entry.revision}
                    aria-label={t('tables.showChanges', { revision: entry.revision })}
                    onClick={() => setOpen(open === entry.revision ? undefined : entry.revision)}
                  >
                    …
                  </Button>
                  {!readOnly && entry.revision !== revision && !entry.removed && (
                    <Button size="compact-xs" variant="default" loading={restore.isPending} onClick={() => bringBack(entry)}>
                      {t('tables.restore', { revision: entry.revision })}
                    </Button>
                  )}
                  {open === entry.revision && <Changes name={name} revision={entry.revision} />}
                </Group>,
              ],
            }))}
          />
        )}
      </QueryView>
      <Outcome error={restore.error} done="" />
    </Section>
  );
}

function What({ entry: { changed, removed, restored } }: { entry: TableHistoryEntry }) {
  const t = useTablesText();
  const { rowsAdded: added, rowsRemoved: gone, cells, columns, settings } = changed;
  const words = removed
    ? t('tables.removedThen')
    : restored !== undefined
      ? t('tables.restored', { revision: restored })
      : t('tables.counts', { added, removed: gone, cells, columns, settings });
  return <Text size="sm">{words}</Text>;
}

function Changes({ name, revision }: { name: string; revision: number }) {
  const state = useQuery(apiQuery('tableState', { params: { name, revision: String(revision) } }));
  return <QueryView query={state}>{({ changes }) => <ChangeList changes={changes} />}</QueryView>;
}
