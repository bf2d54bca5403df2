import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { FlowRelease } from '../../../../http/contract/releases.ts';
import { pagePaths } from '../../../paths.ts';
import { useMay } from '../../../shell/me.ts';
import type { Autosave } from './autosave.ts';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

const PublishDialog = lazy(async () => ({ default: (await import('../publish-dialog.tsx')).PublishDialog }));

/** From the draft to a release: what is not saved yet is saved first. */
export function Publish({ flowId, name, autosave, beside }: { flowId: string; name: string; autosave: Autosave; beside: BesideFlow }) {
  const t = useEditorText();
  const store = useEditor();
  const mayPublish = useMay('flows:publish');
  const failed = useEditorState((state) => state.save.kind === 'failed');
  const [revision, setRevision] = useState<number>();
  /** What callers of the recorded conversations hear changes with the words: taken as right, it is looked at anew. */
  const takeCases = async () => {
    const { history, cases } = store.getState();
    const { takeFailing } = await import('../try/take-cases.ts');
    const change = cases && (await takeFailing(history.flow, beside, cases));
    if (change) await autosave.changeCases((file) => change(file ?? cases));
    setRevision(autosave.revision());
  };
  const close = (release?: FlowRelease, scheduledAtMs?: number) => {
    setRevision(undefined);
    if (release) store.set({ notice: { kind: 'published', release: release.number } });
    else if (scheduledAtMs !== undefined) store.set({ notice: { kind: 'planned', atMs: scheduledAtMs } });
  };
  return (
    <>
      <Button size="compact-sm" variant="default" renderRoot={(props) => <Link to={pagePaths.releases} params={{ flowId }} {...props} />}>
        {t('editor.releases')}
      </Button>
      {mayPublish && (
        <Button size="compact-sm" disabled={failed} onClick={() => void autosave.saveNow().then(() => setRevision(autosave.revision()))}>
          {t('editor.publish')}
        </Button>
      )}
      {revision !== undefined && (
        <Suspense>
          <PublishDialog flowId={flowId} name={name} draftRevision={revision} onTakeCases={takeCases} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
