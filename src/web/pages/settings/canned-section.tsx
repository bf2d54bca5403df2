import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CannedReplyEntry, CannedWording } from '../../../http/contract/desk-settings.ts';
import { apiQuery } from '../../api/queries.ts';
import { LANGUAGES, useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { QueryView } from '../../ui/states.tsx';
import { CannedDialog } from './canned-dialog.tsx';
import { Outcome, Rows, Section } from './section.tsx';

/** The languages a reply can be written in: those of the flows, of the replies there are, and of the pages. */
function useReplyLanguages(entries: readonly CannedReplyEntry[]): string[] {
  const { data } = useQuery(apiQuery('flows', { query: { limit: 200 } }));
  const ofFlows = (data?.items ?? []).flatMap(({ languages }) => languages);
  const ofReplies = entries.flatMap(({ wordings }) => wordings.map(({ language }) => language));
  return [...new Set([...ofFlows, ...LANGUAGES, ...ofReplies])];
}

function WordingLine({ wording }: { wording: CannedWording }) {
  return (
    <div>
      <Group gap={6}>
        <Badge color="gray">{wording.language.toUpperCase()}</Badge>
        <Text size="sm" fw={600}>
          {wording.title}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {wording.text}
      </Text>
    </div>
  );
}

/** What the section shows. */
export const cannedQuery = apiQuery('cannedReplies');

/** The ready-made replies of the desk; supervisors and administrators change them. */
export function CannedSection() {
  const t = useText();
  const replies = useQuery(cannedQuery);
  return (
    <Section title={t('canned.title')} hint={t('canned.hint')}>
      <QueryView query={replies}>{({ items }) => <Replies entries={items} />}</QueryView>
    </Section>
  );
}

function Replies({ entries }: { entries: readonly CannedReplyEntry[] }) {
  const t = useText();
  const mayChange = useMay('desk:configure');
  const languages = useReplyLanguages(entries);
  const addButton = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLElement>(null);
  const [edited, setEdited] = useState<CannedReplyEntry | 'new'>();
  const [done, setDone] = useState('');
  return (
    <Stack gap="sm">
      <Rows
        label={t('canned.title')}
        head={[t('canned.shortcut'), t('canned.wordings'), t('settings.actions')]}
        empty={t('canned.none')}
        rows={entries.map((entry) => ({
          key: entry.shortcut,
          cells: [
            <Code key="shortcut">/{entry.shortcut}</Code>,
            <Stack key="wordings" gap={6}>
              {entry.wordings.map((wording) => (
                <WordingLine key={wording.language} wording={wording} />
              ))}
            </Stack>,
            mayChange && (
              <Button
                key="edit"
                variant="default"
                size="compact-sm"
                aria-label={t('canned.editOne', { shortcut: entry.shortcut })}
                onClick={(event) => {
                  opener.current = event.currentTarget;
                  setEdited(entry);
                }}
              >
                {t('canned.edit')}
              </Button>
            ),
          ],
        }))}
      />
      {mayChange && (
        <Group>
          <Button ref={addButton} variant="default" onClick={() => setEdited('new')}>
            {t('canned.add')}
          </Button>
        </Group>
      )}
      <Outcome error={undefined} done={done} />
      {edited && (
        <CannedDialog
          entry={edited === 'new' ? undefined : edited}
          taken={entries.map(({ shortcut }) => shortcut)}
          languages={languages}
          onClose={(said) => {
            setEdited(undefined);
            if (said !== undefined) setDone(said);
            (opener.current?.isConnected ? opener.current : addButton.current)?.focus();
            opener.current = null;
          }}
        />
      )}
    </Stack>
  );
}
