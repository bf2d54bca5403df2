import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiQuery } from '../../../api/queries.ts';
import { pagePaths } from '../../../paths.ts';
import { QueryView } from '../../../ui/states.tsx';
import { Section } from '../../settings/section.tsx';
import { ChangeList } from './change-list.tsx';
import { useReleaseText } from './words/releases-text.tsx';

export interface Compared {
  /** The number of a release, or draft. */
  readonly from: string;
  readonly to: string;
}

interface Props {
  readonly flowId: string;
  readonly numbers: readonly number[];
  readonly compared: Compared;
  readonly onCompare: (compared: Compared) => void;
}

/** As the address has it. */
function stateOf(text: string): 'draft' | number {
  return text === 'draft' ? text : Number(text);
}

/** What changed between two releases, or a release and the draft, in words. */
export function DiffSection({ flowId, numbers, compared, onCompare }: Props) {
  const t = useReleaseText();
  const states = [
    { value: 'draft', label: t('releases.draft') },
    ...numbers.map((number) => ({ value: String(number), label: t('releases.release', { number }) })),
  ];
  const diff = useQuery(apiQuery('flowDiff', { params: { id: flowId }, query: { ...compared } }));
  return (
    <Section title={t('releases.diff')} id="diff">
      <Group my="xs" align="flex-end">
        <NativeSelect
          label={t('releases.diffFrom')}
          data={states}
          value={compared.from}
          onChange={(event) => onCompare({ ...compared, from: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('releases.diffTo')}
          data={states}
          value={compared.to}
          onChange={(event) => onCompare({ ...compared, to: event.currentTarget.value })}
        />
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link
              to={pagePaths.releaseDrawing}
              params={{ flowId }}
              search={{ from: stateOf(compared.from), to: stateOf(compared.to) }}
              {...props}
            />
          )}
        >
          {t('releases.diffDraw')}
        </Button>
      </Group>
      {!diff.isPending && (
        <QueryView query={diff}>
          {({ changes, boxes }) => (
            <>
              {changes.length === 0 && <Text size="sm">{t('releases.diffNone')}</Text>}
              {changes.length > 0 && <ChangeList changes={changes} label={t('releases.diff')} />}
              <Moved count={Object.values(boxes).filter((box) => box === 'moved').length} />
            </>
          )}
        </QueryView>
      )}
    </Section>
  );
}

function Moved({ count }: { count: number }) {
  const t = useReleaseText();
  if (count === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('releases.diffMoved', { count })}
    </Text>
  );
}
