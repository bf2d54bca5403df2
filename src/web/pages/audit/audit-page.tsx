import { Anchor, Badge, Button, Code, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AUDIT_ACTION_NAMES, type AuditEntryView } from '../../../http/contract/audit.ts';
import { apiQuery } from '../../api/queries.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { NewerOlder } from '../../ui/newer-older.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/states.tsx';
import { Rows, Section } from '../settings/section.tsx';

const NOTHING = { who: '', action: '', object: '', from: '', to: '' };
type Search = typeof NOTHING;
const SHOWN = 50;
const DAY_MS = 86_400_000;
const COLOUR = { done: 'teal', refused: 'yellow', failed: 'red', begun: 'gray' } as const;

function startOf(day: string): number | undefined {
  const atMs = day === '' ? Number.NaN : new Date(`${day}T00:00:00`).getTime();
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** What is asked for, as the API takes it; days are those of the browser. */
function queryOf({ who, action, object, from, to }: Search) {
  const toMs = startOf(to);
  return {
    who: who.trim() || undefined,
    action: action || undefined,
    object: object.trim() || undefined,
    fromMs: startOf(from),
    toMs: toMs === undefined ? undefined : toMs + DAY_MS - 1,
  };
}

function exportAddress(search: Search, format: 'csv' | 'ndjson'): string {
  const given = Object.entries({ ...queryOf(search), format }).filter(([, value]) => value !== undefined);
  return `/api/audit/export?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

function SearchForm({ onSearch }: { onSearch: (search: Search) => void }) {
  const t = useText();
  const [draft, setDraft] = useState(NOTHING);
  const set = (field: keyof Search) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(draft);
  };
  return (
    <form onSubmit={submit} aria-label={t('audit.search')}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 5 }}>
        <TextInput label={t('audit.who')} value={draft.who} onChange={set('who')} />
        <NativeSelect
          label={t('audit.what')}
          value={draft.action}
          onChange={set('action')}
          data={[
            { value: '', label: t('audit.everything') },
            ...AUDIT_ACTION_NAMES.map((value) => ({ value, label: t(`audit.action.${value}`) })),
          ]}
        />
        <TextInput label={t('audit.object')} description={t('audit.object.hint')} value={draft.object} onChange={set('object')} />
        <TextInput label={t('audit.fromDay')} type="date" value={draft.from} onChange={set('from')} />
        <TextInput label={t('audit.toDay')} type="date" value={draft.to} onChange={set('to')} />
      </SimpleGrid>
      <Group mt="sm">
        <Button type="submit">{t('audit.find')}</Button>
        <Anchor size="sm" href={exportAddress(draft, 'csv')} download>
          {t('audit.csv')}
        </Anchor>
        <Anchor size="sm" href={exportAddress(draft, 'ndjson')} download>
          {t('audit.ndjson')}
        </Anchor>
      </Group>
    </form>
  );
}

function Ref({ of }: { of: { kind: string; id: string; name?: string | undefined } | undefined }) {
  const optional = useOptionalText();
  if (!of) return null;
  return (
    <div>
      <Text size="sm">{of.name ?? optional(`audit.kind.${of.kind}`, of.kind)}</Text>
      {of.id && <Code>{of.id}</Code>}
    </div>
  );
}

function Entries({ entries }: { entries: readonly AuditEntryView[] }) {
  const t = useText();
  const format = useFormat();
  const optional = useOptionalText();
  return (
    <Rows
      label={t('nav.audit')}
      head={['#', t('audit.when'), t('audit.who'), t('audit.what'), t('audit.object'), t('audit.from'), t('audit.why'), t('audit.ended')]}
      empty={t('audit.none')}
      rows={entries.map((entry) => ({
        key: String(entry.seq),
        cells: [
          entry.seq,
          format.dateTime(entry.atMs),
          <Ref key="who" of={entry.who} />,
          optional(`audit.action.${entry.action}`, entry.action),
          <Ref key="object" of={entry.object} />,
          entry.from ?? '',
          entry.why ?? '',
          <div key="outcome">
            <Badge color={COLOUR[entry.outcome]}>{t(`audit.outcome.${entry.outcome}`)}</Badge>
            {entry.code && <Text size="xs">{optional(`error.${entry.code}`, entry.code)}</Text>}
          </div>,
        ],
      }))}
    />
  );
}

/** Who did what, when, from where and why: searched, paged, taken away. */
export function AuditPage() {
  const t = useText();
  const format = useFormat();
  const [search, setSearch] = useState(NOTHING);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const found = useQuery(apiQuery('audit', { query: { ...queryOf(search), limit: SHOWN, cursor } }));
  return (
    <Page title={t('nav.audit')} hint={t('audit.hint')}>
      <Stack gap="md">
        <Section title={t('audit.search')}>
          <SearchForm
            onSearch={(next) => {
              setSearch(next);
              setCursors([]);
            }}
          />
        </Section>
        <Section title={t('audit.entries')}>
          <QueryView query={found}>
            {({ items, next, searchedToMs }) => (
              <Stack gap="xs">
                <Entries entries={items} />
                {searchedToMs !== undefined && <Text size="sm">{t('audit.searchedTo', { at: format.dateTime(searchedToMs) })}</Text>}
                <NewerOlder cursors={cursors} next={next} onCursors={setCursors} />
              </Stack>
            )}
          </QueryView>
        </Section>
      </Stack>
    </Page>
  );
}
