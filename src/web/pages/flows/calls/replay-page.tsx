import { Alert, Anchor, Badge, Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { apiQuery } from '../../../api/queries.ts';
import { useLanguage } from '../../../messages/language.tsx';
import { pagePaths } from '../../../paths.ts';
import { useFormat } from '../../../ui/format.ts';
import { Loading, PageProblem } from '../../../ui/states.tsx';
import { FlowCanvas } from '../editor/canvas.tsx';
import { createEditorStore, type EditorStore } from '../editor/editor-store.ts';
import { layOutBeside } from '../editor/lay-out-beside.ts';
import { EditorContext } from '../editor/use-editor.ts';
import { EditorTexts } from '../editor/words/editor-text.tsx';
import { CallerSection } from './caller-section.tsx';
import { MomentList } from './moment-list.tsx';
import { walkUpTo } from './replay-walk.ts';
import { useWalk } from './use-walk.ts';
import { useWays } from './use-ways.ts';
import { CallTexts, useCallText } from './words/calls-text.tsx';
import '../editor/editor.css';
import '../try/try.css';
import './calls.css';

type Replay = ApiAnswer<'callReplay'>;

/** A real call, walked on the drawing of the release that it ran. */
export function ReplayPage() {
  return (
    <EditorTexts>
      <CallTexts>
        <ReplayOf />
      </CallTexts>
    </EditorTexts>
  );
}

function ReplayOf() {
  const { flowId, callId } = useParams({ from: '/shell/flows/$flowId/calls/$callId' });
  const { at } = useSearch({ from: '/shell/flows/$flowId/calls/$callId' });
  const still = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } as const;
  const replay = useQuery({ ...apiQuery('callReplay', { params: { id: flowId, callId }, query: { atMs: at } }), ...still });
  const number = replay.data?.release;
  const release = useQuery({
    ...apiQuery('release', { params: { id: flowId, number: String(number) } }),
    ...still,
    enabled: replay.data?.isReleaseKept === true,
  });
  const problem = replay.error ?? release.error;
  if (problem) return <PageProblem error={problem} onRetry={() => void Promise.all([replay.refetch(), release.refetch()])} />;
  if (!replay.data || (replay.data.isReleaseKept && !release.data)) return <Loading />;
  return <Walk replay={replay.data} flow={release.data?.flow as DraftFlow | undefined} />;
}

/** The drawing of a release, for looking only. */
function useDrawing(flow: DraftFlow | undefined, language: string | undefined): EditorStore | undefined {
  const [store, setStore] = useState<EditorStore>();
  useEffect(() => {
    if (!flow) return undefined;
    let left = false;
    void layOutBeside(flow).then((found) => {
      if (left) return;
      const drawn = createEditorStore(flow, found, language ?? '', () => performance.now());
      drawn.set({ readOnly: true });
      setStore(drawn);
    });
    return () => {
      left = true;
    };
  }, [flow, language]);
  return store;
}

function Walk({ replay, flow }: { replay: Replay; flow: DraftFlow | undefined }) {
  const t = useCallText();
  const { moments, startedAtMs } = replay;
  const walk = useWalk(moments);
  const [shown, setShown] = useState<ApiAnswer<'showCaller'>>();
  const store = useDrawing(flow, replay.language);
  const { current } = walk;
  const wayOf = useWays(flow, replay.language);
  useEffect(() => {
    const overlay = walkUpTo(moments, current);
    store?.set({ overlay, ...(overlay.at !== undefined && { look: { key: overlay.at.replace(' ', '/') } }) });
  }, [store, moments, current]);
  const drawing = useMemo(
    () =>
      store && (
        <EditorContext value={store}>
          <FlowCanvas />
        </EditorContext>
      ),
    [store],
  );
  return (
    <div className="editor">
      <Bar replay={replay} walk={walk} />
      <div className="editor-panes replay-panes">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside take the keys; this hears them for all of them */}
        <div className="replay-list" onKeyDown={walk.onKeys}>
          <MomentList moments={moments} startedAtMs={startedAtMs} current={current} wayOf={wayOf} shown={shown} onCurrent={walk.go} />
        </div>
        <div className="editor-middle">{replay.isReleaseKept ? (drawing ?? <Loading />) : <Gone />}</div>
        <aside className="editor-aside try-panel" aria-label={t('replay.about')}>
          <About replay={replay} />
          <CallerSection replay={replay} shown={shown} onShown={setShown} />
          <Offers offers={replay.offers} />
        </aside>
      </div>
    </div>
  );
}

