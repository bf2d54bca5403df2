import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { FlowSide } from '../../../../flows/exits.ts';
import { useEditorText } from './words/editor-text.tsx';

export type LaneNode = Node<{ side: FlowSide }, 'lane'>;

/** The ground of one side of the flow. */
export const Lane = memo(function Lane({ data }: NodeProps<LaneNode>) {
  const t = useEditorText();
  return <div className="flow-lane">{t(`editor.side.${data.side}`)}</div>;
});
