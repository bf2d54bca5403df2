import { Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { apiQuery } from '../../api/queries.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { SignOut } from '../../shell/sign-out.tsx';
import { PasswordForm } from '../account/password-form.tsx';
import { SecondFactor } from '../account/second-factor.tsx';
import { DoorFrame, nextPage } from './door-frame.tsx';

/** What somebody must do before the pages open to them. */
export function FirstPage() {
  const t = useText();
  const router = useRouter();
  const queryClient = useQueryClient();
  const me = useQuery(apiQuery('me'));
  const { next } = useSearch({ from: pagePaths.first });
  const goOn = () => {
    queryClient.clear();
    router.history.push(nextPage(next));
  };
  const isFactor = me.data?.owes === 'second-factor';
  return (
    <DoorFrame title={t('first.title')} foot={<SignOut />}>
      <Stack gap="md">
        <Title order={2} size="h4">
          {t(isFactor ? 'factor.title' : 'first.password')}
        </Title>
        <Text size="sm">{t(isFactor ? 'first.factor.why' : 'first.password.why')}</Text>
        {isFactor ? <SecondFactor onDone={goOn} /> : <PasswordForm onDone={goOn} />}
      </Stack>
    </DoorFrame>
  );
}
