import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { draftStep, type StepRef } from '../../../../flows/edit/draft.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { apiQuery } from '../../../api/queries.ts';
import { useMay } from '../../../shell/me.ts';
import type { PanelLibrary } from '../panel/panel-scene.ts';
import { openPlace, show } from './editor-commands.ts';
import { refOf } from './editor-store.ts';
import { useEditor, useEditorState } from './use-editor.ts';

const StepPanel = lazy(async () => ({ default: (await import('../panel/step-panel.tsx')).StepPanel }));

const FlowSettings = lazy(async () => ({ default: (await import('../settings/flow-settings.tsx')).FlowSettings }));

type Library = ApiAnswer<'studioLibrary'>;
const NO_PROBLEMS: readonly FlowProblem[] = [];

/** What steps may name; whether templates are approved is told to who may see the settings. */
function usePanelLibrary({ templates, recordings, media, teams, calendars, parts, tables }: Library): PanelLibrary {
  const settings = useQuery({ ...apiQuery('settings'), enabled: useMay('settings:read') });
  const approvals = settings.data?.templates;
  return useMemo(
    () => ({ templates, media, teams, calendars, parts, tables, recordings: Object.keys(recordings), approvals: approvals ?? [] }),
    [templates, recordings, media, teams, calendars, parts, tables, approvals],
  );
}

interface StepProps {
  readonly stepRef: StepRef;
  readonly library: Library;
  /** Somebody writes in the panel itself: it has to be there with every key. */
  readonly isWrittenIn: boolean;
}

function Step({ stepRef, library, isWrittenIn }: StepProps) {
  const store = useEditor();
  const now = useEditorState((state) => state.history.flow);
  // What is done on the drawing is drawn there first; the panel follows when there is time.
  const later = useDeferredValue(now);
  const flow = isWrittenIn ? now : later;
  const problems = useEditorState((state) => state.problems);
  const readOnly = useEditorState((state) => state.readOnly);
  const wanted = useEditorState((state) => state.wanted);
  const panelLibrary = usePanelLibrary(library);
  const openStep = useCallback((side: FlowSide, step: string) => show(store, { side, step }), [store]);
  const { side, step } = stepRef;
  const inside = useMemo(() => (wanted && wanted.length > 3 && wanted[2] === step ? wanted.slice(3) : undefined), [wanted, step]);
  return useMemo(
    () =>
      draftStep(flow, { side, step }) && (
        <Suspense fallback={<Skeleton height={200} />}>
          <StepPanel
            flow={flow}
            side={side}
            stepId={step}
            problems={problems ?? NO_PROBLEMS}
            library={panelLibrary}
            readOnly={readOnly}
            wanted={inside}
            onEdit={store.edit}
            onOpenStep={openStep}
          />
        </Suspense>
      ),
    [flow, side, step, problems, panelLibrary, readOnly, inside, store, openStep],
  );
}

function Settings({ library }: { library: Library }) {
  const store = useEditor();
  const flow = useEditorState((state) => state.history.flow);
  const problems = useEditorState((state) => state.problems);
  const readOnly = useEditorState((state) => state.readOnly);
  const wanted = useEditorState((state) => state.wanted);
  const panelLibrary = usePanelLibrary(library);
  return (
    <Suspense fallback={<Skeleton height={200} />}>
      <FlowSettings
        flow={flow}
        problems={problems ?? NO_PROBLEMS}
        library={panelLibrary}
        readOnly={readOnly}
        wanted={wanted}
        onEdit={store.edit}
        onOpenPlace={(path) => openPlace(store, path)}
      />
    </Suspense>
  );
}

/** The step that is looked at, in full; while there is none, the settings of the flow. */
export function StepAside({ library }: { library: Library }) {
  const store = useEditor();
  const key = useEditorState((state) => state.selected.at(-1));
  const [isWrittenIn, setWrittenIn] = useState(false);
  const leave = () => {
    setWrittenIn(false);
    if (store.getState().writing === undefined) store.leaveField();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving any field of the panel ends what is undone at once
    <div className="editor-aside" onFocus={() => setWrittenIn(true)} onBlur={leave}>
      {key === undefined ? (
        <Settings library={library} />
      ) : (
        <Step key={key} stepRef={refOf(key)} library={library} isWrittenIn={isWrittenIn} />
      )}
    </div>
  );
}
