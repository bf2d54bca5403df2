import { Table, Text } from '@mantine/core';
import type { Rehearsed } from '../../../../flows/rehearsal.ts';
import { HeadAndRows } from '../../../ui/head-and-rows.tsx';
import { useEditorText } from '../editor/words/editor-text.tsx';

/** What the conversation knows by now, and what is noted of it. */
export function Known({ rehearsed: { variables, intent, language, records } }: { rehearsed: Rehearsed }) {
  const t = useEditorText();
  const rows = [
    { key: ' language', cells: [t('try.known.language'), language ?? ''] },
    { key: ' intent', cells: [t('try.known.intent'), intent ?? t('try.known.nothing')] },
    ...variables.map(({ name, value, hidden }) => ({
      key: name,
      cells: [name, hidden ? t('try.known.hidden') : value === undefined || value === null ? t('try.known.nothing') : String(value)],
    })),
  ];
  return (
    <>
      <Table aria-label={t('try.known')}>
        <HeadAndRows head={[t('try.known.name'), t('try.known.value')]} rows={rows} />
      </Table>
      {records.length > 0 && (
        <>
          <Text size="xs" fw={600} mt="xs">
            {t('try.records')}
          </Text>
          <ul className="try-records">
            {records.map((record, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a note's place is what it is
              <li key={at}>{record}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
