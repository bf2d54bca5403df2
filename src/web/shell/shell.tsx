import { AppShell, Badge, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { useText } from '../messages/language.tsx';
import { useMe } from './me.ts';
import { Navigation } from './navigation.tsx';

function Brand() {
  return (
    <Group gap={8} wrap="nowrap">
      <img src="/favicon.svg" alt="" width={26} height={26} />
      <Text fw={700} fz="lg" component="span">
        Relevo
      </Text>
    </Group>
  );
}

function SandboxMark() {
  const t = useText();
  const me = useMe();
  return me.environment === 'sandbox' ? <Badge color="yellow">{t('shell.sandbox')}</Badge> : null;
}

/** The frame of every page: where one is, who one is, and whether the service answers. */
export function Shell() {
  const t = useText();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: { base: 52, md: 0 } }}
      navbar={{ width: 212, breakpoint: 'md', collapsed: { mobile: !opened } }}
      transitionDuration={0}
    >
      <a className="skip-link" href="#main">
        {t('shell.skip')}
      </a>
      <AppShell.Header hiddenFrom="md" px="md">
        <Group h="100%" gap="sm">
          <Burger opened={opened} onClick={toggle} size="sm" aria-label={t('shell.menu')} aria-expanded={opened} />
          <Brand />
          <SandboxMark />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" className="shell-nav" onClick={close}>
        <Group visibleFrom="md" gap={6} px={6} pt={2} pb="sm">
          <Brand />
          <SandboxMark />
        </Group>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
