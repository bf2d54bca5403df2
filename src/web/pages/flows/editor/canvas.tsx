import { useMantineColorScheme } from '@mantine/core';
import {
  Background,
  type Connection,
  Controls,
  type Edge,
  type EdgeChange,
  MiniMap,
  type Node,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useNodesInitialized,
  useReactFlow,
  useStoreApi,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Spot } from '../../../../flows/edit/edit.ts';
import { wordingPath, wordsOf } from '../../../../flows/edit/step-words.ts';
import { arrowsOf, type BoxView, boxesOf, problemsByBox } from './box-view.ts';
import { laneNodes, stepEdges, stepNodes } from './canvas-nodes.ts';
import { middleOf, refOf } from './editor-store.ts';
import { Lane } from './lane.tsx';
import { markArrows, markBoxes } from './overlay.ts';
import { StepBox, type StepNode } from './step-box.tsx';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText, useOptionalEditorText } from './words/editor-text.tsx';

const NODE_TYPES = { step: StepBox, lane: Lane };
const NO_PROBLEMS = new Map();
/** So many boxes from the start on are in view at first; on a narrow drawing fewer, so that the first one is among them. */
const AT_FIRST = 5;
const AT_FIRST_NARROW = 2;
const NARROW = 800;

/** The exit that a dragged arrow leaves. */
function exitOf(from: string, handle: string | null | undefined) {
  const path = (handle ?? '').split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return { ...refOf(from), path };
}

/** Brings the box that was asked for into the middle; at first the boxes with which the flow begins. */
function Look({ first }: { first: readonly Node[] }) {
  const store = useEditor();
  const look = useEditorState((state) => state.look);
  const { setCenter, getZoom, fitView } = useReactFlow();
  const api = useStoreApi();
  const drawn = useNodesInitialized();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is in view at first, whatever it is later
  useEffect(() => {
    if (!drawn) return;
    const { history, spots } = store.getState();
    const middle = look && middleOf(history.flow, spots, look.key);
    if (middle) void setCenter(middle[0], middle[1], { zoom: Math.max(getZoom(), 0.8) });
    else if (!look) {
      const count = api.getState().width < NARROW ? AT_FIRST_NARROW : AT_FIRST;
      void fitView({ nodes: first.slice(0, count), minZoom: 0.6, maxZoom: 0.95 });
    }
  }, [drawn, look, store, setCenter, getZoom, fitView]);
  return null;
}

function useNodes() {
  const t = useEditorText();
  const optional = useOptionalEditorText();
  const flow = useEditorState((state) => state.history.flow);
  const spots = useEditorState((state) => state.spots);
  const selected = useEditorState((state) => state.selected);
  const problems = useEditorState((state) => state.problems);
  const colleagues = useEditorState((state) => state.colleagues);
  const language = useEditorState((state) => state.language);
  const readOnly = useEditorState((state) => state.readOnly);
  const known = useRef<ReadonlyMap<string, StepNode>>(new Map());
  const knownEdges = useRef<ReadonlyMap<string, Edge>>(new Map());
  const [chosen, setChosen] = useState<string>();
  const overlay = useEditorState((state) => state.overlay);
  const boxes = useMemo(() => boxesOf(flow), [flow]);
  const marks = useMemo(() => markBoxes(overlay, boxes), [overlay, boxes]);
  const byBox = useMemo(() => (problems ? problemsByBox(problems) : NO_PROBLEMS), [problems]);
  const starts = useMemo(() => new Set([`call/${startOf(flow.call)}`, `chat/${startOf(flow.chat)}`]), [flow.call, flow.chat]);
  const nodes = useMemo(() => {
    const describe = (box: BoxView) => {
      const type = String(box.step.type);
      const words = wordingPath(box.side, box.step) ? wordsOf(box.side, box.step, language) : undefined;
      return [box.id, optional(`step.${type}`, type), t(`editor.side.${box.side}`), words ?? ''].filter(Boolean).join(', ');
    };
    known.current = stepNodes({ boxes, spots, selected, starts, problems: byBox, colleagues, marks, describe, readOnly }, known.current);
    return known.current;
  }, [boxes, spots, selected, starts, byBox, colleagues, marks, language, readOnly, optional, t]);
  const lanes = useMemo(() => laneNodes(boxes, spots), [boxes, spots]);
  const edges = useMemo(() => {
    const arrows = arrowsOf(boxes, `chat/${startOf(flow.chat)}`);
    knownEdges.current = stepEdges(arrows, chosen, new Set(selected), markArrows(overlay, boxes, arrows), knownEdges.current);
    return [...knownEdges.current.values()];
  }, [boxes, flow.chat, chosen, selected, overlay]);
  return { nodes, lanes, edges, chosen, setChosen, readOnly };
}

function startOf(side: unknown): string {
  return String((side as { start?: unknown } | undefined)?.start ?? '');
}

type Places = ReadonlyMap<string, Spot>;

