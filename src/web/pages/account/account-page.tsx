import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { OwnPassword } from '../../../http/contract/account.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMe } from '../../shell/me.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Section } from '../settings/section.tsx';
import { SessionsTable } from './sessions-table.tsx';

const NOTHING = { current: '', next: '', again: '' };

function PasswordForm() {
  const t = useText();
  const me = useMe();
  const change = useApiChange('changeOwnPassword', ['ownSessions']);
  const [draft, setDraft] = useState(NOTHING);
  const [isTried, setTried] = useState(false);
  const [done, setDone] = useState('');
  const { again, ...body } = draft;
  const isShort = !OwnPassword.shape.next.safeParse(body.next).success;
  const set = (field: keyof typeof NOTHING) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setDone('');
    if (isShort || body.current === '' || again !== body.next) return;
    change.mutate(
      { body },
      {
        onSuccess: () => {
          setDraft(NOTHING);
          setTried(false);
          setDone(t('account.password.done'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit} aria-label={t('account.password')} noValidate>
      <Stack gap="sm" maw={420}>
        <input type="text" autoComplete="username" value={me.user.username} readOnly hidden />
        <PasswordInput
          label={t('account.password.current')}
          autoComplete="current-password"
          value={draft.current}
          onChange={set('current')}
          error={isTried && draft.current === '' && t('account.password.needed')}
        />
        <PasswordInput
          label={t('account.password.next')}
          description={t('account.password.hint')}
          autoComplete="new-password"
          value={draft.next}
          onChange={set('next')}
          error={isTried && isShort && t('account.password.short')}
        />
        <PasswordInput
          label={t('account.password.again')}
          autoComplete="new-password"
          value={again}
          onChange={set('again')}
          error={isTried && again !== draft.next && t('account.password.differs')}
        />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t('account.password.save')}
          </Button>
        </Group>
        <Outcome error={change.error} done={done} />
      </Stack>
    </form>
  );
}

/** One's own account: password, and where one is signed in. */
export function AccountPage() {
  const t = useText();
  const me = useMe();
  const sessions = useQuery(apiQuery('ownSessions'));
  const end = useApiChange('endOwnSession', ['ownSessions']);
  return (
    <Page title={t('account.title')} hint={t('account.hint')}>
      <Stack gap="md">
        <Section title={t('account.password')}>
          {me.began === 'openid' ? <Text size="sm">{t('account.password.elsewhere')}</Text> : <PasswordForm />}
        </Section>
        <Section title={t('account.sessions')} hint={t('account.sessions.hint')}>
          <QueryView query={sessions}>
            {({ items }) => (
              <SessionsTable
                sessions={items}
                action={(session) =>
                  !session.current && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={end.isPending}
                      aria-label={t('account.endOne', { address: session.address ?? t('account.unknown') })}
                      onClick={() => end.mutate({ params: { sessionId: session.id } })}
                    >
                      {t('account.end')}
                    </Button>
                  )
                }
              />
            )}
          </QueryView>
          <Outcome error={end.error} done="" />
        </Section>
      </Stack>
    </Page>
  );
}
