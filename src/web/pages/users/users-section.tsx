import { Badge, Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { UserView } from '../../../http/contract/users.ts';
import { apiQuery } from '../../api/queries.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { QueryView } from '../../ui/states.tsx';
import { Secret } from '../entries/secret.tsx';
import { Outcome, Rows, Section } from '../settings/section.tsx';
import { UserDialog } from './user-dialog.tsx';
import { UserSessionsDialog } from './user-sessions-dialog.tsx';

/** Who may sign in: added, changed, disabled, given another password, signed out everywhere. */
export function UsersSection() {
  const t = useText();
  const users = useQuery(apiQuery('users', { query: { limit: 200 } }));
  return (
    <Section title={t('users.title')} hint={t('users.title.hint')}>
      <QueryView query={users}>{({ items }) => <Users users={items} />}</QueryView>
    </Section>
  );
}

type Opened = { readonly what: 'new' } | { readonly what: 'change' | 'sessions'; readonly user: UserView };

function Users({ users }: { users: readonly UserView[] }) {
  const t = useText();
  const mayChange = useMay('users:manage');
  const opener = useRef<HTMLElement>(null);
  const [opened, setOpened] = useState<Opened>();
  const [done, setDone] = useState('');
  const [made, setMade] = useState<{ username: string; password: string }>();
  const open = (next: Opened) => (event: { currentTarget: HTMLElement }) => {
    opener.current = event.currentTarget;
    setOpened(next);
  };
  const close = (said?: string, password?: { username: string; password: string }) => {
    setOpened(undefined);
    if (said !== undefined) setDone(said);
    setMade(password);
    opener.current?.focus();
  };
  return (
    <Stack gap="sm">
      <Rows
        label={t('users.title')}
        head={[t('users.name'), t('users.username'), t('users.roles'), t('users.teams'), t('settings.state'), t('settings.actions')]}
        empty=""
        rows={users.map((user) => ({
          key: user.id,
          cells: [
            user.name,
            user.username,
            user.roles.map((role) => t(`role.${role}`)).join(', '),
            user.teams.join(', '),
            <Group key="state" gap={6}>
              <Badge color={user.disabled ? 'gray' : 'teal'}>{t(user.disabled ? 'users.disabled' : 'users.active')}</Badge>
              {user.secondFactor && <Badge variant="outline">{t('users.factor')}</Badge>}
              {user.signsIn === 'openid' && <Badge variant="outline">{t('users.openId')}</Badge>}
            </Group>,
            <Group key="actions" gap={6}>
              {mayChange && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('users.changeOne', { name: user.name })}
                  onClick={open({ what: 'change', user })}
                >
                  {t('users.change')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('users.sessionsOf', { name: user.name })}
                onClick={open({ what: 'sessions', user })}
              >
                {t('users.sessions')}
              </Button>
            </Group>,
          ],
        }))}
      />
      {mayChange && (
        <Group>
          <Button variant="default" onClick={open({ what: 'new' })}>
            {t('users.add')}
          </Button>
        </Group>
      )}
      {made && <Secret what={t('users.password.made', { username: made.username })} secret={made.password} />}
      <Outcome error={undefined} done={done} />
      {opened?.what === 'sessions' && <UserSessionsDialog user={opened.user} onClose={close} />}
      {(opened?.what === 'new' || opened?.what === 'change') && (
        <UserDialog user={opened.what === 'change' ? opened.user : undefined} onClose={close} />
      )}
    </Stack>
  );
}
