import { useCallback } from 'react';
import type { Case, CaseFile } from '../../../../flows/cases.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { Autosave } from '../editor/autosave.ts';
import { useEditor, useEditorState } from '../editor/use-editor.ts';
import { CasesPanel } from './cases-panel.tsx';
import { TrafficPanel } from './traffic-panel.tsx';
import { TryPanel } from './try-panel.tsx';
import { usePlayer } from './use-play.ts';

interface TryAsideProps {
  readonly kind: 'try' | 'cases' | 'traffic';
  readonly beside: BesideFlow;
  readonly autosave: Autosave;
  readonly flowId: string;
}

function withCase(file: CaseFile | undefined, flowId: string, kept: Case): CaseFile {
  const cases = file?.cases ?? [];
  const isThere = cases.some(({ name }) => name === kept.name);
  const next = isThere ? cases.map((each) => (each.name === kept.name ? kept : each)) : [...cases, kept];
  return { ...(file ?? { $schema: './cases.schema.json', flow: flowId }), cases: next };
}

/** What tries the draft, or shows how people went through it; it is drawn on the canvas as well. */
export function TryAside({ kind, beside, autosave, flowId }: TryAsideProps) {
  const store = useEditor();
  const player = usePlayer();
  const flow = useEditorState((state) => state.history.flow);
  const cases = useEditorState((state) => state.cases);
  const readOnly = useEditorState((state) => state.readOnly);
  const onWalk = useCallback(
    ({ at, all }: { at?: string | undefined; all: readonly string[] }) =>
      store.set({
        overlay: all.length > 0 ? { kind: 'walk', at, walked: all } : undefined,
        // The drawing follows the conversation.
        ...(at !== undefined && { look: { key: at.replace(' ', '/') } }),
      }),
    [store],
  );
  const onMissed = useCallback(
    (missed: readonly string[] | undefined) => store.set({ overlay: missed && { kind: 'coverage', missed } }),
    [store],
  );
  if (kind === 'traffic')
    return <TrafficPanel flowId={flowId} onTraffic={(traffic) => store.set({ overlay: traffic && { kind: 'traffic', traffic } })} />;
  if (kind === 'cases') {
    const change = (next: (file: CaseFile) => CaseFile) => void autosave.changeCases((file) => next(file ?? { flow: flowId, cases: [] }));
    return (
      <CasesPanel player={player} flow={flow} beside={beside} file={cases} onMissed={onMissed} onChange={readOnly ? undefined : change} />
    );
  }
  return (
    <TryPanel
      player={player}
      flow={flow}
      beside={beside}
      cases={cases?.cases.map(({ name }) => name) ?? []}
      onWalk={onWalk}
      onKeep={readOnly ? undefined : (kept) => autosave.changeCases((file) => withCase(file, flowId, kept))}
    />
  );
}
