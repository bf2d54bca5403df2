import { Alert, Anchor, Badge, Button, Group, List, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { type KeyboardEvent, useMemo, useReducer, useState } from 'react';
import { diffTables } from '../../../flows/tables/table-diff.ts';
import { hasTableErrors, type TableProblem, tableProblems } from '../../../flows/tables/table-problems.ts';
import type { TableDetail } from '../../../http/contract/tables.ts';
import { ApiProblem } from '../../api/call-api.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useLanguage } from '../../messages/language.tsx';
import { apiPath, pagePaths } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView, useProblemText } from '../../ui/states.tsx';
import { Section } from '../settings/section.tsx';
import { ChangeList } from './change-list.tsx';
import { ColumnsDialog } from './columns-dialog.tsx';
import { columnTitle, editReducer, OTHERWISE, type TableEdit } from './edit-table.ts';
import { HistorySection } from './history-section.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { InUse } from './in-use.tsx';
import { problemText } from './problem-text.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { cellId, TableGrid } from './table-grid.tsx';
import { Uses } from './tables-page.tsx';
import { TablesTexts, useTablesText } from './words/tables-text.tsx';

const PROBLEMS_SHOWN = 20;
const FRESH = { staleTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

/** One table: its rows are edited here, and heard as soon as they are saved. */
export function TablePage() {
  return (
    <TablesTexts>
      <Opened />
    </TablesTexts>
  );
}

function Opened() {
  const { tableName } = useParams({ from: '/shell/tables/$tableName' });
  const detail = useQuery({ ...apiQuery('table', { params: { name: tableName } }), ...FRESH });
  return (
    <QueryView query={detail}>
      {(found) => <Editor key={`${found.name} ${found.revision}`} detail={found} reload={() => detail.refetch()} />}
    </QueryView>
  );
}

type Clash = { readonly theirs: TableDetail } | { readonly gone: true };

function Editor({ detail, reload }: { detail: TableDetail; reload: () => Promise<unknown> }) {
  const t = useTablesText();
  const format = useFormat();
  const { language } = useLanguage();
  const say = useProblemText();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const readOnly = !useMay('tables:edit');
  const [{ table, past, future }, act] = useReducer(editReducer, { table: detail.table, past: [], future: [] });
  const [note, setNote] = useState('');
  const [done, setDone] = useState(readDone(detail));
  const [dialog, setDialog] = useState<'columns' | 'import' | 'remove'>();
  const [clash, setClash] = useState<Clash>();
  const save = useApiChange('saveTable', ['tables', 'tableHistory']);
  const problems = useMemo(() => tableProblems(table), [table]);
  const isChanged = past.length > 0;
  useBlocker({
    shouldBlockFn: () => isChanged && !window.confirm(t('tables.leave')),
    enableBeforeUnload: isChanged,
    disabled: !isChanged,
  });
  const edit = (change: TableEdit, said = '') => {
    act({ kind: 'edit', edit: change });
    setDone(said);
  };
  const keep = (baseRevision: number) =>
    save.mutate(
      { params: { name: table.name }, body: { baseRevision, table, ...(note.trim() !== '' && { note: note.trim() }) } },
      {
        onSuccess: (saved) => {
          act({ kind: 'open', table: saved.table });
          doneAfter.set(saved.name, t('tables.saved', { revision: saved.revision }));
          queryClient.setQueryData(apiQuery('table', { params: { name: saved.name } }).queryKey, saved);
        },
        onError: (error) => {
          if (!(error instanceof ApiProblem) || error.code !== 'table-changed') return;
          // Where it can't be had, that it was changed is said all the same.
          theirsOf(detail.name, queryClient).then(setClash, () => setClash(undefined));
        },
      },
    );
  const undo = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    act({ kind: event.shiftKey ? 'redo' : 'undo' });
  };
  const csv = `${apiPath('table', { params: { name: detail.name } })}/rows.csv?separator=${language === 'es' ? 'semicolon' : 'comma'}`;
  return (
    <Page title={table.title} hint={table.note} actions={<BackToAll />}>
      {detail.apart !== undefined && (
        <Alert color="yellow" title={t('tables.apart')}>
          {detail.apart}
        </Alert>
      )}
      <Section title={t('tables.rows')}>
        <Stack gap="sm" onKeyDown={undo}>
          <Group gap="xs">
            {!readOnly && (
              <>
                <Button variant="default" size="xs" disabled={past.length === 0} onClick={() => act({ kind: 'undo' })}>
                  {t('tables.undo')}
                </Button>
                <Button variant="default" size="xs" disabled={future.length === 0} onClick={() => act({ kind: 'redo' })}>
                  {t('tables.redo')}
                </Button>
                <Button variant="default" size="xs" onClick={() => setDialog('columns')}>
                  {t('tables.settings')}
                </Button>
                <Button variant="default" size="xs" onClick={() => setDialog('import')}>
                  {t('tables.import')}
                </Button>
              </>
            )}
            <Button variant="default" size="xs" component="a" href={csv} download>
              {t('tables.export')}
            </Button>
          </Group>
          <TableGrid table={table} problems={problems} readOnly={readOnly} edit={edit} />
          <Problems problems={problems} />
          {!readOnly && (
            <Group align="flex-end">
              <TextInput label={t('tables.note')} value={note} maxLength={300} onChange={(event) => setNote(event.currentTarget.value)} />
              <Button disabled={!isChanged || hasTableErrors(problems)} loading={save.isPending} onClick={() => keep(detail.revision)}>
                {t('tables.save')}
              </Button>
              <Text size="sm" c="dimmed">
                {isChanged ? `${t('tables.unsaved', { count: past.length })}. ${t('tables.saveHint')}` : t('tables.allSaved')}
              </Text>
            </Group>
          )}
          <Text size="sm" role="status" mih="1.35em">
            {done}
          </Text>
          {clash ? (
            <ClashAlert
              clash={clash}
              before={detail}
              onTheirs={async () => {
                act({ kind: 'open', table: detail.table });
                setClash(undefined);
                await reload();
              }}
              onMine={() => {
                const revision = 'theirs' in clash ? clash.theirs.revision : 0;
                setClash(undefined);
                keep(revision);
              }}
            />
          ) : (
            save.error && (
              <Alert role="alert" color="red">
                {say(save.error)}
                <InUse error={save.error} />
              </Alert>
            )
          )}
        </Stack>
      </Section>
      <Section title={t('tables.usedBy')}>
        <Uses uses={detail.usedBy} />
        <Text size="xs" c="dimmed" mt="xs">
          {`${detail.savedBy.userId === 'file' ? t('tables.byFile', { at: format.dateTime(detail.savedAtMs) }) : t('tables.byAt', { name: detail.savedBy.name, at: format.dateTime(detail.savedAtMs) })} · ${t('tables.revision')} ${detail.revision}`}
        </Text>
        {!readOnly && (
          <Button mt="sm" size="xs" variant="default" onClick={() => setDialog('remove')}>
            {t('tables.remove')}
          </Button>
        )}
      </Section>
      <HistorySection
        detail={detail}
        readOnly={readOnly || isChanged}
        onRestored={(saved, said) => {
          doneAfter.set(saved.name, said);
          queryClient.setQueryData(apiQuery('table', { params: { name: saved.name } }).queryKey, saved);
        }}
      />
      {dialog === 'columns' && (
        <ColumnsDialog
          table={table}
          onClose={() => setDialog(undefined)}
          onTake={(settings, renamed) => {
            setDialog(undefined);
            edit({ kind: 'settings', table: settings, renamed });
          }}
        />
      )}
      {dialog === 'import' && (
        <ImportDialog
          table={table}
          onClose={() => setDialog(undefined)}
          onTake={(rows, otherwise) => {
            setDialog(undefined);
            edit({ kind: 'rows', rows, otherwise }, t('tables.imported'));
          }}
        />
      )}
      {dialog === 'remove' && (
        <RemoveDialog
          detail={detail}
          onClose={() => setDialog(undefined)}
          onRemoved={() => void navigate({ to: pagePaths.tables, ignoreBlocker: true })}
        />
      )}
    </Page>
  );
}

