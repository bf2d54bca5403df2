import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { pagePaths } from '../../../paths.ts';
import { useMay } from '../../../shell/me.ts';
import type { Autosave } from './autosave.ts';
import { useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

const PublishDialog = lazy(async () => ({ default: (await import('../publish-dialog.tsx')).PublishDialog }));

/** From the draft to a release: what is not saved yet is saved first. */
export function Publish({ flowId, name, autosave }: { flowId: string; name: string; autosave: Autosave }) {
  const t = useEditorText();
  const mayPublish = useMay('flows:publish');
  const failed = useEditorState((state) => state.save.kind === 'failed');
  const [revision, setRevision] = useState<number>();
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
          <PublishDialog flowId={flowId} name={name} draftRevision={revision} onClose={() => setRevision(undefined)} />
        </Suspense>
      )}
    </>
  );
}
