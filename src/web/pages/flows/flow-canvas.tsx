import dagre from '@dagrejs/dagre';
import { useMantineColorScheme } from '@mantine/core';
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { memo, useEffect, useMemo } from 'react';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { FlowNode } from './flow-graph.ts';

const WIDTH = 210;
const HEIGHT = 74;
/** So many boxes from the start on are in view at first. */
const AT_FIRST = 6;

type Box = Node<{ step: FlowNode }, 'step'>;

/** One step as a box: its id, its type, its first words. */
const StepBox = memo(function StepBox({ data, selected }: NodeProps<Box>) {
  const optional = useOptionalText();
  const { step } = data;
  return (
    <div className="step-box" data-type={step.type} data-selected={selected ? '' : undefined}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <div className="step-box-head">
        <strong>{step.id}</strong>
        {step.problems.length > 0 && <Icon name="warning" size={13} />}
        <span>{optional(`step.${step.type}`, step.type)}</span>
      </div>
      <div className="step-box-text">{step.text ?? ''}</div>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});

const NODE_TYPES = { step: StepBox };

/** Where boxes stand, from top to bottom, so that arrows cross little. */
function place(steps: readonly FlowNode[]): Box[] {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 64 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const step of steps) graph.setNode(step.id, { width: WIDTH, height: HEIGHT });
  for (const step of steps) for (const exit of step.exits) if (graph.hasNode(exit.to)) graph.setEdge(step.id, exit.to);
  dagre.layout(graph);
  return steps.map((step) => {
    const { x, y } = graph.node(step.id);
    return {
      id: step.id,
      type: 'step',
      position: { x: x - WIDTH / 2, y: y - HEIGHT / 2 },
      data: { step },
      width: WIDTH,
      height: HEIGHT,
      ariaLabel: `${step.id}, ${step.type}`,
    };
  });
}

function arrows(steps: readonly FlowNode[], selected: string | undefined): Edge[] {
  return steps.flatMap((step) => {
    const targets = [...new Set(step.exits.map((exit) => exit.to))];
    return targets.map((to) => {
      const near = selected === step.id || selected === to;
      const exits = step.exits.filter((exit) => exit.to === to);
      return {
        id: `${step.id}>${to}`,
        source: step.id,
        target: to,
        markerEnd: { type: MarkerType.ArrowClosed },
        focusable: false,
        ...(near && { label: exits.map((exit) => exit.name).join(' · '), className: 'arrow-near', zIndex: 10 }),
      };
    });
  });
}

/** Brings the selected box into the middle. */
function Follow({ placed, selected }: { placed: readonly Box[]; selected: string | undefined }) {
  const { setCenter } = useReactFlow();
  useEffect(() => {
    const box = placed.find((node) => node.id === selected);
    if (box) void setCenter(box.position.x + WIDTH / 2, box.position.y + HEIGHT / 2, { zoom: 0.9 });
  }, [placed, selected, setCenter]);
  return null;
}

interface CanvasProps {
  readonly steps: readonly FlowNode[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** A side of the flow drawn read-only; the outline beside it says the same in words. */
export function FlowCanvas(props: CanvasProps) {
  const t = useText();
  return (
    <section className="flow-canvas" aria-label={t('flow.canvas')}>
      <ReactFlowProvider>
        <Canvas {...props} />
      </ReactFlowProvider>
    </section>
  );
}

function Canvas(props: CanvasProps) {
  const t = useText();
  const { colorScheme } = useMantineColorScheme();
  const placed = useMemo(() => place(props.steps), [props.steps]);
  const nodes = useMemo(() => placed.map((node) => ({ ...node, selected: node.id === props.selected })), [placed, props.selected]);
  const edges = useMemo(() => arrows(props.steps, props.selected), [props.steps, props.selected]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      colorMode={colorScheme === 'auto' ? 'system' : colorScheme}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      onNodesChange={(changes) => {
        const chosen = changes.find((change) => change.type === 'select' && change.selected);
        if (chosen?.type === 'select') props.onSelect(chosen.id);
      }}
      fitView
      fitViewOptions={{ nodes: placed.slice(0, AT_FIRST), minZoom: 0.5, maxZoom: 0.9 }}
      minZoom={0.15}
      ariaLabelConfig={{
        'controls.zoomIn.ariaLabel': t('flow.zoomIn'),
        'controls.zoomOut.ariaLabel': t('flow.zoomOut'),
        'controls.fitView.ariaLabel': t('flow.fit'),
      }}
    >
      <Background gap={20} />
      <Controls showInteractive={false} />
      <Follow placed={placed} selected={props.selected} />
    </ReactFlow>
  );
}
