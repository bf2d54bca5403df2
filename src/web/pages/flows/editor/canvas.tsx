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
import { type Dispatch, type SetStateAction, useEffect, useMemo, useRef, useState } from 'react';
import type { Spot } from '../../../../flows/edit/edit.ts';
import { wordingPath, wordsOf } from '../../../../flows/edit/step-words.ts';
import { arrowsOf, type BoxView, boxesOf, problemsByBox } from './box-view.ts';
import { type Arrows, laneNodes, NO_ARROWS, stepEdges, stepNodes } from './canvas-nodes.ts';
import { middleOf, refOf } from './editor-store.ts';
import { Lane, type LaneNode } from './lane.tsx';
import { type BoxMark, changeOf, goneArrows, markArrows, markBoxes, type Overlay } from './overlay.ts';
import { StepBox, type StepNode } from './step-box.tsx';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText, useOptionalEditorText } from './words/editor-text.tsx';

const NODE_TYPES = { step: StepBox, lane: Lane };
const NO_PROBLEMS = new Map();
/** Small beside a drawing that is itself narrow on a laptop. */
const MINIMAP = { width: 160, height: 116 };
const MULTI_SELECTION_KEYS = ['Meta', 'Control', 'Shift'];
/** So many boxes from the start on are in view at first; on a narrow drawing fewer, so that the first one is among them. */
const AT_FIRST = 5;
const AT_FIRST_NARROW = 2;
const NARROW = 800;

/** The exit that a dragged arrow leaves. */
function exitOf(from: string, handle: string | null | undefined) {
  const path = (handle ?? '').split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return { ...refOf(from), path };
}

/** Brings the box that was asked for into the middle, once for each time; at first the boxes with which the flow begins. */
function Look() {
  const store = useEditor();
  const look = useEditorState((state) => state.look);
  const { setCenter, getZoom, fitView } = useReactFlow();
  const api = useStoreApi();
  const drawn = useNodesInitialized();
  const done = useRef<object | 'first'>(undefined);
  useEffect(() => {
    if (!drawn || done.current === (look ?? 'first')) return;
    const isFirst = done.current === undefined;
    done.current = look ?? 'first';
    const { history, spots } = store.getState();
    const middle = look && middleOf(history.flow, spots, look.key);
    if (middle) void setCenter(middle[0], middle[1], { zoom: Math.max(getZoom(), 0.8) });
    else if (isFirst) {
      const count = api.getState().width < NARROW ? AT_FIRST_NARROW : AT_FIRST;
      const nodes = boxesOf(history.flow).slice(0, count);
      void fitView({ nodes: nodes.map(({ key }) => ({ id: key })), minZoom: 0.6, maxZoom: 0.95 });
    }
  }, [drawn, look, store, api, setCenter, getZoom, fitView]);
  return null;
}

/** What a screen reader says of a box; made once for each box as long as the words are those of one language. */
function useDescription(): (box: BoxView, mark: BoxMark | undefined) => string {
  const t = useEditorText();
  const optional = useOptionalEditorText();
  const language = useEditorState((state) => state.language);
  return useMemo(() => {
    const known = new WeakMap<BoxView, string>();
    const describe = (box: BoxView) => {
      const type = String(box.step.type);
      const words = wordingPath(box.side, box.step) ? wordsOf(box.side, box.step, language) : undefined;
      return [box.id, optional(`step.${type}`, type), t(`editor.side.${box.side}`), words].filter(Boolean).join(', ');
    };
    return (box, mark) => {
      const text = known.get(box) ?? describe(box);
      known.set(box, text);
      const change = changeOf(mark);
      return change === undefined ? text : `${t(`diff.${change}`)}: ${text}`;
    };
  }, [t, optional, language]);
}

