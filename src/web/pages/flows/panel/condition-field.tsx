import { Textarea } from '@mantine/core';
import { type FieldProps, usePanel } from './panel-scene.ts';
import { useInput } from './plain-fields.tsx';

export function ConditionField(props: FieldProps) {
  const { change } = usePanel();
  const { path, value, required } = props;
  return (
    <Textarea
      {...useInput(props)}
      value={typeof value === 'string' ? value : ''}
      autosize
      onChange={({ currentTarget }) => change(path, currentTarget.value === '' && !required ? undefined : currentTarget.value)}
    />
  );
}
