import { Button, Checkbox, Group, Text, Title } from '@mantine/core';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { HOLDABLE_KINDS } from '../../../http/contract/sandbox-carrier.ts';
import { useText } from '../../messages/language.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';
import { webhookWords } from './webhook-words.ts';

/** Webhooks that the carrier keeps until somebody lets them go, in the order that is wanted, or loses them. */
export function HeldWebhooks({ state }: { state: SandboxState }) {
  const t = useText();
  const run = useRun();
  const { kinds, waiting } = state.held;
  const act = (action: 'release' | 'drop', ids: readonly number[] | 'all') => () => run(() => sandboxApi.held(action, ids));
  const backwards = waiting.map(({ id }) => id).reverse();
  return (
    <section aria-label={t('webhooks.held')}>
      <fieldset className="failure-group">
        <legend>{t('webhooks.hold')}</legend>
        <Group gap="sm">
          {HOLDABLE_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              size="xs"
              label={t(`webhooks.kind.${kind}`)}
              checked={kinds.includes(kind)}
              onChange={(event) => {
                const others = kinds.filter((each) => each !== kind);
                const wanted = event.currentTarget.checked ? [...others, kind] : others;
                run(() => sandboxApi.hold(wanted));
              }}
            />
          ))}
        </Group>
      </fieldset>
      <Title order={3}>{t('webhooks.held')}</Title>
      {waiting.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('webhooks.held.none')}
        </Text>
      )}
      <ol className="plain-list" aria-label={t('webhooks.held')}>
        {waiting.map((webhook) => {
          const what = webhookWords(webhook, t);
          return (
            <li key={webhook.id}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text size="xs">{what}</Text>
                <Group gap={6} wrap="nowrap">
                  <Button size="compact-xs" aria-label={t('webhooks.releaseOne', { what })} onClick={act('release', [webhook.id])}>
                    {t('webhooks.release')}
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t('webhooks.dropOne', { what })}
                    onClick={act('drop', [webhook.id])}
                  >
                    {t('webhooks.drop')}
                  </Button>
                </Group>
              </Group>
            </li>
          );
        })}
      </ol>
      {waiting.length > 1 && (
        <Group gap="xs" my="xs">
          <Button size="compact-xs" onClick={act('release', 'all')}>
            {t('webhooks.releaseAll')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={act('release', backwards)}>
            {t('webhooks.releaseBackwards')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={act('drop', 'all')}>
            {t('webhooks.dropAll')}
          </Button>
        </Group>
      )}
    </section>
  );
}
