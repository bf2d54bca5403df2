import { Avatar, Tooltip } from '@mantine/core';
import { show } from './editor-commands.ts';
import { refOf } from './editor-store.ts';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

/** Who else has the draft open; a click leads to what they look at. */
export function Colleagues() {
  const t = useEditorText();
  const store = useEditor();
  const colleagues = useEditorState((state) => state.colleagues);
  if (colleagues.length === 0) return null;
  return (
    <ul className="editor-colleagues" aria-label={t('editor.colleagues')}>
      {colleagues.map(({ connection, name, at }) => {
        const where = at === undefined ? t('editor.isHere', { name }) : t('editor.isAt', { name, step: refOf(at).step });
        return (
          <li key={connection}>
            <Tooltip label={where}>
              <Avatar
                component="button"
                type="button"
                size={28}
                name={name}
                color="relevo"
                aria-label={where}
                onClick={() => at !== undefined && show(store, refOf(at))}
              />
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
