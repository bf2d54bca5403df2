import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useEditorText } from '../editor/words/editor-text.tsx';

interface KeepCaseProps {
  /** Names of cases that are there: one of them is replaced. */
  readonly names: readonly string[];
  readonly disabled: boolean;
  readonly onKeep: (name: string) => Promise<void>;
}

/** “Keep this as a case”: what was done, and what came of it, is expected from now on. */
export function KeepCase({ names, disabled, onKeep }: KeepCaseProps) {
  const t = useEditorText();
  const [name, setName] = useState('');
  const [done, setDone] = useState('');
  const trimmed = name.trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (trimmed === '') return;
    await onKeep(trimmed);
    setDone(t('try.kept', { name: trimmed }));
    setName('');
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group gap={6} align="flex-end" wrap="nowrap">
        <TextInput
          label={t('try.keep')}
          placeholder={t('try.keepName')}
          maxLength={200}
          value={name}
          {...(names.includes(trimmed) && { description: t('try.keepReplaces') })}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={disabled || trimmed === ''}>
          {t('try.keepButton')}
        </Button>
      </Group>
      <div role="status">{done}</div>
    </form>
  );
}