function useBoxes(overlay: Overlay | undefined, boxes: readonly BoxView[]): ReadonlyMap<string, StepNode> {
  const describe = useDescription();
  const flow = useEditorState((state) => state.history.flow);
  const spots = useEditorState((state) => state.spots);
  const selected = useEditorState((state) => state.selected);
  const problems = useEditorState((state) => state.problems);
  const colleagues = useEditorState((state) => state.colleagues);
  const readOnly = useEditorState((state) => state.readOnly);
  const known = useRef<ReadonlyMap<string, StepNode>>(new Map());
  const marks = useMemo(() => markBoxes(overlay, boxes), [overlay, boxes]);
  const byBox = useMemo(() => (problems ? problemsByBox(problems) : NO_PROBLEMS), [problems]);
  const [call, chat] = [startOf(flow.call), startOf(flow.chat)];
  const starts = useMemo(() => new Set([`call/${call}`, `chat/${chat}`]), [call, chat]);
  return useMemo(() => {
    known.current = stepNodes({ boxes, spots, selected, starts, problems: byBox, colleagues, marks, describe, readOnly }, known.current);
    return known.current;
  }, [boxes, spots, selected, starts, byBox, colleagues, marks, describe, readOnly]);
}

function useArrows(overlay: Overlay | undefined, boxes: readonly BoxView[], chosen: string | undefined): readonly Edge[] {
  const chatStart = useEditorState((state) => `chat/${startOf(state.history.flow.chat)}`);
  const selected = useEditorState((state) => state.selected);
  const known = useRef<Arrows>(NO_ARROWS);
  return useMemo(() => {
    const arrows = [...arrowsOf(boxes, chatStart), ...goneArrows(overlay)];
    known.current = stepEdges(arrows, chosen, new Set(selected), markArrows(overlay, boxes, arrows), known.current);
    return known.current.edges;
  }, [boxes, chatStart, chosen, selected, overlay]);
}

function useLanes(boxes: readonly BoxView[]): readonly LaneNode[] {
  const spots = useEditorState((state) => state.spots);
  const known = useRef<readonly LaneNode[]>([]);
  return useMemo(() => {
    known.current = laneNodes(boxes, spots, known.current);
    return known.current;
  }, [boxes, spots]);
}

function startOf(side: unknown): string {
  return String((side as { start?: unknown } | undefined)?.start ?? '');
}

type Places = ReadonlyMap<string, Spot>;

/** What the drawing asks of the editor, the same functions at every time: a new one would draw every box and every arrow again. */
function useDrawingHandlers(setChosen: Dispatch<SetStateAction<string | undefined>>, drag: (places: Places | undefined) => void) {
  const store = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    let isDragged = false;
    const move = (changes: readonly NodeChange[]) => {
      const moving = new Map<string, Spot>();
      const moved: Record<string, Spot> = {};
      const { spots } = store.getState();
      for (const change of changes) {
        if (change.type !== 'position' || !change.position) continue;
        const spot: Spot = [change.position.x, change.position.y];
        if (change.dragging) moving.set(change.id, spot);
        else if (!isAt(spots[change.id], spot)) moved[change.id] = spot;
      }
      const wasDragged = isDragged;
      isDragged = moving.size > 0;
      if (isDragged) return drag(moving);
      drag(undefined);
      if (Object.keys(moved).length === 0) return;
      // A drag is one step back; arrow keys are taken together.
      if (wasDragged) store.leaveField();
      store.edit({ kind: 'move-boxes', boxes: moved });
      if (wasDragged) store.leaveField();
    };
    const select = (changes: readonly NodeChange[]) => {
      const { selected, spots } = store.getState();
      const chosen = new Set(selected);
      for (const change of changes) {
        if (change.type !== 'select' || !spots[change.id]) continue;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
      store.select([...chosen]);
    };
    const connect = ({ source, sourceHandle, target }: Connection) =>
      void store.edit({ kind: 'connect', exit: exitOf(source, sourceHandle), to: refOf(target).step });
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
    return {
      onNodesChange: (changes: NodeChange[]) => {
        if (changes.some(({ type }) => type === 'position')) move(changes);
        if (changes.some(({ type }) => type === 'select')) select(changes);
      },
      onEdgesChange: (changes: EdgeChange[]) => {
        for (const change of changes) {
          if (change.type !== 'select') continue;
          setChosen((chosen) => (change.selected ? change.id : change.id === chosen ? undefined : chosen));
        }
      },
      onConnect: connect,
      onReconnect: (_: Edge, connection: Connection) => connect(connection),
      onConnectEnd,
      onNodeDoubleClick: (_: unknown, node: Node) => {
        if (node.type !== 'step' || store.getState().readOnly) return;
        const { box } = (node as StepNode).data;
        if (wordingPath(box.side, box.step)) store.set({ writing: node.id });
      },
      onPaneClick: () => setChosen(undefined),
    };
  }, [store, screenToFlowPosition, setChosen, drag]);
}

