import { Anchor, Badge, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { apiQuery } from '../../../api/queries.ts';
import { pagePaths } from '../../../paths.ts';
import { useFormat } from '../../../ui/format.ts';
import { NewerOlder } from '../../../ui/newer-older.tsx';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/states.tsx';
import { Rows } from '../../settings/section.tsx';
import { CallTexts, useCallText } from './words/calls-text.tsx';

type Call = ApiAnswer<'flowCalls'>['items'][number];

const PERIODS = ['1', '7', '30', '90'] as const;
const RESULTS = ['live', 'whatsapp', 'person', 'voicemail', 'callback', 'abandoned', 'failed-over', 'ended'] as const;
const SHOWN = 50;
const NOTHING = { days: '1', result: '', release: '', step: '' };

/** The real calls of a flow. */
export function CallsPage() {
  const { flowId } = useParams({ from: '/shell/flows/$flowId/calls' });
  return (
    <CallTexts>
      <Calls key={flowId} flowId={flowId} />
    </CallTexts>
  );
}

function Calls({ flowId }: { flowId: string }) {
  const t = useCallText();
  const format = useFormat();
  const flow = useQuery(apiQuery('flow', { params: { id: flowId } }));
  const [wanted, setWanted] = useState(NOTHING);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = useQuery(
    apiQuery('flowCalls', {
      params: { id: flowId },
      query: {
        days: Number(wanted.days),
        limit: SHOWN,
        result: wanted.result || undefined,
        release: wanted.release === '' ? undefined : Number(wanted.release),
        step: wanted.step.trim() || undefined,
        cursor: cursors.at(-1),
      },
    }),
  );
  const links = (
    <Anchor renderRoot={(props) => <Link to={pagePaths.flow} params={{ flowId }} {...props} />} size="sm">
      ← {t('calls.flow')}
    </Anchor>
  );
  return (
    <Page title={t('calls.title', { name: flow.data?.name ?? flowId })} hint={t('calls.hint')} actions={links}>
      <Filters
        flowId={flowId}
        wanted={wanted}
        onWanted={(next) => {
          setWanted(next);
          setCursors([]);
        }}
      />
      <QueryView query={query}>
        {({ items, next, logSinceMs }) => (
          <Stack>
            <CallRows flowId={flowId} calls={items} />
            <Group justify="space-between">
              <NewerOlder cursors={cursors} next={next} onCursors={setCursors} />
              {logSinceMs !== undefined && (
                <Text size="sm" c="dimmed">
                  {t('calls.since', { at: format.dateTime(logSinceMs) })}
                </Text>
              )}
            </Group>
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Filters({ flowId, wanted, onWanted }: { flowId: string; wanted: typeof NOTHING; onWanted: (wanted: typeof NOTHING) => void }) {
  const t = useCallText();
  const releases = useQuery(apiQuery('releases', { params: { id: flowId }, query: { limit: 200 } }));
  const [step, setStep] = useState(wanted.step);
  const set = (field: keyof typeof NOTHING) => (event: { currentTarget: { value: string } }) =>
    onWanted({ ...wanted, [field]: event.currentTarget.value });
  return (
    <form
      aria-label={t('calls.filters')}
      onSubmit={(event) => {
        event.preventDefault();
        onWanted({ ...wanted, step });
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <NativeSelect
          label={t('calls.period')}
          value={wanted.days}
          onChange={set('days')}
          data={PERIODS.map((value) => ({ value, label: t('calls.days', { days: Number(value) }) }))}
        />
        <NativeSelect
          label={t('calls.result')}
          value={wanted.result}
          onChange={set('result')}
          data={[{ value: '', label: t('calls.any') }, ...RESULTS.map((value) => ({ value, label: t(`calls.result.${value}`) }))]}
        />
        <NativeSelect
          label={t('calls.release')}
          value={wanted.release}
          onChange={set('release')}
          data={[
            { value: '', label: t('calls.allReleases') },
            ...(releases.data?.items ?? []).map(({ number }) => ({ value: String(number), label: String(number) })),
          ]}
        />
        <TextInput
          label={t('calls.step')}
          value={step}
          onChange={(event) => setStep(event.currentTarget.value)}
          onBlur={() => step !== wanted.step && onWanted({ ...wanted, step })}
        />
      </SimpleGrid>
    </form>
  );
}

function CallRows({ flowId, calls }: { flowId: string; calls: readonly Call[] }) {
  const t = useCallText();
  const format = useFormat();
  const link = ({ callId, startedAtMs }: Call) => (
    <Anchor
      key="when"
      size="sm"
      aria-label={t('calls.one', { at: format.dateTime(startedAtMs) })}
      renderRoot={(props) => <Link to={pagePaths.call} params={{ flowId, callId }} search={{ at: startedAtMs }} {...props} />}
    >
      {format.dateTime(startedAtMs)}
    </Anchor>
  );
  return (
    <Rows
      label={t('calls.open')}
      head={[
        t('calls.when'),
        t('calls.length'),
        t('calls.result'),
        t('calls.caller'),
        t('calls.entry'),
        t('calls.language'),
        t('calls.release'),
        t('calls.last'),
      ]}
      empty={t('calls.none')}
      rows={calls.map((call) => ({
        key: call.callId,
        cells: [
          link(call),
          call.endedAtMs === undefined ? '' : format.stopwatch((call.endedAtMs - call.startedAtMs) / 1000),
          <Badge key="result" variant="light">
            {t(`calls.result.${call.result}`)}
          </Badge>,
          call.caller ?? t('calls.noNumber'),
          call.entryNumber ?? '',
          call.language === undefined ? '' : format.language(call.language),
          String(call.release),
          call.lastStep ?? '',
        ],
      }))}
    />
  );
}
