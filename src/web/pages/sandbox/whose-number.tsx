import { NativeSelect } from '@mantine/core';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';

interface Props {
  readonly label: string;
  readonly state: SandboxState;
  /** '' for everybody. */
  readonly value: string;
  readonly onChange: (number: string) => void;
}

/** Everybody, or one of the people of the sandbox by number. */
export function WhoseNumber({ label, state, value, onChange }: Props) {
  const t = useText();
  const numbers = new Map<string, string>();
  for (const { from, kind } of state.callers) if (from.startsWith('+')) numbers.set(from, `${t(`caller.${kind}`)} · ${from}`);
  for (const { number, profileName } of state.handsets) {
    if (number !== undefined && !numbers.has(number)) numbers.set(number, `${profileName} · ${number}`);
  }
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('backstage.everybody') }, ...[...numbers].map(([number, name]) => ({ value: number, label: name }))]}
    />
  );
}
