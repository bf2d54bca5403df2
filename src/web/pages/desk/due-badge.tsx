import { Badge } from '@mantine/core';
import { useText } from '../../messages/language.tsx';
import { useNow } from '../../ui/clock.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { useDeskState } from './use-desk.ts';

/** What is left until a promised answer is due, or since when it is overdue. */
export function DueBadge({ dueAtMs }: { dueAtMs: number }) {
  const t = useText();
  const format = useFormat();
  const { clockSkewMs } = useDeskState();
  const left = (dueAtMs - (useNow() + clockSkewMs)) / 1000;
  return (
    <Badge
      color={left <= 0 ? 'red' : left < 3600 ? 'yellow' : 'gray'}
      leftSection={<Icon name="clock" size={11} />}
      title={t('ticket.due.at', { at: format.dateTime(dueAtMs) })}
    >
      {left <= 0 ? t('ticket.overdue', { span: format.span(-left) }) : t('ticket.due.in', { span: format.span(left) })}
    </Badge>
  );
}
