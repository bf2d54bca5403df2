import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from '../settings/section.tsx';
import { Secret } from './secret.tsx';

/** The keys by which other IVRs invite: they may that and nothing else. */
export function KeysSection() {
  const t = useText();
  const format = useFormat();
  const mayChange = useMay('users:manage');
  const keys = useQuery(apiQuery('apiKeys', { query: { limit: 200 } }));
  const add = useApiChange('createApiKey', ['apiKeys']);
  const revoke = useApiChange('revokeApiKey', ['apiKeys']);
  const [name, setName] = useState('');
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), scopes: ['handoffs:write' as const, 'handoffs:read' as const] };
    add.mutate(
      { body },
      {
        onSuccess: ({ key, secret }) => {
          setMade({ name: key.name, secret });
          setName('');
        },
      },
    );
  };
  return (
    <Section title={t('keys.title')} hint={t('keys.hint')}>
      <Stack gap="sm">
        <QueryView query={keys}>
          {({ items }) => (
            <Rows
              label={t('keys.title')}
              head={[t('keys.name'), t('keys.may'), t('keys.used'), t('settings.actions')]}
              empty={t('keys.none')}
              rows={items.map((key) => ({
                key: key.id,
                cells: [
                  key.name,
                  key.scopes ? key.scopes.map((scope) => t(`scope.${scope}`)).join(', ') : t(`role.${key.role}`),
                  key.lastUsedAtMs === undefined ? t('keys.never') : format.dateTime(key.lastUsedAtMs),
                  mayChange && (
                    <Button
                      key="revoke"
                      size="compact-sm"
                      variant="default"
                      disabled={revoke.isPending}
                      aria-label={t('keys.revokeOne', { name: key.name })}
                      onClick={() => revoke.mutate({ params: { id: key.id } })}
                    >
                      {t('keys.revoke')}
                    </Button>
                  ),
                ],
              }))}
            />
          )}
        </QueryView>
        {mayChange && (
          <form onSubmit={submit} aria-label={t('keys.new')}>
            <Group align="flex-end" gap="xs">
              <TextInput
                label={t('keys.newName')}
                maxLength={80}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
                {t('keys.add')}
              </Button>
            </Group>
          </form>
        )}
        {made && <Secret what={t('keys.made', { name: made.name })} secret={made.secret} />}
        <Outcome error={add.error ?? revoke.error} done="" />
      </Stack>
    </Section>
  );
}
