import { Button, NativeSelect, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { WEBHOOK_KINDS, type WebhookView } from '../../../http/contract/sandbox-carrier.ts';
import { useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { Rows } from '../settings/section.tsx';
import { HeldWebhooks } from './held-webhooks.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';
import { answerWords, webhookWords } from './webhook-words.ts';

const SHOWN = 40;

function Details({ webhook }: { webhook: WebhookView }) {
  const t = useText();
  return (
    <details className="webhook-details">
      <summary>
        {webhookWords(webhook, t)}
        {webhook.repeats !== undefined && ` (${t('webhooks.again', { number: webhook.repeats })})`}
      </summary>
      <code>
        {webhook.method} {webhook.path}
      </code>
      <dl>
        {Object.entries({ ...webhook.parameters, ...(webhook.token && { 'I-Twilio-Idempotency-Token': webhook.token }) }).map(
          ([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </details>
  );
}

/** What was sent, each with a button that sends it again: the same words, signature and token. */
function SentWebhooks({ items }: { items: readonly WebhookView[] }) {
  const t = useText();
  const format = useFormat();
  const run = useRun();
  const [only, setOnly] = useState<WebhookView['kind'] | 'all'>('all');
  const [said, setSaid] = useState('');
  const shown = items.filter(({ kind }) => only === 'all' || kind === only).slice(0, SHOWN);
  const repeat = (webhook: WebhookView) => async () => {
    setSaid('');
    setSaid(t('webhooks.repeated', { answer: answerWords(await sandboxApi.repeatWebhook(webhook.id), t) }));
  };
  return (
    <section aria-label={t('webhooks.sent')}>
      <NativeSelect
        size="xs"
        label={t('webhooks.only')}
        value={only}
        onChange={(event) => setOnly(event.currentTarget.value as WebhookView['kind'] | 'all')}
        data={[
          { value: 'all', label: t('webhooks.only.all') },
          ...WEBHOOK_KINDS.map((value) => ({ value, label: t(`webhooks.kind.${value}`) })),
        ]}
      />
      <Text size="xs" role="status" mih="1.35em">
        {said}
      </Text>
      <Rows
        label={t('webhooks.sent')}
        head={['#', t('webhooks.when'), t('webhooks.what'), t('webhooks.answer'), t('webhooks.repeat')]}
        empty={t('webhooks.sent.none')}
        rows={shown.map((webhook) => ({
          key: String(webhook.id),
          cells: [
            webhook.id,
            format.clock(webhook.atMs),
            <Details key="what" webhook={webhook} />,
            answerWords(webhook, t),
            <Button
              key="again"
              size="compact-xs"
              variant="default"
              aria-label={t('webhooks.repeatOne', { what: `${webhook.id}, ${webhookWords(webhook, t)}` })}
              onClick={() => run(repeat(webhook))}
            >
              {t('webhooks.repeat')}
            </Button>,
          ],
        }))}
      />
    </section>
  );
}

/** The carrier's webhooks: held back, lost, let go in another order, sent again. */
export function WebhooksPanel({ state }: { state: SandboxState }) {
  const list = useQuery({
    queryKey: ['sandbox-webhooks', state.webhooksSent],
    queryFn: ({ signal }) => sandboxApi.webhooks(signal),
    placeholderData: keepPreviousData,
    // What is under way has no answer yet.
    refetchInterval: ({ state: { data } }) => (data?.items.some(({ answer }) => !answer) ? 1000 : false),
  });
  return (
    <div className="webhook-panel">
      <HeldWebhooks state={state} />
      <QueryView query={list}>{({ items }) => <SentWebhooks items={items} />}</QueryView>
    </div>
  );
}
