import { ActionIcon, Anchor, Button, Group, Select, Title, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { draftLanguages } from '../../../../flows/edit/draft.ts';
import { pagePaths } from '../../../paths.ts';
import { useMay } from '../../../shell/me.ts';
import { useFormat } from '../../../ui/format.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Colleagues } from './colleagues.tsx';
import { openSettings } from './editor-commands.ts';
import { SaveBadge } from './save-badge.tsx';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';
import { chooseLanguage } from './words-language.ts';

function Tool({ icon, label, disabled, onClick }: { icon: IconName; label: string; disabled?: boolean; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={30} aria-label={label} disabled={disabled ?? false} onClick={onClick}>
        <Icon name={icon} size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function ProblemCount() {
  const t = useEditorText();
  const store = useEditor();
  const problems = useEditorState((state) => state.problems);
  const shown = useEditorState((state) => state.panel === 'problems');
  if (!problems) return null;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return (
    <Button
      size="compact-sm"
      variant="light"
      color={errors > 0 ? 'red' : warnings > 0 ? 'yellow' : 'teal'}
      aria-expanded={shown}
      leftSection={<Icon name={problems.length > 0 ? 'warning' : 'check'} size={14} />}
      onClick={() => store.set({ panel: shown ? 'step' : 'problems' })}
    >
      {problems.length === 0 ? t('editor.noProblems') : t('flows.problems', { errors, warnings })}
    </Button>
  );
}

/** What counts for the whole flow stands where the panel of a step does, while no step is chosen. */
function SettingsButton() {
  const t = useEditorText();
  const store = useEditor();
  const shown = useEditorState((state) => state.panel === 'step' && state.selected.length === 0);
  return (
    <Button
      size="compact-sm"
      variant={shown ? 'filled' : 'default'}
      aria-expanded={shown}
      leftSection={<Icon name="settings" size={14} />}
      onClick={() => openSettings(store)}
    >
      {t('editor.settings')}
    </Button>
  );
}

function PanelButton({ panel, icon, label }: { panel: 'try' | 'cases' | 'traffic'; icon: IconName; label: string }) {
  const store = useEditor();
  const shown = useEditorState((state) => state.panel === panel);
  return (
    <Button
      size="compact-sm"
      variant={shown ? 'filled' : 'default'}
      aria-expanded={shown}
      leftSection={<Icon name={icon} size={14} />}
      onClick={() => store.set({ panel: shown ? 'step' : panel })}
    >
      {label}
    </Button>
  );
}

interface EditorBarProps {
  readonly onSave: () => void;
  readonly onTidy: () => void;
  /** What else can be done with the flow. */
  readonly children?: ReactNode;
}

/** What can be done with the whole flow. */
export function EditorBar({ onSave, onTidy, children }: EditorBarProps) {
  const t = useEditorText();
  const format = useFormat();
  const store = useEditor();
  // Not the flow itself: the bar is not drawn again at every key.
  const name = useEditorState(({ history }) => String(history.flow.name ?? history.flow.id));
  const flowId = useEditorState(({ history }) => String(history.flow.id));
  const languages = useEditorState((state) => [...new Set(draftLanguages(state.history.flow))].join(' '));
  const hasPast = useEditorState((state) => state.history.past !== undefined);
  const hasFuture = useEditorState((state) => state.history.future !== undefined);
  const language = useEditorState((state) => state.language);
  const readOnly = useEditorState((state) => state.readOnly);
  const mayReplay = useMay('calls:replay');
  return (
    <div className="editor-bar">
      <Group gap="sm">
        <Anchor renderRoot={(props) => <Link to={pagePaths.flows} {...props} />} size="sm">
          ← {t('flow.all')}
        </Anchor>
        <Title order={1}>{name}</Title>
        {mayReplay && (
          <Anchor renderRoot={(props) => <Link to={pagePaths.calls} params={{ flowId }} {...props} />} size="sm">
            {t('flow.calls')}
          </Anchor>
        )}
        <SaveBadge onSave={onSave} />
        <Colleagues />
      </Group>
      <Group gap={6} role="toolbar" aria-label={t('editor.tools')}>
        {!readOnly && (
          <>
            <Tool icon="undo" label={t('editor.undo')} disabled={!hasPast} onClick={() => store.undo()} />
            <Tool icon="redo" label={t('editor.redo')} disabled={!hasFuture} onClick={() => store.redo()} />
            <Tool icon="tidy" label={t('editor.tidy')} onClick={onTidy} />
          </>
        )}
        <Tool icon="search" label={t('editor.find')} onClick={() => store.set({ dialog: { kind: 'find' } })} />
        <Tool icon="question" label={t('editor.help')} onClick={() => store.set({ dialog: { kind: 'help' } })} />
        <Select
          size="xs"
          w={130}
          aria-label={t('editor.language')}
          value={language}
          allowDeselect={false}
          data={languages.split(' ').map((tag) => ({ value: tag, label: format.language(tag) }))}
          onChange={(value) => value && chooseLanguage(store, value)}
        />
        <SettingsButton />
        <ProblemCount />
        <PanelButton panel="try" icon="phone" label={t('try.open')} />
        <PanelButton panel="cases" icon="check" label={t('cases.open')} />
        <PanelButton panel="traffic" icon="reports" label={t('traffic.open')} />
        {children}
      </Group>
    </div>
  );
}
