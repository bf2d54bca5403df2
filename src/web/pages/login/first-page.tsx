import { Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { SignOut } from '../../shell/sign-out.tsx';
import { PasswordForm } from '../account/password-form.tsx';
import { DoorFrame, nextPage } from './door-frame.tsx';

/** What somebody must do before the pages open to them. */
export function FirstPage() {
  const t = useText();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next } = useSearch({ from: pagePaths.first });
  const goOn = () => {
    queryClient.clear();
    router.history.push(nextPage(next));
  };
  return (
    <DoorFrame title={t('first.title')} foot={<SignOut />}>
      <Stack gap="md">
        <Title order={2} size="h4">
          {t('first.password')}
        </Title>
        <Text size="sm">{t('first.password.why')}</Text>
        <PasswordForm onDone={goOn} />
      </Stack>
    </DoorFrame>
  );
}
