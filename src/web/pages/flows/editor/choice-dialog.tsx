import { Modal, TextInput } from '@mantine/core';
import { useId, useMemo, useState } from 'react';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { useEditorText } from './words/editor-text.tsx';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly group: string;
  readonly icon?: IconName | undefined;
  /** What is searched beside the label and the hint. */
  readonly words?: string | undefined;
}

interface ChoiceDialogProps {
  readonly title: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

const MOST = 80;

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Choices that hold every word, those whose name begins with it first. */
function matching(choices: readonly Choice[], query: string): readonly Choice[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return choices;
  const found = choices.filter(({ label, hint = '', words: more = '' }) => {
    const text = plain(`${label} ${hint} ${more}`);
    return words.every((word) => text.includes(word));
  });
  const rank = ({ label }: Choice) => (plain(label).startsWith(words[0] ?? '') ? 0 : plain(label).includes(words[0] ?? '') ? 1 : 2);
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/** One of many, by typing a part of its name; arrow keys and Enter choose. */
export function ChoiceDialog({ title, label, choices, onChoose, onClose }: ChoiceDialogProps) {
  const t = useEditorText();
  const list = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => matching(choices, query).slice(0, MOST), [choices, query]);
  const active = found[Math.min(at, found.length - 1)];
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    onChoose(choice.id);
  };
  const go = (by: number) => {
    const next = Math.max(0, Math.min(found.length - 1, at + by));
    setAt(next);
    document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('dialog.close') }} returnFocus>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-autocomplete="list"
        {...(active && { 'aria-activedescendant': `${list}-${found.indexOf(active)}` })}
        label={label}
        leftSection={<Icon name="search" size={16} />}
        value={query}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
          if (by !== undefined) go(by);
          else if (event.key === 'Enter') choose(active);
          else return;
          event.preventDefault();
        }}
      />
      <div className="choice-list" id={list} role="listbox" aria-label={title}>
        {found.map((choice, n) => (
          <div key={choice.id}>
            {choice.group !== found[n - 1]?.group && (
              <div className="choice-group" role="presentation">
                {choice.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are taken by the field above, which keeps the focus */}
            <div
              id={`${list}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={choice === active}
              className="choice"
              onClick={() => choose(choice)}
            >
              {choice.icon && <Icon name={choice.icon} size={16} />}
              <span className="choice-label">{choice.label}</span>
              {choice.hint && <span className="choice-hint">{choice.hint}</span>}
            </div>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="choice-none" role="status">
          {t('editor.nothingFound')}
        </p>
      )}
    </Modal>
  );
}
