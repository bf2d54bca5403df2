import { Stack } from '@mantine/core';
import { useText } from '../../messages/language.tsx';
import { Page } from '../../ui/page.tsx';
import { KeysSection } from '../entries/keys-section.tsx';
import { FactorDutySection } from './factor-duty-section.tsx';
import { RightsSection } from './rights-section.tsx';
import { UsersSection } from './users-section.tsx';

/** Who may sign in, which machines have keys, and who may what. */
export function UsersPage() {
  const t = useText();
  return (
    <Page title={t('nav.users')} hint={t('users.hint')}>
      <Stack gap="md">
        <UsersSection />
        <KeysSection />
        <FactorDutySection />
        <RightsSection />
      </Stack>
    </Page>
  );
}
