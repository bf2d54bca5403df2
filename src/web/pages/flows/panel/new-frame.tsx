import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

interface NewFrameProps {
  readonly label: string;
  readonly create: string;
  readonly cancel: string;
  /** Can it be made as it stands? */
  readonly isGood: boolean;
  readonly onCreate: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Where something new is named, in the middle of a form: Enter makes it, Escape leaves. */
export function NewFrame({ label, create, cancel, isGood, onCreate, onCancel, children }: NewFrameProps) {
  return (
    <Stack
      className="panel-new"
      gap={6}
      role="group"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement && isGood) onCreate();
      }}
    >
      {children}
      <Group gap={6}>
        <Button size="compact-xs" disabled={!isGood} onClick={onCreate}>
          {create}
        </Button>
        <Button size="compact-xs" variant="default" onClick={onCancel}>
          {cancel}
        </Button>
      </Group>
    </Stack>
  );
}
