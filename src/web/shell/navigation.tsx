import { Avatar, Group, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { type MessageKey, useText } from '../messages/language.tsx';
import { pagePaths } from '../paths.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { ConnectionState } from './connection-state.tsx';
import { useMe } from './me.ts';
import { ColorSchemeSwitch, LanguageSwitch } from './preferences.tsx';
import { SignOut } from './sign-out.tsx';

const LINKS = [
  { to: pagePaths.overview, icon: 'overview', label: 'nav.overview' },
  { to: pagePaths.desk, icon: 'desk', label: 'nav.desk' },
  { to: pagePaths.flows, icon: 'flows', label: 'nav.flows' },
  { to: pagePaths.tables, icon: 'tables', label: 'nav.tables' },
  { to: pagePaths.reports, icon: 'reports', label: 'nav.reports' },
  { to: pagePaths.settings, icon: 'settings', label: 'nav.settings' },
  { to: pagePaths.users, icon: 'users', label: 'nav.users' },
  { to: pagePaths.audit, icon: 'audit', label: 'nav.audit' },
  { to: pagePaths.sandbox, icon: 'sandbox', label: 'nav.sandbox' },
] as const satisfies readonly { to: string; icon: IconName; label: MessageKey }[];

function PageLinks() {
  const t = useText();
  const me = useMe();
  const { pathname } = useLocation();
  const isHere = (to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`));
  return (
    <nav aria-label={t('nav.label')}>
      {LINKS.filter((link) => me.pages.includes(link.to)).map((link) => (
        <NavLink
          key={link.to}
          component={Link}
          to={link.to}
          label={t(link.label)}
          leftSection={<Icon name={link.icon} />}
          active={isHere(link.to)}
          aria-current={isHere(link.to) ? 'page' : undefined}
          className="nav-link"
        />
      ))}
    </nav>
  );
}

/** The menu by role, and below it what is about the person: state of the connection, language, colours, sign-out. */
export function Navigation() {
  const t = useText();
  const me = useMe();
  return (
    <>
      <ScrollArea flex={1} type="auto">
        <PageLinks />
      </ScrollArea>
      <Stack gap="xs" pt="sm" className="nav-foot">
        <ConnectionState />
        <Group gap="xs" wrap="nowrap">
          <LanguageSwitch />
          <ColorSchemeSwitch />
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Avatar size={30} radius="xl" color="relevo" name={me.user.name} aria-hidden />
          <div style={{ minWidth: 0 }}>
            <Link to={pagePaths.account} className="text-link" aria-label={t('account.link', { name: me.user.name })}>
              {me.user.name}
            </Link>
            <Text size="xs" c="dimmed">
              {me.user.roles.map((role) => t(`role.${role}`)).join(', ')}
            </Text>
          </div>
        </Group>
        <SignOut />
      </Stack>
    </>
  );
}
