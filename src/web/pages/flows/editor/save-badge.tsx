import { Badge, Button, Group } from '@mantine/core';
import { useFormat } from '../../../ui/format.ts';
import { useProblemText } from '../../../ui/states.tsx';
import type { SaveState } from './editor-store.ts';
import { useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

const COLOURS: Readonly<Record<SaveState['kind'], string>> = { saved: 'teal', waiting: 'gray', saving: 'gray', failed: 'red' };

/** Whether the draft is saved, and if not, why. */
export function SaveBadge({ onSave }: { onSave: () => void }) {
  const t = useEditorText();
  const format = useFormat();
  const problemText = useProblemText();
  const save = useEditorState((state) => state.save);
  const readOnly = useEditorState((state) => state.readOnly);
  if (readOnly) return <Badge color="gray">{t('editor.readOnly')}</Badge>;
  const atMs = save.kind === 'saved' ? save.atMs : undefined;
  const text = atMs === undefined ? t(`editor.save.${save.kind}`) : t('editor.save.savedAt', { at: format.clock(atMs) });
  return (
    <Group gap={6} role="status" aria-label={t('editor.saveState')}>
      <Badge color={COLOURS[save.kind]}>{text}</Badge>
      {save.kind === 'failed' && (
        <>
          <span className="save-why">
            {problemText(save.error)} {t('editor.save.kept')}
          </span>
          <Button size="compact-xs" variant="default" onClick={onSave}>
            {t('problem.retry')}
          </Button>
        </>
      )}
    </Group>
  );
}
