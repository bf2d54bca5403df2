import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMe } from '../../shell/me.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Section } from '../settings/section.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactor } from './second-factor.tsx';
import { SessionsTable } from './sessions-table.tsx';

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
        <Section title={t('factor.title')} hint={t('factor.hint')}>
          <SecondFactor />
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
