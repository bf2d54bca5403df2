import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useText } from '../../messages/language.tsx';

/** A secret that is shown this once. */
export function Secret({ what, secret }: { what: string; secret: string }) {
  const t = useText();
  return (
    <Stack gap={4} role="status">
      <Text size="sm">{what}</Text>
      <Group gap={6}>
        <Code>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? t('settings.copied') : t('entries.copySecret')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
