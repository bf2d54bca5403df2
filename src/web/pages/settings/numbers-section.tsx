import { Button, Group, NativeSelect, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type RefObject, useId, useRef, useState } from 'react';
import { readEntryNumber } from '../../../flows/number-assignments.ts';
import type { Settings } from '../../../http/contract/settings.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { Outcome, Rows, Section } from './section.tsx';

const STALE = ['settings', 'flows', 'flow'] as const;

function useServingFlows() {
  const { data } = useQuery(apiQuery('flows', { query: { limit: 200 } }));
  return (data?.items ?? []).filter(({ release }) => release !== undefined);
}

/** Which flow answers which number; administrators change it. */
function Assignments({ settings }: { settings: Settings }) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const assign = useApiChange('assignNumber', STALE);
  const remove = useApiChange('unassignNumber', STALE);
  const [done, setDone] = useState('');
  const takeAway = (number: string) => {
    assign.reset();
    remove.mutate(
      { params: { number } },
      {
        onSuccess: () => {
          setDone(t('settings.number.removed', { number, flow: settings.defaultFlow }));
          field.current?.focus();
        },
      },
    );
  };
  return (
    <Stack gap="sm">
      <NumbersTable settings={settings} onRemove={takeAway} />
      <AssignForm
        field={field}
        busy={assign.isPending}
        onAssign={async (number, flowId, despite) => {
          remove.reset();
          await assign.mutateAsync({ params: { number }, body: { flowId, ...(despite !== undefined && { despite }) } });
          setDone(t('settings.number.done', { number, flow: flowId }));
        }}
      />
      <Outcome error={assign.error ?? remove.error} done={done} />
    </Stack>
  );
}

function AssignForm(props: {
  field: RefObject<HTMLInputElement | null>;
  busy: boolean;
  onAssign: (number: string, flowId: string, despite?: string) => Promise<void>;
}) {
  const t = useText();
  const heading = useId();
  const flows = useServingFlows();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState('');
  const [isWrong, setWrong] = useState(false);
  /** The number that is about to get the flow: first it is looked at whether its offers can be kept. */
  const [asked, setAsked] = useState<string>();
  const flowId = chosen || flows[0]?.id || '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = readEntryNumber(typed);
    setWrong(number === undefined);
    if (number === undefined) return props.field.current?.focus();
    setAsked(number);
  };
  const assign = async (number: string, despite?: string) => {
    await props.onAssign(number, flowId, despite).then(
      () => setTyped(''),
      // The refusal is shown below the form; what was typed stays.
      () => undefined,
    );
    setAsked(undefined);
    props.field.current?.focus();
  };
  return (
    <form onSubmit={submit} aria-labelledby={heading} noValidate>
      <Title order={3} id={heading} mb={4}>
        {t('settings.number.assign')}
      </Title>
      <Group align="flex-start" gap="xs">
        <TextInput
          ref={props.field}
          label={t('settings.number')}
          type="tel"
          autoComplete="off"
          placeholder="+34911222333"
          required
          withAsterisk={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={isWrong && t('settings.number.wrong')}
        />
        <NativeSelect
          label={t('settings.flow')}
          value={flowId}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={flows.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))}
        />
        <Button type="submit" mt={22} loading={props.busy} disabled={flowId === ''}>
          {t('settings.number.submit')}
        </Button>
      </Group>
      {asked !== undefined && (
        <AssignDialog
          number={asked}
          flowId={flowId}
          busy={props.busy}
          onAssign={(despite) => void assign(asked, despite)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </form>
  );
}

function NumbersTable({ settings, onRemove }: { settings: Settings; onRemove?: (number: string) => void }) {
  const t = useText();
  const head = [t('settings.number'), t('settings.flow'), t('settings.assignment'), ...(onRemove ? [t('settings.actions')] : [])];
  return (
    <Rows
      label={t('settings.numbers')}
      head={head}
      empty={t('settings.numbers.none')}
      rows={settings.numbers.map((entry) => ({
        key: entry.number,
        cells: [
          entry.number,
          <Link key="flow" to={pagePaths.flow} params={{ flowId: entry.flowId }} className="text-link">
            {entry.flowId}
          </Link>,
          t(entry.assigned ? 'settings.assigned' : 'settings.byDefault'),
          entry.assigned && onRemove && (
            <Button
              key="remove"
              variant="default"
              size="compact-sm"
              aria-label={t('settings.number.removeOne', { number: entry.number })}
              onClick={() => onRemove(entry.number)}
            >
              {t('settings.remove')}
            </Button>
          ),
        ].slice(0, head.length),
      }))}
    />
  );
}

/** Our numbers, what answers them, and the addresses we send from. */
export function NumbersSection({ settings }: { settings: Settings }) {
  const t = useText();
  const mayChange = useMay('settings:change');
  const senders = [
    [t('settings.whatsapp'), settings.whatsappSender],
    [t('settings.sms'), settings.smsSender],
    [t('settings.agentDial'), settings.agentDial],
    [t('settings.publicUrl'), settings.publicUrl],
  ] as const;
  return (
    <Section title={t('settings.numbers')} hint={t('settings.numbers.hint', { flow: settings.defaultFlow })}>
      {mayChange ? <Assignments settings={settings} /> : <NumbersTable settings={settings} />}
      <dl className="counts-wide">
        {senders.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? t('settings.absent')}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