function Gone() {
  const t = useCallText();
  return (
    <Alert color="yellow" m="md">
      {t('replay.gone')}
    </Alert>
  );
}

function Bar({ replay, walk }: { replay: Replay; walk: ReturnType<typeof useWalk> }) {
  const t = useCallText();
  const format = useFormat();
  const title = t('replay.title', { at: format.dateTime(replay.startedAtMs) });
  useEffect(() => {
    document.title = `${title} · Relevo`;
  }, [title]);
  const count = replay.moments.length;
  return (
    <div className="editor-bar">
      <Group gap="sm">
        <Anchor renderRoot={(props) => <Link to={pagePaths.calls} params={{ flowId: replay.flowId }} {...props} />} size="sm">
          ← {t('replay.all')}
        </Anchor>
        <Title order={1}>{title}</Title>
        <Badge variant="light">{t('replay.release', { number: replay.release })}</Badge>
        <Badge variant="light">{t(`calls.result.${replay.result}`)}</Badge>
      </Group>
      <Group gap={6} role="toolbar" aria-label={t('replay.tools')} onKeyDown={walk.onArrows}>
        <Text size="sm" role="status">
          {t('replay.at', { n: Math.min(walk.current + 1, count), count })}
        </Text>
        <Button size="compact-sm" variant="default" disabled={walk.current === 0} onClick={() => walk.go(walk.current - 1)}>
          {t('replay.back')}
        </Button>
        <Button size="compact-sm" onClick={walk.toggle}>
          {t(walk.playing ? 'replay.pause' : 'replay.play')}
        </Button>
        <Button size="compact-sm" variant="default" disabled={walk.current >= count - 1} onClick={() => walk.go(walk.current + 1)}>
          {t('replay.forward')}
        </Button>
      </Group>
    </div>
  );
}

function About({ replay }: { replay: Replay }) {
  const t = useCallText();
  const format = useFormat();
  const rows = [
    [t('calls.length'), replay.endedAtMs === undefined ? '' : format.stopwatch((replay.endedAtMs - replay.startedAtMs) / 1000)],
    [t('calls.entry'), replay.entryNumber ?? ''],
    [t('calls.language'), replay.language === undefined ? '' : format.language(replay.language)],
    [t('replay.intent'), replay.intent ?? ''],
  ].filter(([, value]) => value !== '');
  const [chat] = replay.chatIds;
  return (
    <section>
      <Title order={2} size="h4">
        {t('replay.about')}
      </Title>
      <dl className="replay-about">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {replay.isReleaseKept && (
        <Text size="xs" c="dimmed">
          {t('replay.words', { number: replay.release })}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t('replay.keys')}
      </Text>
      {chat !== undefined && (
        <Anchor renderRoot={(props) => <Link to={pagePaths.desk} search={{ chat }} {...props} />} size="sm">
          {t('replay.chat')}
        </Anchor>
      )}
    </section>
  );
}

function Offers({ offers }: { offers: Replay['offers'] }) {
  const t = useCallText();
  const { language } = useLanguage();
  if (offers.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4">
        {t('replay.offers')}
      </Title>
      {offers.map((offer) => (
        <div key={`${offer.step} ${offer.atMs}`}>
          <Text size="sm" fw={600}>
            {offer.head[language]}
          </Text>
          <ul className="try-records">
            {offer.rules
              .filter(({ verdict }) => verdict === 'against')
              .map(({ rule, sentence }) => (
                <li key={rule}>{sentence[language]}</li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
