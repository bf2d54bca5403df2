import { Stack, Switch, Text } from '@mantine/core';
import type { HandsetSettings, HandsetView } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

const SWITCHES = ['online', 'hasWhatsApp', 'blocked', 'hidesNumber'] as const satisfies readonly (keyof HandsetSettings)[];

/** What this person's phone is like. */
export function HandsetSwitches({ handset }: { handset: HandsetView }) {
  const t = useText();
  const run = useRun();
  return (
    <Stack gap="sm" p="sm">
      {SWITCHES.map((name) => (
        <Switch
          key={name}
          size="xs"
          label={t(`handset.${name}`)}
          checked={handset[name]}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            run(() => sandboxApi.setHandset(handset.id, { [name]: on }));
          }}
        />
      ))}
      {handset.optedOut && <Text size="xs">{t('handset.optedOut')}</Text>}
    </Stack>
  );
}
