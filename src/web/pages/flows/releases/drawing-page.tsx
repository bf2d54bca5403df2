import { Anchor, Group, NativeSelect, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { type DiffDrawing, drawDiff } from '../../../../flows/diff-drawing.ts';
import { type DraftFlow, draftLanguages } from '../../../../flows/edit/draft.ts';
import { apiQuery } from '../../../api/queries.ts';
import { pagePaths } from '../../../paths.ts';
import { Loading, QueryView } from '../../../ui/states.tsx';
import { FlowCanvas } from '../editor/canvas.tsx';
import { createEditorStore, type EditorStore } from '../editor/editor-store.ts';
import { layOutBeside } from '../editor/lay-out-beside.ts';
import { EditorContext } from '../editor/use-editor.ts';
import { EditorTexts } from '../editor/words/editor-text.tsx';
import { languageOf } from '../editor/words-language.ts';
import { DrawnChanges } from './drawn-changes.tsx';
import { ReleaseTexts, useReleaseText } from './words/releases-text.tsx';
import '../editor/editor.css';

type State = 'draft' | number;

/** What changed between two releases, or a release and the draft, on the drawing. */
export function DrawingPage() {
  const { flowId } = useParams({ from: '/shell/flows/$flowId/releases/drawing' });
  return (
    <EditorTexts>
      <ReleaseTexts>
        <Compared key={flowId} flowId={flowId} />
      </ReleaseTexts>
    </EditorTexts>
  );
}

function Compared({ flowId }: { flowId: string }) {
  const t = useReleaseText();
  const search = useSearch({ from: '/shell/flows/$flowId/releases/drawing' });
  const flow = useQuery(apiQuery('flow', { params: { id: flowId } }));
  const releases = useQuery(apiQuery('releases', { params: { id: flowId }, query: { limit: 200 } }));
  const name = flow.data?.name ?? flowId;
  const title = t('drawing.title', { name });
  useEffect(() => {
    document.title = `${title} · Relevo`;
  }, [title]);
  const numbers = releases.data?.items.map(({ number }) => number) ?? [];
  const { from = numbers[0] ?? 'draft', to = 'draft' } = search;
  return (
    <div className="editor">
      <div className="editor-bar">
        <Group gap="sm">
          <Anchor renderRoot={(props) => <Link to={pagePaths.releases} params={{ flowId }} {...props} />} size="sm">
            ← {t('drawing.back')}
          </Anchor>
          <Title order={1}>{title}</Title>
        </Group>
        <States flowId={flowId} numbers={numbers} from={from} to={to} />
      </div>
      <QueryView query={releases}>{() => <Both flowId={flowId} from={from} to={to} />}</QueryView>
    </div>
  );
}

interface Pair {
  readonly flowId: string;
  readonly from: State;
  readonly to: State;
}

function States({ flowId, numbers, from, to }: Pair & { numbers: readonly number[] }) {
  const t = useReleaseText();
  const navigate = useNavigate();
  const states = [
    { value: 'draft', label: t('releases.draft') },
    ...numbers.map((number) => ({ value: String(number), label: t('releases.release', { number }) })),
  ];
  const stateOf = (text: string): State => (text === 'draft' ? text : Number(text));
  const compare = (pair: { from: State; to: State }) =>
    void navigate({ to: pagePaths.releaseDrawing, params: { flowId }, search: pair, replace: true });
  return (
    <Group gap="sm">
      <NativeSelect
        size="xs"
        aria-label={t('releases.diffFrom')}
        data={states}
        value={String(from)}
        onChange={({ currentTarget }) => compare({ from: stateOf(currentTarget.value), to })}
      />
      <span aria-hidden="true">→</span>
      <NativeSelect
        size="xs"
        aria-label={t('releases.diffTo')}
        data={states}
        value={String(to)}
        onChange={({ currentTarget }) => compare({ from, to: stateOf(currentTarget.value) })}
      />
    </Group>
  );
}

/** A release never changes; the draft is looked at as it is when the page is opened. */
const FRESH = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false } as const;

function useFlowAt(flowId: string, state: State) {
  const draft = useQuery({ ...apiQuery('draft', { params: { id: flowId } }), ...FRESH, enabled: state === 'draft' });
  const release = useQuery({
    ...apiQuery('release', { params: { id: flowId, number: String(state) } }),
    ...FRESH,
    enabled: state !== 'draft',
  });
  const { data, error, isPending, refetch } = state === 'draft' ? draft : release;
  return { data: data?.flow as DraftFlow | undefined, error, isPending, refetch };
}

function Both({ flowId, from, to }: Pair) {
  const before = useFlowAt(flowId, from);
  const after = useFlowAt(flowId, to);
  return (
    <QueryView query={before}>{(old) => <QueryView query={after}>{(now) => <Drawn before={old} after={now} />}</QueryView>}</QueryView>
  );
}

/** A drawing that is only looked at: it begins at the first box that changed. */
function storeOf(drawing: DiffDrawing, found: Awaited<ReturnType<typeof layOutBeside>>): EditorStore {
  const store = createEditorStore(drawing.flow, found, languageOf(draftLanguages(drawing.flow)), () => performance.now());
  const [first] = Object.keys(drawing.diff.boxes);
  store.set({ readOnly: true, overlay: { kind: 'diff', drawing }, ...(first !== undefined && { look: { key: first } }) });
  return store;
}

function Drawn({ before, after }: { before: DraftFlow; after: DraftFlow }) {
  const t = useReleaseText();
  const drawing = useMemo(() => drawDiff(before, after), [before, after]);
  const [opened, setOpened] = useState<{ drawing: DiffDrawing; store: EditorStore }>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let left = false;
    layOutBeside(drawing.flow).then(
      (found) => !left && setOpened({ drawing, store: storeOf(drawing, found) }),
      (thrown: unknown) => !left && setError(thrown),
    );
    return () => {
      left = true;
    };
  }, [drawing]);
  if (error) throw error;
  if (opened?.drawing !== drawing) return <Loading />;
  return (
    <EditorContext value={opened.store}>
      <div className="diff-panes">
        <div className="editor-middle">
          <FlowCanvas />
        </div>
        <section className="editor-aside" aria-label={t('drawing.list')}>
          <DrawnChanges drawing={drawing} />
        </section>
      </div>
    </EditorContext>
  );
}
