import { Badge } from '@mantine/core';
import type { FlowSummary } from '../../../http/contract/flows.ts';
import { useText } from '../../messages/language.tsx';

/** Which release serves, whether the newest file was refused, or that nobody hears it yet. */
export function FlowStateBadge({ flow }: { flow: Pick<FlowSummary, 'state' | 'release'> }) {
  const t = useText();
  if (flow.state === 'serving') return <Badge color="teal">{t('flow.serving', { release: flow.release ?? 0 })}</Badge>;
  if (flow.state === 'draft') return <Badge color="gray">{t('flow.onlyDraft')}</Badge>;
  return <Badge color="red">{flow.release === undefined ? t('flow.refused') : t('flow.refusedKeeps', { release: flow.release })}</Badge>;
}
