import { Badge, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { WebhookEndpointView } from '../../../http/contract/webhooks.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from '../settings/section.tsx';
import { Secret } from './secret.tsx';

const STALE = ['webhookEndpoints'] as const;

/** Who is told by webhook what becomes of invites; administrators change it. */
export function EndpointsSection() {
  const t = useText();
  const endpoints = useQuery(apiQuery('webhookEndpoints', { query: { limit: 200 } }));
  const mayChange = useMay('settings:change');
  return (
    <Section title={t('endpoints.title')} hint={t('endpoints.hint')}>
      <QueryView query={endpoints}>
        {({ items }) => (mayChange ? <Changeable endpoints={items} /> : <EndpointsTable endpoints={items} />)}
      </QueryView>
    </Section>
  );
}

function Changeable({ endpoints }: { endpoints: readonly WebhookEndpointView[] }) {
  const t = useText();
  const add = useApiChange('addWebhookEndpoint', STALE);
  const change = useApiChange('changeWebhookEndpoint', STALE);
  const newSecret = useApiChange('changeWebhookSecret', STALE);
  const remove = useApiChange('removeWebhookEndpoint', STALE);
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const show = ({ endpoint, secret }: { endpoint: WebhookEndpointView; secret: string }) => setMade({ name: endpoint.name, secret });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const done = (answer: { endpoint: WebhookEndpointView; secret: string }) => {
      show(answer);
      setName('');
      setUrl('');
    };
    add.mutate({ body: { name: name.trim(), url: url.trim() } }, { onSuccess: done });
  };
  const actions = (endpoint: WebhookEndpointView) => {
    const params = { id: endpoint.id };
    const named = (key: 'endpoints.switch' | 'endpoints.secret' | 'endpoints.remove') => `${t(key)}: ${endpoint.name}`;
    return (
      <Group gap={6}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={named('endpoints.switch')}
          onClick={() => change.mutate({ params, body: { enabled: endpoint.disabled !== undefined } })}
        >
          {t(endpoint.disabled ? 'endpoints.on' : 'endpoints.off')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={named('endpoints.secret')}
          onClick={() => newSecret.mutate({ params }, { onSuccess: show })}
        >
          {t('endpoints.secret')}
        </Button>
        <Button size="compact-sm" variant="default" aria-label={named('endpoints.remove')} onClick={() => remove.mutate({ params })}>
          {t('endpoints.remove')}
        </Button>
      </Group>
    );
  };
  return (
    <Stack gap="sm">
      <EndpointsTable endpoints={endpoints} actions={actions} />
      <form onSubmit={submit} aria-label={t('endpoints.new')}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label={t('endpoints.name')}
            maxLength={60}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('endpoints.url')}
            type="url"
            miw={320}
            placeholder="https://crm.example.com/relevo"
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Button type="submit" loading={add.isPending} disabled={name.trim() === '' || url.trim() === ''}>
            {t('endpoints.add')}
          </Button>
        </Group>
      </form>
      {made && <Secret what={t('endpoints.made', { name: made.name })} secret={made.secret} />}
      <Outcome error={add.error ?? change.error ?? newSecret.error ?? remove.error} done="" />
    </Stack>
  );
}

function EndpointsTable(props: {
  endpoints: readonly WebhookEndpointView[];
  actions?: (endpoint: WebhookEndpointView) => React.ReactNode;
}) {
  const t = useText();
  const { actions } = props;
  return (
    <Rows
      label={t('endpoints.title')}
      head={[
        t('endpoints.name'),
        t('endpoints.url'),
        t('endpoints.events'),
        t('settings.state'),
        ...(actions ? [t('settings.actions')] : []),
      ]}
      empty={t('endpoints.none')}
      rows={props.endpoints.map((endpoint) => ({
        key: endpoint.id,
        cells: [
          endpoint.name,
          <Code key="url">{endpoint.url}</Code>,
          <Text key="types" size="xs">
            {endpoint.types.length === 0 ? t('endpoints.all') : endpoint.types.join(', ')}
          </Text>,
          <Badge key="state" color={endpoint.disabled ? 'gray' : 'teal'}>
            {t(endpoint.disabled ? `endpoints.${endpoint.disabled}` : 'endpoints.active')}
          </Badge>,
          ...(actions ? [actions(endpoint)] : []),
        ],
      }))}
    />
  );
}
