import type { CannedReply } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';

/** The ready-made replies that fit what was typed after the slash. The field keeps the focus; arrows choose. */
export function CannedPicker(props: { found: readonly CannedReply[]; active: number; onChoose: (reply: CannedReply) => void }) {
  const t = useText();
  return (
    <div id="canned-replies" role="listbox" aria-label={t('desk.canned')} className="canned">
      {props.found.map((reply, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
        <div
          key={reply.id}
          id={`canned-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === props.active}
          className="canned-option"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(reply)}
        >
          <span className="canned-shortcut">/{reply.shortcut}</span>
          <span className="canned-title">{reply.title}</span>
          <span className="canned-text">{reply.text}</span>
          <span className="canned-language">{reply.language.toUpperCase()}</span>
        </div>
      ))}
    </div>
  );
}
