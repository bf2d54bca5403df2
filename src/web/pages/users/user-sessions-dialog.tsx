import { Button, Group, Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SessionView } from '../../../http/contract/account.ts';
import type { UserView } from '../../../http/contract/users.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { QueryView } from '../../ui/states.tsx';
import { SessionsTable } from '../account/sessions-table.tsx';
import { Outcome } from '../settings/section.tsx';

/** Where somebody is signed in, and signing them out everywhere. */
export function UserSessionsDialog({ user, onClose }: { user: UserView; onClose: (done?: string) => void }) {
  const t = useText();
  const mayEnd = useMay('users:manage');
  const sessions = useQuery(apiQuery('userSessions', { params: { id: user.id } }));
  const endOne = useApiChange('endUserSession', ['userSessions']);
  const end = useApiChange('endUserSessions', ['userSessions']);
  return (
    <Modal
      opened
      size="lg"
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={t('users.sessionsOf', { name: user.name })}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <Stack>
        <QueryView query={sessions}>
          {({ items }) => (
            <SessionsTable
              sessions={items}
              {...(mayEnd && {
                action: (session: SessionView) => (
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={endOne.isPending}
                    aria-label={t('account.endOne', { address: session.address ?? t('account.unknown') })}
                    onClick={() => endOne.mutate({ params: { id: user.id, sessionId: session.id } })}
                  >
                    {t('account.end')}
                  </Button>
                ),
              })}
            />
          )}
        </QueryView>
        <Outcome error={end.error ?? endOne.error} done="" />
        {mayEnd && (
          <Group justify="flex-end">
            <Button
              color="red"
              loading={end.isPending}
              onClick={() =>
                end.mutate({ params: { id: user.id } }, { onSuccess: () => onClose(t('users.signedOut', { name: user.name })) })
              }
            >
              {t('users.signOut')}
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}
