import { Button, Checkbox, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { KEY_SCOPES } from '../../../http/contract/users.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from '../settings/section.tsx';
import { Secret } from './secret.tsx';

type Scope = (typeof KEY_SCOPES)[number];

/** The keys of machines, such as IVRs that invite: they may what their scopes say and nothing else. */
export function KeysSection() {
  const t = useText();
  const format = useFormat();
  const mayChange = useMay('users:manage');
  const keys = useQuery(apiQuery('apiKeys', { query: { limit: 200 } }));
  const add = useApiChange('createApiKey', ['apiKeys']);
  const revoke = useApiChange('revokeApiKey', ['apiKeys']);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['handoffs:write', 'handoffs:read']);
  const [days, setDays] = useState<number | string>('');
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), scopes: [...scopes], ...(typeof days === 'number' && { expiresInDays: days }) };
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
              head={[t('keys.name'), t('keys.may'), t('keys.expires'), t('keys.used'), t('settings.actions')]}
              empty={t('keys.none')}
              rows={items.map((key) => ({
                key: key.id,
                cells: [
                  key.name,
                  key.scopes ? key.scopes.map((scope) => t(`scope.${scope}`)).join(', ') : t(`role.${key.role}`),
                  key.expiresAtMs === undefined ? t('keys.forever') : format.day(key.expiresAtMs),
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
            <Checkbox.Group label={t('keys.scopes')} mb="xs" value={[...scopes]} onChange={(next) => setScopes(next as Scope[])}>
              <Group gap="md">
                {KEY_SCOPES.map((scope) => (
                  <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} />
                ))}
              </Group>
            </Checkbox.Group>
            <Group align="flex-end" gap="xs">
              <TextInput
                label={t('keys.newName')}
                maxLength={80}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <NumberInput
                label={t('keys.days')}
                description={t('keys.days.hint')}
                min={1}
                max={3650}
                allowDecimal={false}
                value={days}
                onChange={setDays}
              />
              <Button type="submit" loading={add.isPending} disabled={name.trim() === '' || scopes.length === 0}>
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
