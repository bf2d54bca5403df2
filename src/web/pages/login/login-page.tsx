import { Alert, Button, Center, Divider, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect } from 'react';
import { ApiProblem, callApi } from '../../api/call-api.ts';
import { apiQuery } from '../../api/queries.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { ColorSchemeSwitch, LanguageSwitch } from '../../shell/preferences.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useProblemText } from '../../ui/states.tsx';

/** A page of ours to go on to; an address that leads elsewhere is ignored. */
function nextPage(next: string | undefined): string {
  return next && /^\/(?!\/|\\)/.test(next) ? next : pagePaths.overview;
}

function useSignIn() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next } = useSearch({ from: pagePaths.login });
  return useMutation({
    mutationFn: (body: { username: string; password: string }) => callApi('signIn', { body }),
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(apiQuery('me').queryKey, me);
      router.history.push(nextPage(next));
    },
  });
}

/** To the identity provider, where there is one; what went wrong there is said here. */
function OtherWays() {
  const t = useText();
  const { next } = useSearch({ from: pagePaths.login });
  const { data } = useQuery({ ...apiQuery('signInWays'), staleTime: Number.POSITIVE_INFINITY });
  if (!data?.openId) return null;
  const query = next === undefined ? '' : `?${new URLSearchParams({ next })}`;
  return (
    <Stack gap="md" mb="md">
      <Button component="a" href={`${data.openId.address}${query}`} size="md" variant="default">
        {data.openId.name}
      </Button>
      <Divider label={t('login.or')} />
    </Stack>
  );
}

function SignInForm() {
  const t = useText();
  const problemText = useProblemText();
  const signIn = useSignIn();
  const { problem } = useSearch({ from: pagePaths.login });
  const error = signIn.error ?? (problem !== undefined && !signIn.isPending ? new ApiProblem(0, problem, t('problem.unknown')) : undefined);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ username: String(form.get('username')).trim(), password: String(form.get('password')) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {error && (
          <Alert role="alert" color="red" icon={<Icon name="warning" />}>
            {problemText(error)}
          </Alert>
        )}
        <TextInput
          name="username"
          label={t('login.username')}
          autoComplete="username"
          autoCapitalize="none"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          name="password"
          label={t('login.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show'), tabIndex: 0 }}
        />
        <Button type="submit" size="md" loading={signIn.isPending}>
          {t('login.submit')}
        </Button>
      </Stack>
    </form>
  );
}

/** Where everybody comes in. */
export function LoginPage() {
  const t = useText();
  useEffect(() => {
    document.title = `${t('login.title')} · Relevo`;
  }, [t]);
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
          <OtherWays />
          <SignInForm />
        </Paper>
        <Text size="xs" c="dimmed" ta="center">
          {t('login.help')}
        </Text>
        <Group justify="center" gap="xs">
          <LanguageSwitch />
          <ColorSchemeSwitch />
        </Group>
      </Stack>
    </Center>
  );
}
