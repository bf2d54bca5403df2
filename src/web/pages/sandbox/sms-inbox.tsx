import { Button, Stack, Text } from '@mantine/core';
import type { HandsetView } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

/** Text messages; a link to WhatsApp opens the thread with its words ready to be sent. */
export function SmsInbox({ handset, onOpened }: { handset: HandsetView; onOpened: () => void }) {
  const t = useText();
  const format = useFormat();
  const run = useRun();
  const open = (url: string) =>
    run(async () => {
      await sandboxApi.openLink(handset.id, url);
      onOpened();
    });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="handset-thread" role="log" aria-label={t('sms.inbox')} tabIndex={0}>
      {handset.inbox.length === 0 && <Text size="sm">{t('sms.empty')}</Text>}
      {handset.inbox.map((message) => (
        <article key={message.sid} className="bubble" data-by="business">
          <Text size="xs" c="dimmed">
            {message.from} · {format.clock(message.atMs)}
          </Text>
          <div className="entry-text">{message.text}</div>
          <Stack gap={4} mt={6} align="flex-start">
            {message.links.map((url) => (
              <Button key={url} size="compact-xs" variant="default" onClick={() => open(url)}>
                {t('sms.open', { url: new URL(url).host })}
              </Button>
            ))}
          </Stack>
        </article>
      ))}
    </div>
  );
}
