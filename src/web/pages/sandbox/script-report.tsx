import { Progress, Text, Title } from '@mantine/core';
import { type ScriptReport as Report, SCRIPT_OUTCOMES } from '../../../http/contract/sandbox-script.ts';
import { useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { SmallTable } from './small-table.tsx';

/** How far it has come, how it ended for how many, and the last of them. */
export function ScriptReport({ report, callers }: { report: Report; callers: number }) {
  const t = useText();
  const format = useFormat();
  const { name, state, arrived, settled, totals, invites } = report;
  return (
    <>
      <Text size="sm" role="status">
        {t(`script.state.${state}`, { name, arrived, callers, settled })}
      </Text>
      <Progress value={callers === 0 ? 0 : (settled / callers) * 100} aria-label={t('script.progress')} my="xs" />
      <div className="script-report">
        <div>
          <SmallTable
            label={t('script.outcomes')}
            head={[t('script.outcome'), t('script.count')]}
            rows={SCRIPT_OUTCOMES.map((outcome) => ({
              key: outcome,
              cells: [t(`script.outcome.${outcome}`), format.number(totals[outcome])],
            }))}
          />
          <Text size="xs">{t('script.invites', { count: invites })}</Text>
        </div>
        <div>
          <Title order={3}>{t('script.last')}</Title>
          <SmallTable
            label={t('script.last')}
            head={['#', t('script.at'), t('script.from'), t('script.person'), t('script.outcome'), t('script.invite')]}
            rows={[...report.callers].reverse().map(({ n, atSecond, from, person, outcome, invite, failure }) => ({
              key: String(n),
              cells: [
                n,
                format.stopwatch(atSecond),
                from,
                person,
                t(`script.outcome.${outcome}`),
                [invite, failure].filter(Boolean).join(' '),
              ],
            }))}
          />
        </div>
      </div>
    </>
  );
}
