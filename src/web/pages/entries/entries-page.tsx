import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { Page } from '../../ui/page.tsx';
import { DeliveriesSection } from './deliveries-section.tsx';
import { EndpointsSection } from './endpoints-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { LinksSection } from './links-section.tsx';

/** The other doors: links, QR codes and buttons; keys of other IVRs, and who is told what becomes of their invites. */
export function EntriesPage() {
  const t = useText();
  const maySeeKeys = useMay('users:read');
  const back = (
    <Link to={pagePaths.settings} className="text-link">
      {t('entries.back')}
    </Link>
  );
  return (
    <Page title={t('entries.title')} hint={t('entries.hint')} actions={back}>
      <Stack gap="md">
        <LinksSection />
        {maySeeKeys && <KeysSection />}
        <EndpointsSection />
        <DeliveriesSection />
      </Stack>
    </Page>
  );
}
