import { Text } from '@mantine/core';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { SmallTable } from './small-table.tsx';

const SHOWN = 8;

/** Who waits in which queue, at which place, and for how long. */
export function Queues({ state }: { state: SandboxState }) {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const waiting = state.queues.filter((queue) => queue.size > 0);
  if (waiting.length === 0) return <Text size="sm">{t('agentPhone.nobody')}</Text>;
  return waiting.map((queue) => (
    <section key={queue.sid} aria-label={t('queues.of', { name: queue.name })}>
      <Text size="sm" fw={600}>
        {t('agentPhone.queue', { name: queue.name, size: queue.size })}
      </Text>
      <SmallTable
        label={t('queues.of', { name: queue.name })}
        head={[t('queues.position'), t('queues.caller'), t('queues.since')]}
        rows={queue.waiting.slice(0, SHOWN).map(({ callSid, from, joinedAtMs }, at) => ({
          key: callSid,
          cells: [at + 1, from, format.stopwatch(Math.max(0, now - joinedAtMs) / 1000)],
        }))}
      />
    </section>
  ));
}
