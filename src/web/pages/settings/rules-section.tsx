import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OfferRules, OfferRuleView, OfferStopView } from '../../../http/contract/offer-rules.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useLanguage, useText } from '../../messages/language.tsx';
import { OFFER_RULES_ID } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { Outcome, Rows, Section } from './section.tsx';

const EVERY_MS = 10_000;
const FAMILIES = ['number', 'person', 'desk', 'sending', 'guard'] as const;
const SHOWN_CHANGES = 5;

/** What the section shows. */
export const rulesQuery = apiQuery('offerRules', {}, EVERY_MS);

/** The rules of the offer: administrators turn and tune them, supervisors read them. */
export function RulesSection() {
  const t = useText();
  const rules = useQuery(rulesQuery);
  return (
    <Section id={OFFER_RULES_ID} title={t('rules.title')} hint={t('rules.hint')}>
      <QueryView query={rules}>{(data) => <Rules rules={data} />}</QueryView>
    </Section>
  );
}

function Rules({ rules }: { rules: OfferRules }) {
  const t = useText();
  const { language } = useLanguage();
  const [open, setOpen] = useState<OfferRuleView>();
  const [done, setDone] = useState('');
  const mayChange = useMay('settings:change');
  const close = (said = '') => {
    setOpen(undefined);
    setDone(said);
  };
  return (
    <Stack gap="md">
      <Stops stops={rules.stops} mayLift={mayChange} />
      <Text size="sm">{t('rules.decisions', { decisions: rules.decisions, made: rules.made })}</Text>
      <Outcome error={undefined} done={done} />
      {FAMILIES.map((family) => (
        <div key={family}>
          <Title order={3} fz="sm">
            {t(`rules.family.${family}`)}
          </Title>
          <Rows
            label={t(`rules.family.${family}`)}
            head={[t('rules.rule'), t('settings.state'), t('rules.withheld'), t('rules.alone'), t('rules.change')]}
            empty=""
            rows={rules.rules
              .filter((rule) => rule.family === family)
              .map((rule) => ({
                key: rule.id,
                cells: [
                  <RuleName key="name" rule={rule} />,
                  <RuleState key="state" rule={rule} />,
                  rule.on ? rule.withheld : t('rules.would', { count: rule.would }),
                  rule.on ? rule.alone : '',
                  mayChange ? (
                    <Button
                      key="change"
                      variant="subtle"
                      size="compact-sm"
                      aria-label={t('rules.changeOne', { rule: rule.name[language] })}
                      onClick={() => setOpen(rule)}
                    >
                      {t('rules.change')}
                    </Button>
                  ) : (
                    ''
                  ),
                ],
              }))}
          />
        </div>
      ))}
      <History rules={rules} />
      {open && <RuleDialog rule={open} version={rules.version} onClose={close} />}
    </Stack>
  );
}

function RuleName({ rule }: { rule: OfferRuleView }) {
  const { language } = useLanguage();
  return (
    <div>
      <Text size="sm" fw={600}>
        {rule.name[language]}
      </Text>
      <Text size="xs" c="dimmed" maw={640}>
        {rule.about[language]}
      </Text>
    </div>
  );
}

function RuleState({ rule }: { rule: OfferRuleView }) {
  const t = useText();
  return (
    <Group gap={6}>
      <Badge color={rule.on ? 'teal' : 'gray'}>{t(rule.fixed ? 'rules.always' : rule.on ? 'rules.on' : 'rules.off')}</Badge>
      {rule.changed && <Badge color="blue">{t('rules.changed')}</Badge>}
    </Group>
  );
}

function Stops({ stops, mayLift }: { stops: readonly OfferStopView[]; mayLift: boolean }) {
  const t = useText();
  const format = useFormat();
  const lift = useApiChange('liftOfferStop', ['offerRules', 'overview']);
  const stop = useApiChange('stopOffers', ['offerRules', 'overview']);
  const [done, setDone] = useState('');
  const whom = ({ scope, name }: OfferStopView) => (scope === 'all' ? t('rules.stop.everybody') : name);
  const isStopped = stops.some(({ scope }) => scope === 'all');
  return (
    <Stack gap="xs">
      <Rows
        label={t('rules.stops')}
        head={[t('rules.stop.whom'), t('rules.stop.why'), t('rules.stop.since'), t('rules.stop.lift')]}
        empty={t('rules.stops.none')}
        rows={stops.map((each) => ({
          key: each.id,
          cells: [
            whom(each),
            t(`rules.stop.${each.why}`, { counted: each.counted, limit: each.limit }),
            format.dateTime(each.atMs),
            mayLift ? (
              <Button
                key="lift"
                size="compact-sm"
                color="red"
                loading={lift.isPending}
                aria-label={t('rules.stop.liftOne', { whom: whom(each) })}
                onClick={() =>
                  lift.mutate({ params: { id: each.id } }, { onSuccess: () => setDone(t('rules.stop.lifted', { whom: whom(each) })) })
                }
              >
                {t('rules.stop.lift')}
              </Button>
            ) : (
              ''
            ),
          ],
        }))}
      />
      {mayLift && !isStopped && (
        <Group>
          <Button
            variant="outline"
            color="red"
            size="compact-sm"
            loading={stop.isPending}
            onClick={() => stop.mutate({ body: { scope: 'all' } }, { onSuccess: () => setDone(t('rules.stop.allDone')) })}
          >
            {t('rules.stop.all')}
          </Button>
        </Group>
      )}
      <Outcome error={lift.error ?? stop.error} done={done} />
    </Stack>
  );
}

function History({ rules }: { rules: OfferRules }) {
  const t = useText();
  const format = useFormat();
  const { language } = useLanguage();
  if (rules.history.length === 0) return null;
  const nameOf = (id: string) => rules.rules.find((rule) => rule.id === id)?.name[language] ?? id;
  return (
    <div>
      <Title order={3} fz="sm">
        {t('rules.history')}
      </Title>
      <ul className="earlier">
        {rules.history.slice(0, SHOWN_CHANGES).map((change) => (
          <li key={change.version}>
            {t('rules.history.line', {
              at: format.dateTime(change.atMs),
              by: change.by,
              rule: nameOf(change.rule),
              state: t(change.on ? 'rules.on' : 'rules.off'),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
