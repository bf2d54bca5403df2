import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePanelText } from '../panel/words/panel-text.tsx';

interface Props {
  readonly label: string;
  readonly remove: string;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
  readonly children: ReactNode;
}

/** Asks before something goes that others depend on; what is lost is said. Escape keeps it. */
export function ConfirmRemoval({ label, remove, onRemove, onKeep, children }: Props) {
  const t = usePanelText();
  return (
    <Stack
      className="settings-ask"
      gap={6}
      role="group"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onKeep();
      }}
    >
      {children}
      <Group gap={6}>
        <Button size="compact-xs" color="red" autoFocus onClick={onRemove}>
          {remove}
        </Button>
        <Button size="compact-xs" variant="default" onClick={onKeep}>
          {t('settings.keep')}
        </Button>
      </Group>
    </Stack>
  );
}
