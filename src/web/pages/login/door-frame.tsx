import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { ColorSchemeSwitch, LanguageSwitch } from '../../shell/preferences.tsx';

/** A page of ours to go on to; an address that leads elsewhere is ignored. */
export function nextPage(next: string | undefined): string {
  return next && /^\/(?!\/|\\)/.test(next) ? next : pagePaths.overview;
}

/** The frame of what stands before the pages: signing in, and what must be done first. */
export function DoorFrame({ title, foot, children }: { title: string; foot: ReactNode; children: ReactNode }) {
  const t = useText();
  useEffect(() => {
    document.title = `${title} · Relevo`;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md" className="login">
      <Stack w="100%" maw={380} gap="md">
        <Stack gap={4} align="center">
          <img src="/favicon.svg" alt="" width={48} height={48} />
          <Title order={1}>Relevo</Title>
          <Text size="sm" c="dimmed" ta="center">
            {t('login.claim')}
          </Text>
        </Stack>
        <Paper p="lg" shadow="sm">
          {children}
        </Paper>
        <Text component="div" size="xs" c="dimmed" ta="center">
          {foot}
        </Text>
        <Group justify="center" gap="xs">
          <LanguageSwitch />
          <ColorSchemeSwitch />
        </Group>
      </Stack>
    </Center>
  );
}