/** Arrows stay on their side. */
function isOfOneSide({ source, target }: Connection | Edge): boolean {
  return refOf(source).side === refOf(target).side;
}

function minimapClass(node: Node): string {
  if (node.type === 'lane') return 'minimap-lane';
  return (node as StepNode).data.worst === 'error' ? 'minimap-wrong' : 'minimap-step';
}

function useAriaLabels() {
  const t = useEditorText();
  return useMemo(
    () => ({
      'controls.zoomIn.ariaLabel': t('flow.zoomIn'),
      'controls.zoomOut.ariaLabel': t('flow.zoomOut'),
      'controls.fitView.ariaLabel': t('flow.fit'),
      'minimap.ariaLabel': t('editor.minimap'),
      'node.a11yDescription.default': t('editor.boxHelp'),
      'node.a11yDescription.keyboardDisabled': t('editor.boxHelp'),
      'node.a11yDescription.ariaLiveMessage': ({ x, y }: { x: number; y: number }) =>
        t('editor.boxMoved', { x: Math.round(x), y: Math.round(y) }),
    }),
    [t],
  );
}

function Drawing() {
  const { colorScheme } = useMantineColorScheme();
  const readOnly = useEditorState((state) => state.readOnly);
  const flow = useEditorState((state) => state.history.flow);
  const overlay = useEditorState((state) => state.overlay);
  const [chosen, setChosen] = useState<string>();
  /** While boxes are dragged they stand here; where they are let go is one edit. */
  const [dragged, setDragged] = useState<Places>();
  const boxes = useMemo(() => boxesOf(flow), [flow]);
  const nodes = useBoxes(overlay, boxes);
  const edges = useArrows(overlay, boxes, chosen);
  const lanes = useLanes(boxes);
  const handlers = useDrawingHandlers(setChosen, setDragged);
  const ariaLabels = useAriaLabels();
  const all = useMemo<Node[]>(() => {
    const steps = [...nodes.values()].map((node) => {
      const spot = dragged?.get(node.id);
      return spot ? { ...node, position: { x: spot[0], y: spot[1] }, dragging: true } : node;
    });
    return [...lanes, ...steps];
  }, [nodes, lanes, dragged]);
  return (
    <ReactFlow
      nodes={all}
      edges={edges as Edge[]}
      nodeTypes={NODE_TYPES}
      colorMode={colorScheme === 'auto' ? 'system' : colorScheme}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      edgesFocusable={false}
      deleteKeyCode={null}
      multiSelectionKeyCode={MULTI_SELECTION_KEYS}
      selectionKeyCode="Shift"
      selectionMode={SelectionMode.Partial}
      panOnScroll
      zoomOnDoubleClick={false}
      isValidConnection={isOfOneSide}
      {...handlers}
      minZoom={0.1}
      maxZoom={2}
      disableKeyboardA11y={readOnly}
      ariaLabelConfig={ariaLabels}
    >
      <Background gap={20} />
      <Controls showInteractive={false} />
      <MiniMap pannable zoomable nodeClassName={minimapClass} style={MINIMAP} />
      <Look />
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
