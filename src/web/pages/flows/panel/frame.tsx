import { Stack, Text } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { errorAt, type FieldProps, usePanel } from './panel-scene.ts';

interface FrameProps extends Pick<FieldProps, 'path' | 'label' | 'help' | 'required'> {
  /** Beside the name. */
  readonly mark?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What belongs together, under one name, with its help and what is wrong with it. */
export function Frame({ path, label, help, required, mark, className = 'panel-group', children }: FrameProps) {
  const error = errorAt(usePanel(), path);
  const hint = useId();
  return (
    <fieldset className={className} aria-describedby={help || error ? hint : undefined}>
      <legend>
        {label}
        {required && <span className="panel-needed"> *</span>}
        {mark}
      </legend>
      {(help || error) && (
        <div id={hint}>
          {help && (
            <Text size="xs" c="dimmed">
              {help}
            </Text>
          )}
          {error && (
            <Text size="xs" c="var(--mantine-color-error)">
              {error}
            </Text>
          )}
        </div>
      )}
      <Stack gap="xs">{children}</Stack>
    </fieldset>
  );
}
