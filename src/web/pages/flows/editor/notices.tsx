import { CloseButton } from '@mantine/core';
import { useFormat } from '../../../ui/format.ts';
import type { Notice } from './editor-store.ts';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

function useNoticeText(): (notice: Notice) => string {
  const t = useEditorText();
  const format = useFormat();
  return (notice) => {
    if (notice.kind === 'refused') return t(`refusal.${notice.refusal.code}`, { about: notice.refusal.about });
    if (notice.kind === 'joined') return t('notice.joined', { name: notice.name ?? '?' });
    if (notice.kind === 'published') return t('notice.published', { release: notice.release });
    if (notice.kind === 'planned') return t('notice.planned', { at: format.dateTime(notice.atMs) });
    return t(`notice.${notice.kind}`);
  };
}

/** What was just done or could not be done, told once. */
export function Notices() {
  const t = useEditorText();
  const store = useEditor();
  const notice = useEditorState((state) => state.notice);
  const text = useNoticeText();
  return (
    <div className="editor-notice" role="status" aria-label={t('editor.notice')} data-shown={notice ? '' : undefined}>
      {notice && (
        <>
          <span>{text(notice)}</span>
          <CloseButton size="sm" aria-label={t('editor.dismiss')} onClick={() => store.set({ notice: undefined })} />
        </>
      )}
    </div>
  );
}
