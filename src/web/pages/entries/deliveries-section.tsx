import { Badge, Button, Code, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookDelivery } from '../../../http/contract/webhooks.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { NewerOlder } from '../../ui/newer-older.tsx';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from '../settings/section.tsx';

const EVERY_MS = 10_000;
const SHOWN = 50;
const COLOUR = { waiting: 'yellow', delivered: 'teal', failed: 'red' } as const;

/** What was sent to endpoints, with every try; supervisors send one again. */
export function DeliveriesSection() {
  const t = useText();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const deliveries = useQuery(apiQuery('webhookDeliveries', { query: { limit: SHOWN, cursor } }, EVERY_MS));
  return (
    <Section title={t('deliveries.title')} hint={t('deliveries.hint')}>
      <QueryView query={deliveries}>
        {({ items, next }) => (
          <Stack gap="xs">
            <Deliveries deliveries={items} />
            {(cursor !== undefined || next !== undefined) && <NewerOlder cursors={cursors} next={next} onCursors={setCursors} />}
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}

function Deliveries({ deliveries }: { deliveries: readonly WebhookDelivery[] }) {
  const t = useText();
  const format = useFormat();
  const mayReplay = useMay('operations:run');
  const replay = useApiChange('replayWebhookDelivery', ['webhookDeliveries']);
  const [done, setDone] = useState('');
  return (
    <>
      <Rows
        label={t('deliveries.title')}
        head={[t('deliveries.what'), t('deliveries.when'), t('settings.state'), t('deliveries.tries'), t('settings.actions')]}
        empty={t('deliveries.none')}
        rows={deliveries.map((delivery) => ({
          key: delivery.id,
          cells: [
            <div key="what">
              <Text size="sm" fw={600}>
                {delivery.type}
              </Text>
              <Code>{delivery.handoffId}</Code>
            </div>,
            format.dateTime(delivery.createdAtMs),
            <Badge key="state" color={COLOUR[delivery.state]}>
              {t(`delivery.${delivery.state}`)}
            </Badge>,
            delivery.attempts.map(({ status, problem }) => status ?? problem).join(', ') || '—',
            mayReplay && (
              <Button
                key="replay"
                size="compact-sm"
                variant="default"
                disabled={replay.isPending}
                aria-label={t('deliveries.replayOne', { what: delivery.type, id: delivery.id })}
                onClick={() =>
                  replay.mutate(
                    { params: { id: delivery.id } },
                    { onSuccess: () => setDone(t('deliveries.replayed', { id: delivery.id })) },
                  )
                }
              >
                {t('deliveries.replay')}
              </Button>
            ),
          ],
        }))}
      />
      <Outcome error={replay.error} done={done} />
    </>
  );
}
