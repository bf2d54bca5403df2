import { Alert, Button, Code, Group, List, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ApiAnswer } from '../../../http/contract/routes.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { QueryView } from '../../ui/states.tsx';
import { Outcome } from '../settings/section.tsx';

type Offer = NonNullable<ApiAnswer<'ownFactor'>['offer']>;

/** What both forms ask for: the code of the app, and the password. */
function ProofFields() {
  const t = useText();
  return (
    <>
      <TextInput
        name="code"
        label={t('factor.code')}
        description={t('factor.code.hint')}
        autoComplete="one-time-code"
        required
        withAsterisk={false}
      />
      <PasswordInput name="password" label={t('account.password.current')} autoComplete="current-password" required withAsterisk={false} />
    </>
  );
}

const proofOf = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  return { code: String(form.get('code')).trim(), password: String(form.get('password')) };
};

function SetUp({ offer, onMade }: { offer: Offer; onMade: (codes: readonly string[]) => void }) {
  const t = useText();
  const set = useApiChange('setFactor', ['ownSessions']);
  return (
    <form
      aria-label={t('factor.setUp')}
      onSubmit={(event) =>
        set.mutate({ body: { ...proofOf(event), sealed: offer.sealed } }, { onSuccess: ({ recoveryCodes }) => onMade(recoveryCodes) })
      }
    >
      <Stack gap="sm" maw={420}>
        <Text size="sm">{t('factor.scan')}</Text>
        <img src={`data:image/svg+xml;utf8,${encodeURIComponent(offer.qr)}`} alt={t('factor.qr')} width={200} height={200} />
        <Text size="sm">
          {t('factor.key')} <Code>{(offer.secret.match(/.{4}/g) ?? []).join(' ')}</Code>
        </Text>
        <ProofFields />
        <Group>
          <Button type="submit" loading={set.isPending}>
            {t('factor.setUp')}
          </Button>
        </Group>
        <Outcome error={set.error} done="" />
      </Stack>
    </form>
  );
}

function Recovery({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useText();
  return (
    <Alert role="status" color="teal" title={t('factor.recovery')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('factor.recovery.hint')}</Text>
        <List size="sm" aria-label={t('factor.recovery')}>
          {codes.map((code) => (
            <List.Item key={code}>
              <Code>{code}</Code>
            </List.Item>
          ))}
        </List>
        <Button variant="default" onClick={onDone}>
          {t('factor.recovery.kept')}
        </Button>
      </Stack>
    </Alert>
  );
}

function Remove({ left }: { left: number }) {
  const t = useText();
  const remove = useApiChange('removeOwnFactor', ['ownFactor']);
  return (
    <form aria-label={t('factor.remove')} onSubmit={(event) => remove.mutate({ body: proofOf(event) })}>
      <Stack gap="sm" maw={420}>
        <Text size="sm">{t('factor.active', { count: left })}</Text>
        <ProofFields />
        <Group>
          <Button type="submit" variant="default" loading={remove.isPending}>
            {t('factor.remove')}
          </Button>
        </Group>
        <Outcome error={remove.error} done="" />
      </Stack>
    </form>
  );
}

/** One's own second factor: set up with an app, or removed; `onDone`: where it had to be set up before going on. */
export function SecondFactor({ onDone }: { onDone?: () => void }) {
  const t = useText();
  // Each asking makes another key: what is on the screen stays until it is done with.
  const factor = useQuery({ ...apiQuery('ownFactor'), staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false });
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes) {
    const kept = () => {
      setCodes(undefined);
      if (onDone) onDone();
      else void factor.refetch();
    };
    return <Recovery codes={codes} onDone={kept} />;
  }
  return (
    <QueryView query={factor}>
      {({ active, offer, recoveryLeft = 0 }) =>
        offer ? (
          <SetUp offer={offer} onMade={setCodes} />
        ) : active ? (
          <Remove left={recoveryLeft} />
        ) : (
          <Text size="sm">{t('factor.elsewhere')}</Text>
        )
      }
    </QueryView>
  );
}