function Drawing() {
  const t = useEditorText();
  const store = useEditor();
  const { colorScheme } = useMantineColorScheme();
  const { screenToFlowPosition } = useReactFlow();
  const { nodes, lanes, edges, chosen, setChosen, readOnly } = useNodes();
  /** While boxes are dragged they stand here; where they are let go is one edit. */
  const [dragged, setDragged] = useState<Places>();
  const all = useMemo<Node[]>(() => {
    const steps = [...nodes.values()].map((node) => {
      const spot = dragged?.get(node.id);
      return spot ? { ...node, position: { x: spot[0], y: spot[1] }, dragging: true } : node;
    });
    return [...lanes, ...steps];
  }, [nodes, lanes, dragged]);

  const onNodesChange = (changes: NodeChange[]) => {
    const moving = new Map<string, Spot>();
    const moved: Record<string, Spot> = {};
    const { spots, selected } = store.getState();
    const chosenNow = new Set(selected);
    for (const change of changes) {
      if (change.type === 'position' && change.position) {
        const spot: Spot = [change.position.x, change.position.y];
        if (change.dragging) moving.set(change.id, spot);
        else if (!isAt(spots[change.id], spot)) moved[change.id] = spot;
      }
      if (change.type === 'select' && nodes.has(change.id)) {
        if (change.selected) chosenNow.add(change.id);
        else chosenNow.delete(change.id);
      }
    }
    if (moving.size > 0) setDragged((before) => new Map([...(before ?? []), ...moving]));
    else if (changes.some(({ type }) => type === 'position')) setDragged(undefined);
    if (Object.keys(moved).length > 0) {
      // A drag is one step back; arrow keys are taken together.
      if (dragged) store.leaveField();
      store.edit({ kind: 'move-boxes', boxes: moved });
      if (dragged) store.leaveField();
    }
    if (changes.some(({ type }) => type === 'select')) store.select([...chosenNow]);
  };

  const onEdgesChange = (changes: EdgeChange[]) => {
    for (const change of changes) {
      if (change.type !== 'select') continue;
      if (change.selected) setChosen(change.id);
      else if (change.id === chosen) setChosen(undefined);
    }
  };

  const connect = ({ source, sourceHandle, target }: Connection) =>
    store.edit({ kind: 'connect', exit: exitOf(source, sourceHandle), to: refOf(target).step });

  /** An arrow let go over a box leads there; over the ground it asks for the step that is to come there. */
  const onConnectEnd: OnConnectEnd = (event, { isValid, fromNode, fromHandle }) => {
    if (isValid || !fromNode || !fromHandle || fromHandle.type !== 'source') return;
    const point = 'changedTouches' in event ? event.changedTouches[0] : event;
    if (!point) return;
    // Anywhere on a box is as good as its very point.
    const under = document.elementFromPoint(point.clientX, point.clientY)?.closest('.react-flow__node-step')?.getAttribute('data-id');
    if (under) {
      if (refOf(under).side === refOf(fromNode.id).side)
        store.edit({ kind: 'connect', exit: exitOf(fromNode.id, fromHandle.id), to: refOf(under).step });
      return;
    }
    const { x, y } = screenToFlowPosition({ x: point.clientX, y: point.clientY });
    const after = exitOf(fromNode.id, fromHandle.id);
    store.set({ dialog: { kind: 'add', side: after.side, after, spot: [x, y] } });
  };

  return (
    <ReactFlow
      nodes={all}
      edges={edges}
      nodeTypes={NODE_TYPES}
      colorMode={colorScheme === 'auto' ? 'system' : colorScheme}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      edgesFocusable={false}
      deleteKeyCode={null}
      multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
      selectionKeyCode="Shift"
      selectionMode={SelectionMode.Partial}
      panOnScroll
      zoomOnDoubleClick={false}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onConnect={connect}
      onReconnect={(_, connection) => connect(connection)}
      onConnectEnd={onConnectEnd}
      isValidConnection={({ source, target }) => refOf(source).side === refOf(target).side}
      onNodeDoubleClick={(_, node) => {
        const box = (node as StepNode).data.box;
        if (!readOnly && node.type === 'step' && wordingPath(box.side, box.step)) store.set({ writing: node.id });
      }}
      onPaneClick={() => setChosen(undefined)}
      minZoom={0.1}
      maxZoom={2}
      disableKeyboardA11y={readOnly}
      ariaLabelConfig={{
        'controls.zoomIn.ariaLabel': t('flow.zoomIn'),
        'controls.zoomOut.ariaLabel': t('flow.zoomOut'),
        'controls.fitView.ariaLabel': t('flow.fit'),
        'minimap.ariaLabel': t('editor.minimap'),
        'node.a11yDescription.default': t('editor.boxHelp'),
        'node.a11yDescription.keyboardDisabled': t('editor.boxHelp'),
        'node.a11yDescription.ariaLiveMessage': ({ x, y }) => t('editor.boxMoved', { x: Math.round(x), y: Math.round(y) }),
      }}
    >
      <Background gap={20} />
      <Controls showInteractive={false} />
      <MiniMap
        pannable
        zoomable
        nodeClassName={(node) => `minimap-${node.type === 'lane' ? 'lane' : String((node as StepNode).data.box.step.type)}`}
      />
      <Look first={[...nodes.values()].slice(0, AT_FIRST)} />
      <ArrowKeys chosen={chosen} />
    </ReactFlow>
  );
}

function isAt(spot: Spot | undefined, other: Spot): boolean {
  return spot !== undefined && Math.round(spot[0]) === Math.round(other[0]) && Math.round(spot[1]) === Math.round(other[1]);
}

/** Tells the editor which arrow is chosen, for the Delete key. */
function ArrowKeys({ chosen }: { chosen: string | undefined }) {
  const store = useEditor();
  useEffect(() => {
    const [from = '', handle] = (chosen ?? '').split(':');
    store.set({ arrow: chosen === undefined ? undefined : exitOf(from, handle) });
  }, [chosen, store]);
  return null;
}

/** Both sides of the flow, drawn. */
export function FlowCanvas() {
  const t = useEditorText();
  return (
    <section className="flow-canvas" aria-label={t('flow.canvas')}>
      <ReactFlowProvider>
        <Drawing />
      </ReactFlowProvider>
    </section>
  );
}
