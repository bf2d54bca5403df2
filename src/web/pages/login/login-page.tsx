import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ApiProblem, callApi } from '../../api/call-api.ts';
import { apiQuery } from '../../api/queries.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { Icon } from '../../ui/icon.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { DoorFrame, nextPage } from './door-frame.tsx';

function useSignIn() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next } = useSearch({ from: pagePaths.login });
  return useMutation({
    mutationFn: (body: { username: string; password: string; code?: string }) => callApi('signIn', { body }),
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
  const code = signIn.error instanceof ApiProblem ? signIn.error.code : '';
  const isAsked = code === 'code-needed';
  // Once it was asked for the field stays, also while the answer is waited for.
  const [asksCode, setAsksCode] = useState(false);
  if (isAsked && !asksCode) setAsksCode(true);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const code = String(form.get('code') ?? '').trim();
    const body = { username: String(form.get('username')).trim(), password: String(form.get('password')) };
    signIn.mutate({ ...body, ...(code !== '' && { code }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {error && !isAsked && (
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
        {asksCode && (
          <TextInput
            name="code"
            label={t('factor.code')}
            description={t('factor.code.hint')}
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            autoFocus
          />
        )}
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
  return (
    <DoorFrame title={t('login.title')} foot={t('login.help')}>
      <OtherWays />
      <SignInForm />
    </DoorFrame>
  );
}