/** What is to be said once the page has opened the table anew. */
const doneAfter = new Map<string, string>();

function readDone({ name }: TableDetail): () => string {
  return () => {
    const said = doneAfter.get(name) ?? '';
    doneAfter.delete(name);
    return said;
  };
}

async function theirsOf(name: string, queryClient: ReturnType<typeof useQueryClient>): Promise<Clash> {
  try {
    // Not under the key of the page: what is being edited stays.
    const { queryFn } = apiQuery('table', { params: { name } });
    const theirs = await queryClient.fetchQuery({ queryKey: ['table-theirs', name], queryFn: queryFn as never, staleTime: 0 });
    return { theirs: theirs as TableDetail };
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'table-not-found') return { gone: true };
    throw error;
  }
}

function BackToAll() {
  const t = useTablesText();
  return <Anchor renderRoot={(props) => <Link to={pagePaths.tables} {...props} />}>{t('tables.all')}</Anchor>;
}

function ClashAlert({ clash, before, onTheirs, onMine }: { clash: Clash; before: TableDetail; onTheirs: () => void; onMine: () => void }) {
  const t = useTablesText();
  const format = useFormat();
  const theirs = 'theirs' in clash ? clash.theirs : undefined;
  const title = theirs ? t('tables.clash', { name: theirs.savedBy.name, at: format.dateTime(theirs.savedAtMs) }) : t('tables.clashGone');
  return (
    <Alert role="alert" color="red" title={title}>
      <Stack gap="xs" align="flex-start">
        {theirs && (
          <>
            <Text size="sm">{t('tables.clashWhat')}</Text>
            <ChangeList changes={diffTables(before.table, theirs.table)} />
          </>
        )}
        <Group>
          {theirs && (
            <Button variant="default" onClick={onTheirs}>
              {t('tables.clashTheirs')}
            </Button>
          )}
          <Button color="red" onClick={onMine}>
            {t('tables.clashMine')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Problems({ problems }: { problems: readonly TableProblem[] }) {
  const t = useTablesText();
  if (problems.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('tables.noProblems')}
      </Text>
    );
  }
  return (
    <Paper withBorder p="xs" component="section" aria-label={t('tables.problems')}>
      <List size="sm">
        {problems.slice(0, PROBLEMS_SHOWN).map((problem) => (
          <List.Item key={JSON.stringify(problem)}>
            <Badge size="xs" mr={6} color={problem.severity === 'error' ? 'red' : 'yellow'} variant="light" autoContrast>
              {t(`severity.${problem.severity}`)}
            </Badge>
            <ProblemPlace problem={problem} /> {problemText(t, problem)}
          </List.Item>
        ))}
      </List>
      {problems.length > PROBLEMS_SHOWN && <Text size="sm">{t('tables.moreProblems', { count: problems.length - PROBLEMS_SHOWN })}</Text>}
    </Paper>
  );
}

/** Where it is; a click leads there, if the row is shown. */
function ProblemPlace({ problem: { row, column, language } }: { problem: TableProblem }) {
  const t = useTablesText();
  const words = [
    row === undefined ? '' : row === 'otherwise' ? t('tables.otherwise') : t('tables.row', { row: row + 1 }),
    column === undefined ? '' : columnTitle({ name: column }),
    language ?? '',
  ].filter((word) => word !== '');
  if (words.length === 0) return null;
  if (row === undefined || column === undefined) return <>{words.join(', ')}:</>;
  const at = row === 'otherwise' ? OTHERWISE : row;
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => document.getElementById(cellId(at, column, language))?.focus()}>
      {words.join(', ')}:
    </Anchor>
  );
}
