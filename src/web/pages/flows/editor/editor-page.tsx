import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { boxKey, type DraftFlow, draftLanguages, draftStep } from '../../../../flows/edit/draft.ts';
import { mergeDrafts } from '../../../../flows/edit/merge-drafts.ts';
import { problemPath } from '../../../../flows/edit/repairs.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { FlowDraft } from '../../../../http/contract/drafts.ts';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { callApi } from '../../../api/call-api.ts';
import { apiQuery } from '../../../api/queries.ts';
import { pagePaths } from '../../../paths.ts';
import { useMay, useMe } from '../../../shell/me.ts';
import { Loading, PageProblem } from '../../../ui/states.tsx';
import { type Autosave, casesOf, createAutosave } from './autosave.ts';
import { FlowCanvas } from './canvas.tsx';
import { ClashDialog } from './clash-dialog.tsx';
import { EditorDialogs } from './dialogs.tsx';
import { createDraftKeeper } from './draft-keeper.ts';
import { EditorBar } from './editor-bar.tsx';
import { openPlace, show } from './editor-commands.ts';
import { createEditorStore, type EditorStore, refOf } from './editor-store.ts';
import { layOutBeside } from './lay-out-beside.ts';
import { Notices } from './notices.tsx';
import { FlowOutline } from './outline.tsx';
import { Publish } from './publish.tsx';
import { useShortcuts } from './shortcuts.ts';
import { StepAside } from './step-aside.tsx';
import { EditorContext, useEditor, useEditorState } from './use-editor.ts';
import { useLiveProblems } from './use-live-problems.ts';
import { usePresence } from './use-presence.ts';
import { EditorTexts } from './words/editor-text.tsx';
import { languageOf } from './words-language.ts';
import './editor.css';

const TryAside = lazy(async () => ({ default: (await import('../try/try-aside.tsx')).TryAside }));
const ProblemList = lazy(async () => ({ default: (await import('./problem-list.tsx')).ProblemList }));

interface Opened {
  readonly store: EditorStore;
  readonly autosave: Autosave;
  readonly beside: BesideFlow;
  readonly library: ApiAnswer<'studioLibrary'>;
}

function besideOf(library: ApiAnswer<'studioLibrary'>): BesideFlow {
  const { templates, refusedTemplates, calendars, parts, recordings, media, tables } = library;
  return { templates, refusedTemplates, recordings: new Map(Object.entries(recordings)), media, tables, library: { calendars, parts } };
}

/** The draft with what this browser kept of earlier edits. */
async function openEditor(draft: FlowDraft, library: ApiAnswer<'studioLibrary'>, userId: string, readOnly: boolean): Promise<Opened> {
  const saved = draft.flow as DraftFlow;
  const keeper = createDraftKeeper(localStorage, userId, draft.flowId);
  const kept = readOnly ? undefined : keeper.load();
  const found = await layOutBeside(saved);
  const store = createEditorStore(saved, found, languageOf(draftLanguages(saved)), () => performance.now());
  store.set({ problems: draft.problems, cases: casesOf(draft), readOnly, save: { kind: 'saved', atMs: draft.savedAtMs } });
  const autosave = createAutosave({ flowId: draft.flowId, store, keeper, revision: draft.revision, flow: saved });
  if (kept) {
    const merged = mergeDrafts(kept.base, kept.flow, saved);
    if (merged.flow !== saved) {
      store.takeOver(merged.flow);
      store.set({ notice: { kind: 'recovered' }, ...(merged.conflicts.length > 0 && { clash: merged }) });
    } else keeper.drop();
  }
  return { store, autosave, beside: besideOf(library), library };
}

