import { Button, Code, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Json, JsonPath } from '../../../../flows/edit/json.ts';
import type { MergeConflict } from '../../../../flows/edit/merge-drafts.ts';
import { writeJson } from '../../../../flows/write-json.ts';
import { useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

function placeOf(path: JsonPath): string {
  return path.filter((part) => part !== 'steps').join(' › ');
}

function Version({ value }: { value: Json | undefined }) {
  const t = useEditorText();
  if (value === undefined) return <Text size="sm">{t('clash.gone')}</Text>;
  return typeof value === 'string' ? <Text size="sm">“{value}”</Text> : <Code block>{writeJson(value).trim()}</Code>;
}

function Choice({ conflict, mine, onChange }: { conflict: MergeConflict; mine: boolean; onChange: (mine: boolean) => void }) {
  const t = useEditorText();
  const place = placeOf(conflict.path);
  return (
    <Radio.Group label={place} value={mine ? 'mine' : 'theirs'} onChange={(value) => onChange(value === 'mine')}>
      <div className="clash-versions">
        <div>
          <Radio value="theirs" label={t('clash.theirs')} />
          <Version value={conflict.theirs} />
        </div>
        <div>
          <Radio value="mine" label={t('clash.mine')} />
          <Version value={conflict.mine} />
        </div>
      </div>
    </Radio.Group>
  );
}

/** What I and somebody else changed in different ways: both are shown, and nothing is saved until one is chosen. */
export function ClashDialog({ onSettle }: { onSettle: (mine: (conflict: MergeConflict) => boolean) => void }) {
  const t = useEditorText();
  const clash = useEditorState((state) => state.clash);
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  if (!clash) return null;
  const keyOf = ({ path }: MergeConflict) => path.join('.');
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('clash.title')}
      size="xl"
    >
      <Stack gap="md">
        <Text size="sm">{t('clash.hint')}</Text>
        {clash.conflicts.map((conflict) => (
          <Choice
            key={keyOf(conflict)}
            conflict={conflict}
            mine={mine.has(keyOf(conflict))}
            onChange={(isMine) =>
              setMine((before) => new Set(isMine ? [...before, keyOf(conflict)] : [...before].filter((key) => key !== keyOf(conflict))))
            }
          />
        ))}
        <Group justify="flex-end">
          <Button
            data-autofocus
            onClick={() => {
              onSettle((conflict) => mine.has(keyOf(conflict)));
              setMine(new Set());
            }}
          >
            {t('clash.goOn')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
