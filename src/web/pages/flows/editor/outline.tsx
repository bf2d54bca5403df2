import { ActionIcon, Badge, Button, Group, Menu, Text } from '@mantine/core';
import { memo, useEffect, useMemo, useRef } from 'react';
import { SIDES } from '../../../../flows/edit/draft.ts';
import type { ExitRef } from '../../../../flows/edit/edit.ts';
import type { ExitSlot } from '../../../../flows/edit/exit-slots.ts';
import { itemOfExit, newItem } from '../../../../flows/edit/new-item.ts';
import { wordingPath, wordsOf } from '../../../../flows/edit/step-words.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useProblemSentence } from '../problems/use-problem-sentence.ts';
import { type BoxView, boxesOf, handleOf, inReadingOrder, problemsByBox } from './box-view.ts';
import {
  addItem,
  changeItem,
  copyToClipboard,
  duplicate,
  keptClip,
  nudge,
  paste,
  removeSteps,
  show,
  writeWords,
} from './editor-commands.ts';
import { useExitWords } from './exit-words.ts';
import { stepIcon } from './step-icons.ts';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText, useOptionalEditorText } from './words/editor-text.tsx';

const NONE: readonly FlowProblem[] = [];
const STEP = 20;

function ExitMenu({ exit, name, slot, count }: { exit: ExitRef; name: string; slot: ExitSlot; count: number }) {
  const t = useEditorText();
  const store = useEditor();
  const item = itemOfExit(slot.path);
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('editor.exitActions', { exit: name })}>
          <Icon name="more" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => store.set({ dialog: { kind: 'connect', exit } })}>{t('editor.connect')}</Menu.Item>
        <Menu.Item onClick={() => store.set({ dialog: { kind: 'add', side: exit.side, after: exit } })}>{t('editor.insertHere')}</Menu.Item>
        {slot.to !== undefined && <Menu.Item onClick={() => store.edit({ kind: 'disconnect', exit })}>{t('editor.disconnect')}</Menu.Item>}
        {item && (
          <>
            <Menu.Divider />
            <Menu.Item disabled={item.at === 0} onClick={() => changeItem(store, exit, -1)}>
              {t('editor.itemUp')}
            </Menu.Item>
            <Menu.Item disabled={item.at >= count - 1} onClick={() => changeItem(store, exit, 1)}>
              {t('editor.itemDown')}
            </Menu.Item>
            <Menu.Item onClick={() => changeItem(store, exit, 0)}>{t('editor.itemRemove')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Exits({ box }: { box: BoxView }) {
  const t = useEditorText();
  const store = useEditor();
  const exitWords = useExitWords();
  const language = useEditorState((state) => state.language);
  const readOnly = useEditorState((state) => state.readOnly);
  const { side, id, step, slots } = box;
  if (slots.length === 0) return <Text size="xs">{t('flow.noExits')}</Text>;
  return (
    <ul className="outline-exits" aria-label={t('flow.exitsOf', { step: id })}>
      {slots.map((slot) => {
        const { to } = slot;
        const name = exitWords(step, slot, language);
        const count = slots.filter((other) => String(itemOfExit(other.path)?.path) === String(itemOfExit(slot.path)?.path)).length;
        return (
          <li key={handleOf(slot.path)}>
            <span>{name}</span> →{' '}
            {to === undefined ? (
              <em>{t(slot.needed ? 'editor.exitOpen' : 'editor.exitUnused')}</em>
            ) : (
              <button type="button" className="outline-link" onClick={() => show(store, { side, step: to })}>
                {to}
              </button>
            )}
            {!readOnly && <ExitMenu exit={{ side, step: id, path: slot.path }} name={name} slot={slot} count={count} />}
          </li>
        );
      })}
    </ul>
  );
}

function StepMenu({ box, start }: { box: BoxView; start: boolean }) {
  const t = useEditorText();
  const store = useEditor();
  const ref = { side: box.side, step: box.id };
  const first = box.slots.find(({ to, needed }) => to === undefined && needed) ?? box.slots[0];
  const after = first && { ...ref, path: first.path };
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="sm" aria-label={t('editor.stepActions', { step: box.id })}>
          <Icon name="more" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {wordingPath(box.side, box.step) && <Menu.Item onClick={() => writeWords(store, ref)}>{t('editor.editWords')}</Menu.Item>}
        <Menu.Item onClick={() => store.set({ dialog: { kind: 'rename', ref } })}>{t('editor.rename')}</Menu.Item>
        <Menu.Item onClick={() => store.set({ dialog: { kind: 'add', side: box.side, ...(after && { after }) } })}>
          {t('editor.addAfter')}
        </Menu.Item>
        {newItem(box.step) && <Menu.Item onClick={() => addItem(store, ref)}>{t('editor.addItem')}</Menu.Item>}
        <Menu.Item onClick={() => duplicate(store, [ref])}>{t('editor.duplicate')}</Menu.Item>
        <Menu.Item onClick={() => void copyToClipboard(store, [ref])}>{t('editor.copy')}</Menu.Item>
        <Menu.Item onClick={() => paste(store, keptClip())}>{t('editor.paste')}</Menu.Item>
        {!start && (
          <Menu.Item onClick={() => store.edit({ kind: 'set-start', side: box.side, step: box.id })}>{t('editor.makeStart')}</Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>{t('editor.moveBox')}</Menu.Label>
        <Menu.Item onClick={() => nudge(store, ref, [-STEP, 0])}>{t('editor.moveLeft')}</Menu.Item>
        <Menu.Item onClick={() => nudge(store, ref, [STEP, 0])}>{t('editor.moveRight')}</Menu.Item>
        <Menu.Item onClick={() => nudge(store, ref, [0, -STEP])}>{t('editor.moveUp')}</Menu.Item>
        <Menu.Item onClick={() => nudge(store, ref, [0, STEP])}>{t('editor.moveDown')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={start} onClick={() => removeSteps(store, [ref])}>
          {t('editor.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Body({ box, start, problems }: { box: BoxView; start: boolean; problems: readonly FlowProblem[] }) {
  const t = useEditorText();
  const language = useEditorState((state) => state.language);
  const readOnly = useEditorState((state) => state.readOnly);
  const sentence = useProblemSentence();
  const words = wordsOf(box.side, box.step, language);
  return (
    <div className="outline-body">
      <Group gap={6} wrap="nowrap" align="flex-start" justify="space-between">
        <Text size="xs">{words ? `“${words.replace(/<[^>]*>/g, '').trim()}”` : ''}</Text>
        {!readOnly && <StepMenu box={box} start={start} />}
      </Group>
      <Exits box={box} />
      {problems.length > 0 && (
        <ul className="outline-problems" aria-label={t('editor.problemsOf', { step: box.id })}>
          {problems.map((problem) => (
            <li key={`${problem.code}-${problem.path}-${problem.message}`}>
              <Badge size="sm" color={problem.severity === 'error' ? 'red' : 'yellow'}>
                {problem.code}
              </Badge>{' '}
              {sentence(problem)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface EntryProps {
  readonly box: BoxView;
  readonly start: boolean;
  readonly selected: boolean;
  readonly problems: readonly FlowProblem[];
}

const Entry = memo(function Entry({ box, start, selected, problems }: EntryProps) {
  const t = useEditorText();
  const optional = useOptionalEditorText();
  const store = useEditor();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const type = String(box.step.type);
  return (
    <li ref={row} className="outline-entry" data-selected={selected ? '' : undefined}>
      <button
        type="button"
        className="outline-head"
        aria-expanded={selected}
        onClick={() => (selected ? store.select([]) : show(store, { side: box.side, step: box.id }))}
      >
        <Icon name={stepIcon(type)} size={14} />
        <strong>{box.id}</strong>
        <span className="outline-type">{optional(`step.${type}`, type)}</span>
        {start && <Badge size="sm">{t('flow.start')}</Badge>}
        {problems.length > 0 && (
          <Badge size="sm" color={problems.some((problem) => problem.severity === 'error') ? 'red' : 'yellow'}>
            {t('flow.problemCount', { count: problems.length })}
          </Badge>
        )}
      </button>
      {selected && <Body box={box} start={start} problems={problems} />}
    </li>
  );
});

function SideOutline({ side, boxes, start }: { side: FlowSide; boxes: readonly BoxView[]; start: string }) {
  const t = useEditorText();
  const store = useEditor();
  const problems = useEditorState((state) => state.problems);
  const looked = useEditorState((state) => state.selected.at(-1));
  const readOnly = useEditorState((state) => state.readOnly);
  const known = useRef<ReturnType<typeof problemsByBox>>(undefined);
  const byBox = useMemo(() => {
    known.current = problemsByBox(problems ?? NONE, known.current);
    return known.current;
  }, [problems]);
  const ordered = useMemo(() => inReadingOrder(boxes, start), [boxes, start]);
  const title = t(side === 'call' ? 'flow.call' : 'flow.chat', { count: boxes.length });
  return (
    <>
      <div className="outline-side">
        <h2 id={`outline-${side}`}>{title}</h2>
        {!readOnly && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="plus" size={12} />}
            aria-label={t(`editor.addTo.${side}`)}
            onClick={() => store.set({ dialog: { kind: 'add', side } })}
          >
            {t('editor.add')}
          </Button>
        )}
      </div>
      <ul aria-labelledby={`outline-${side}`}>
        {ordered.map((box) => (
          <Entry key={box.key} box={box} start={box.id === start} selected={box.key === looked} problems={byBox.get(box.key) ?? NONE} />
        ))}
      </ul>
    </>
  );
}

/** Every step in words, and everything that can be done with it: the whole editor for keyboard and screen reader. */
export function FlowOutline() {
  const t = useEditorText();
  const flow = useEditorState((state) => state.history.flow);
  const boxes = useMemo(() => boxesOf(flow), [flow]);
  return (
    <nav className="flow-outline" aria-label={t('flow.outline')}>
      {SIDES.map((side) => (
        <SideOutline
          key={side}
          side={side}
          boxes={boxes.filter((box) => box.side === side)}
          start={String((flow[side] as { start?: unknown } | undefined)?.start ?? '')}
        />
      ))}
    </nav>
  );
}
