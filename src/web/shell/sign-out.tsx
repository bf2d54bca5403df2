import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { callApi } from '../api/call-api.ts';
import { useText } from '../messages/language.tsx';
import { pagePaths } from '../paths.ts';
import { Icon } from '../ui/icon.tsx';

/** Ends the session and forgets everything that was fetched in it. */
export function SignOut() {
  const t = useText();
  const router = useRouter();
  const queryClient = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => callApi('signOut'),
    onSettled: async () => {
      queryClient.clear();
      await router.navigate({ to: pagePaths.login });
    },
  });
  return (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      justify="flex-start"
      leftSection={<Icon name="signOut" size={16} />}
      loading={signOut.isPending}
      onClick={() => signOut.mutate()}
    >
      {t('shell.signOut')}
    </Button>
  );
}
