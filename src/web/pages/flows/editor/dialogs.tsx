import { Button, Group, Kbd, Modal, Stack, Table, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { boxKey, draftStep, draftSteps, SIDES } from '../../../../flows/edit/draft.ts';
import { stepTypes } from '../../../../flows/edit/exit-slots.ts';
import { settingsOf, wordsOf } from '../../../../flows/edit/step-words.ts';
import type { FlowSide, StepType } from '../../../../flows/exits.ts';
import { type Choice, ChoiceDialog } from './choice-dialog.tsx';
import { addStep, show } from './editor-commands.ts';
import { type Dialog, refOf } from './editor-store.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { stepIcon } from './step-icons.ts';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText, useOptionalEditorText } from './words/editor-text.tsx';

type Of<K extends Dialog['kind']> = Extract<Dialog, { kind: K }>;

/** The window that is open, if one is. */
export function EditorDialogs() {
  const store = useEditor();
  const dialog = useEditorState((state) => state.dialog);
  const close = () => store.set({ dialog: undefined });
  switch (dialog?.kind) {
    case 'add':
      return <AddDialog dialog={dialog} onClose={close} />;
    case 'connect':
      return <ConnectDialog dialog={dialog} onClose={close} />;
    case 'rename':
      return <RenameDialog dialog={dialog} onClose={close} />;
    case 'find':
      return <FindDialog onClose={close} />;
    case 'help':
      return <HelpDialog onClose={close} />;
    default:
      return null;
  }
}

const GROUPS: Readonly<Record<string, readonly StepType[]>> = {
  speak: ['say', 'menu', 'collect', 'confirm', 'send', 'ask', 'survey'],
  people: ['queue', 'dial', 'assign', 'voicemail', 'callback'],
  move: ['offer'],
  decide: ['branch', 'hours', 'split', 'language'],
  data: ['set', 'request', 'run'],
  end: ['hangup', 'close'],
};

/** The steps that can be put in, in words. A return step stands in parts only. */
function usePalette(side: FlowSide): readonly Choice[] {
  const t = useEditorText();
  const optional = useOptionalEditorText();
  return useMemo(() => {
    const there = new Set<StepType>(stepTypes(side));
    return Object.entries(GROUPS).flatMap(([group, types]) =>
      types
        .filter((type) => there.has(type))
        .map((type) => ({
          id: type,
          label: optional(`step.${type}`, type),
          hint: optional(`palette.${side}.${type}`, optional(`palette.${type}`, '')),
          group: t(`palette.group.${group as 'speak'}`),
          icon: stepIcon(type),
          words: type,
        })),
    );
  }, [side, t, optional]);
}

function AddDialog({ dialog, onClose }: { dialog: Of<'add'>; onClose: () => void }) {
  const t = useEditorText();
  const store = useEditor();
  const { side, after, spot } = dialog;
  const title = after ? t('editor.addBehind', { step: after.step }) : t(`editor.addTo.${side}`);
  return (
    <ChoiceDialog
      title={title}
      label={t('editor.whichStep')}
      choices={usePalette(side)}
      onClose={onClose}
      onChoose={(type) => addStep(store, type as StepType, { side, after, spot })}
    />
  );
}

/** Every step as a choice, found by its id, its words and its variables. */
function useStepChoices(sides: readonly FlowSide[]): readonly Choice[] {
  const t = useEditorText();
  const optional = useOptionalEditorText();
  const flow = useEditorState((state) => state.history.flow);
  const language = useEditorState((state) => state.language);
  return useMemo(
    () =>
      sides.flatMap((side) =>
        draftSteps(flow, side).map(([id, step]) => ({
          id: boxKey({ side, step: id }),
          label: id,
          hint: wordsOf(side, step, language)?.replace(/<[^>]*>/g, '') ?? settingsOf(step),
          group: t(`editor.side.${side}`),
          icon: stepIcon(String(step.type)),
          words: `${optional(`step.${String(step.type)}`, '')} ${JSON.stringify(step)}`,
        })),
      ),
    [flow, language, sides, t, optional],
  );
}

function ConnectDialog({ dialog: { exit }, onClose }: { dialog: Of<'connect'>; onClose: () => void }) {
  const t = useEditorText();
  const store = useEditor();
  const sides = useMemo(() => [exit.side], [exit.side]);
  return (
    <ChoiceDialog
      title={t('editor.connectTitle', { step: exit.step })}
      label={t('editor.whereTo')}
      choices={useStepChoices(sides)}
      onClose={onClose}
      onChoose={(key) => store.edit({ kind: 'connect', exit, to: refOf(key).step })}
    />
  );
}

function FindDialog({ onClose }: { onClose: () => void }) {
  const t = useEditorText();
  const store = useEditor();
  return (
    <ChoiceDialog
      title={t('editor.find')}
      label={t('editor.findWhat')}
      choices={useStepChoices(SIDES)}
      onClose={onClose}
      onChoose={(key) => show(store, refOf(key))}
    />
  );
}

function RenameDialog({ dialog: { ref }, onClose }: { dialog: Of<'rename'>; onClose: () => void }) {
  const t = useEditorText();
  const store = useEditor();
  const flow = useEditorState((state) => state.history.flow);
  const [name, setName] = useState(ref.step);
  const taken = name !== ref.step && draftStep(flow, { ...ref, step: name }) !== undefined;
  const wrong = !/^[a-z][a-zA-Z0-9-]{0,39}$/.test(name);
  const error = taken ? t('editor.nameTaken') : wrong ? t('editor.nameWrong') : undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('editor.renameTitle', { step: ref.step })}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (error !== undefined) return;
          if (store.edit({ kind: 'rename-step', side: ref.side, from: ref.step, to: name })) show(store, { side: ref.side, step: name });
          onClose();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('editor.newName')}
            description={t('editor.nameHint')}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={error}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('dialog.cancel')}
            </Button>
            <Button type="submit" disabled={error !== undefined}>
              {t('editor.rename')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useEditorText();
  return (
    <Modal opened onClose={onClose} title={t('editor.help')} size="lg" closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <Table aria-label={t('editor.help')}>
        <Table.Tbody>
          {SHORTCUTS.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Th scope="row" fw={400}>
                {t(`shortcut.${does}`)}
              </Table.Th>
              <Table.Td>
                {keys.map((key) => (
                  <Kbd key={key} mr={6}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
