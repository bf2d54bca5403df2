import { Group, Select, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { apiQuery } from '../../../api/queries.ts';
import { HeadAndRows } from '../../../ui/head-and-rows.tsx';
import { QueryView } from '../../../ui/states.tsx';
import { useEditorText } from '../editor/words/editor-text.tsx';
import './try.css';

type Traffic = ApiAnswer<'flowTraffic'>;

const PERIODS = ['1', '7', '30', '90'] as const;

function StepsTable({ traffic }: { traffic: Traffic }) {
  const t = useEditorText();
  const rows = [...traffic.steps]
    .sort((a, b) => b.entered - a.entered)
    .map(({ side, step, entered, hungUp }) => ({
      key: `${side} ${step}`,
      cells: [step, t(`editor.side.${side}`), String(entered), side === 'call' ? String(hungUp) : ''],
    }));
  return (
    <Table aria-label={t('traffic.title')}>
      <HeadAndRows head={[t('traffic.step'), t('traffic.side'), t('traffic.entered'), t('traffic.hungUp')]} rows={rows} />
    </Table>
  );
}

/** How many people took each arrow in a period, drawn as thickness; the table says the same. */
export function TrafficPanel({ flowId, onTraffic }: { flowId: string; onTraffic: (traffic: Traffic | undefined) => void }) {
  const t = useEditorText();
  const [days, setDays] = useState('7');
  const [release, setRelease] = useState<string | null>(null);
  const releases = useQuery(apiQuery('releases', { params: { id: flowId }, query: {} }));
  const query = useQuery(
    apiQuery('flowTraffic', {
      params: { id: flowId },
      query: { days: Number(days), ...(release !== null && { release: Number(release) }) },
    }),
  );
  const { data } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is done with it may be a new function each time
  useEffect(() => onTraffic(data), [data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawing is left as it was, once
  useEffect(() => () => onTraffic(undefined), []);
  return (
    <section className="editor-aside try-panel" aria-label={t('traffic.title')}>
      <Title order={2}>{t('traffic.title')}</Title>
      <Text size="sm">{t('traffic.hint')}</Text>
      <Group gap="xs" grow>
        <Select
          label={t('traffic.period')}
          value={days}
          allowDeselect={false}
          data={PERIODS.map((value) => ({ value, label: t('traffic.days', { days: Number(value) }) }))}
          onChange={(value) => value && setDays(value)}
        />
        <Select
          label={t('traffic.release')}
          placeholder={t('traffic.allReleases')}
          clearable
          value={release}
          data={(releases.data?.items ?? []).map(({ number }) => String(number))}
          onChange={setRelease}
        />
      </Group>
      <QueryView query={query}>
        {(traffic) => (
          <>
            <Text size="sm" role="status">
              {t('traffic.summary', { calls: traffic.calls, chats: traffic.chats })}
            </Text>
            {traffic.steps.length > 0 && <StepsTable traffic={traffic} />}
          </>
        )}
      </QueryView>
    </section>
  );
}