/** Which step is looked at, or which setting of the flow, stands in the address. */
function usePlace(store: EditorStore, flowId: string): void {
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/flows/$flowId' });
  const looked = useEditorState((state) => state.selected.at(-1));
  const wanted = search.step === undefined ? undefined : boxKey({ side: search.side === 'chat' ? 'chat' : 'call', step: search.step });
  useEffect(() => {
    if (wanted === undefined || wanted === store.getState().selected.at(-1)) return;
    if (draftStep(store.getState().history.flow, refOf(wanted))) show(store, refOf(wanted));
  }, [store, wanted]);
  const setting = useEditorState((state) => (state.selected.length === 0 ? state.wanted?.join('.') : undefined));
  const { setting: asked } = search;
  useEffect(() => {
    const { selected, wanted: there } = store.getState();
    if (asked === undefined || selected.length > 0 || asked === there?.join('.')) return;
    openPlace(store, problemPath(asked.replace(/\.(\d+)(?=\.|$)/g, '[$1]')));
  }, [store, asked]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const place = looked !== undefined ? { ...refOf(looked) } : setting === undefined ? {} : { setting };
      if (looked !== wanted || setting !== asked) void navigate({ to: pagePaths.flow, params: { flowId }, search: place, replace: true });
    }, 250);
    return () => clearTimeout(timer);
  }, [navigate, flowId, looked, wanted, setting, asked]);
}

function Editor({ opened, flowId }: { opened: Opened; flowId: string }) {
  const { autosave, beside } = opened;
  const store = useEditor();
  const panel = useEditorState((state) => state.panel);
  const name = useEditorState((state) => String(state.history.flow.name ?? flowId));
  const save = useCallback(() => void autosave.saveNow(), [autosave]);
  useEffect(() => autosave.start(), [autosave]);
  useEffect(() => {
    document.title = `${name} · Relevo`;
  }, [name]);
  useLiveProblems(store, beside);
  usePresence(store, autosave, flowId);
  useShortcuts(store, save);
  usePlace(store, flowId);
  const tidy = useCallback(async () => {
    const boxes = await layOutBeside(store.getState().history.flow);
    if (store.edit({ kind: 'move-boxes', boxes })) store.set({ notice: { kind: 'tidied' } });
  }, [store]);
  return (
    <div className="editor">
      <EditorBar onSave={save} onTidy={() => void tidy()}>
        <Publish flowId={flowId} name={name} autosave={autosave} beside={beside} />
      </EditorBar>
      <div className="editor-panes">
        <FlowOutline />
        <div className="editor-middle">
          <FlowCanvas />
          <Notices />
        </div>
        {panel === 'problems' ? (
          <Suspense fallback={<Loading />}>
            <ProblemList beside={beside} />
          </Suspense>
        ) : panel === 'step' ? (
          <StepAside library={opened.library} />
        ) : (
          <Suspense fallback={<Loading />}>
            <TryAside kind={panel} beside={beside} autosave={autosave} flowId={flowId} />
          </Suspense>
        )}
      </div>
      <EditorDialogs />
      <ClashDialog onSettle={autosave.settle} />
    </div>
  );
}

/** One flow, edited on a canvas and in its outline; every change is saved by itself. */
export function EditorPage() {
  return (
    <EditorTexts>
      <EditorOf />
    </EditorTexts>
  );
}

function EditorOf() {
  const { flowId } = useParams({ from: '/shell/flows/$flowId' });
  const { user } = useMe();
  const readOnly = !useMay('flows:edit');
  const fresh = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false } as const;
  // A key of its own: what makes drafts stale elsewhere must not begin the editor anew.
  const draft = useQuery({
    queryKey: ['editor', flowId],
    queryFn: ({ signal }) => callApi('draft', { params: { id: flowId }, signal }),
    ...fresh,
  });
  const library = useQuery({ ...apiQuery('studioLibrary'), ...fresh });
  const [opened, setOpened] = useState<Opened>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (!draft.data || !library.data) return undefined;
    let left = false;
    openEditor(draft.data, library.data, user.id, readOnly).then(
      (editor) => !left && setOpened(editor),
      (thrown: unknown) => !left && setError(thrown),
    );
    return () => {
      left = true;
      setOpened(undefined);
    };
  }, [draft.data, library.data, user.id, readOnly]);
  const problem = draft.error ?? library.error ?? error;
  const editor = useMemo(() => opened && <Editor opened={opened} flowId={flowId} />, [opened, flowId]);
  if (problem) return <PageProblem error={problem} onRetry={() => void Promise.all([draft.refetch(), library.refetch()])} />;
  if (!opened) return <Loading />;
  return <EditorContext value={opened.store}>{editor}</EditorContext>;
}
