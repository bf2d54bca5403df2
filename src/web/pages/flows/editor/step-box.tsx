import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { settingsOf, wordingPath, wordsOf } from '../../../../flows/edit/step-words.ts';
import { Icon } from '../../../ui/icon.tsx';
import { type BoxView, handleOf, LINK_HANDLES } from './box-view.ts';
import { useExitWords } from './exit-words.ts';
import { type BoxMark, changeOf } from './overlay.ts';
import { stepIcon } from './step-icons.ts';
import { useEditorState } from './use-editor.ts';
import { useEditorText, useOptionalEditorText } from './words/editor-text.tsx';
import { WordsField } from './words-field.tsx';

export interface BoxData extends Record<string, unknown> {
  readonly box: BoxView;
  readonly start: boolean;
  readonly worst: 'error' | 'warning' | undefined;
  /** Who else looks at it. */
  readonly others: string;
  readonly mark: BoxMark | undefined;
}

export type StepNode = Node<BoxData, 'step'>;

/** Without what only a voice sees. */
function heard(words: string): string {
  return words.replace(/<[^>]*>/g, '').trim();
}

function Words({ box }: { box: BoxView }) {
  const t = useEditorText();
  const language = useEditorState((state) => state.language);
  const writing = useEditorState((state) => state.writing === box.key);
  if (writing) return <WordsField side={box.side} id={box.id} step={box.step} language={language} className="nodrag nowheel nopan" />;
  if (!wordingPath(box.side, box.step)) return <div className="step-box-text step-box-code">{settingsOf(box.step)}</div>;
  const words = wordsOf(box.side, box.step, language);
  if (words) return <div className="step-box-text">{heard(words)}</div>;
  return <div className="step-box-text step-box-none">{settingsOf(box.step) || t('editor.noWords')}</div>;
}

/** The exits of a box, each with the place from which its arrow is drawn. */
function Exits({ box }: { box: BoxView }) {
  const language = useEditorState((state) => state.language);
  const exitWords = useExitWords();
  const optional = useOptionalEditorText();
  const rows = [
    ...box.slots.map((slot) => ({
      handle: handleOf(slot.path),
      name: exitWords(box.step, slot, language),
      open: slot.to === undefined && slot.needed,
    })),
    ...(box.link ? [{ handle: LINK_HANDLES[box.link], name: optional(`exit.${box.link}`, box.link), open: false }] : []),
  ];
  return rows.map(({ handle, name, open }) => (
    <div key={handle} className="step-box-exit" data-open={open ? '' : undefined}>
      <span>{name}</span>
      <Handle
        type="source"
        id={handle}
        position={Position.Right}
        isConnectable={handle !== LINK_HANDLES.chat && handle !== LINK_HANDLES.offer}
      />
    </div>
  ));
}

/** One step: its type, its id, its words, its exits. */
export const StepBox = memo(function StepBox({ data, selected }: NodeProps<StepNode>) {
  const optional = useOptionalEditorText();
  const t = useEditorText();
  const { box, start, worst, others, mark } = data;
  const type = String(box.step.type);
  const change = changeOf(mark);
  return (
    <div className="step-box" data-type={type} data-selected={selected ? '' : undefined} data-worst={worst} data-mark={mark?.tone}>
      <Handle type="target" position={Position.Left} className="step-box-in" />
      <div className="step-box-head">
        <Icon name={stepIcon(type)} size={14} />
        <strong title={box.id}>{box.id}</strong>
        {start && <span className="step-box-start">{t('flow.start')}</span>}
        {worst && <Icon name="warning" size={13} />}
        <span className="step-box-type">{optional(`step.${type}`, type)}</span>
      </div>
      <Words box={box} />
      <Exits box={box} />
      {change && <span className="step-box-count">{t(`diff.${change}`)}</span>}
      {mark?.entered !== undefined && (
        <span className="step-box-count">{t('traffic.box', { entered: mark.entered, hungUp: mark.hungUp ?? 0 })}</span>
      )}
      {others !== '' && (
        <span className="step-box-others" title={others}>
          {others}
        </span>
      )}
    </div>
  );
});
