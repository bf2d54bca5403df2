import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ResetChoices } from '../../http/contract/resets.ts';
import { useText } from '../messages/language.tsx';
import { useFormat } from './format.ts';
import { useProblemText } from './states.tsx';

type Item = ResetChoices['options'][number]['item'];

const SHORTEST_REASON = 3;

/** What will happen when this is reset, in words. */
function useEffectText(): (option: ResetChoices['options'][number]) => string {
  const t = useText();
  const format = useFormat();
  return ({ effect, values }) => {
    const { untilMs } = values;
    const text = t(`reset.effect.${effect}`, { ...values, ...(typeof untilMs === 'number' && { until: format.dateTime(untilMs) }) });
    return values.gone === 1 ? `${text} ${t('reset.releaseGone', { flow: String(values.flow) })}` : text;
  };
}

/** What can be reset of a person's session, each with what will happen; chosen by tick boxes, and done with a reason. */
export function ResetForm(props: {
  readonly choices: ResetChoices;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onReset: (items: readonly Item[], reason: string) => void;
  readonly onCancel: () => void;
}) {
  const { choices, busy, error, onReset, onCancel } = props;
  const t = useText();
  const effectText = useEffectText();
  const problemText = useProblemText();
  const [chosen, setChosen] = useState<readonly Item[]>([]);
  const [reason, setReason] = useState('');
  const offered = chosen.filter((item) => choices.options.some((option) => option.item === item));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onReset(offered, reason.trim());
  };
  return (
    <form onSubmit={submit} aria-label={t('reset.title')}>
      <Stack gap="sm">
        {choices.onCall && (
          <Alert color="yellow" role="note">
            {t('reset.onCall')}
          </Alert>
        )}
        {choices.options.length === 0 ? (
          <Text size="sm">{t('reset.nothing')}</Text>
        ) : (
          <Checkbox.Group label={t('reset.what')} value={[...offered]} onChange={(items) => setChosen(items as Item[])}>
            <Stack gap="xs" mt="xs">
              {choices.options.map((option, index) => (
                <Checkbox
                  key={option.item}
                  value={option.item}
                  label={t(`reset.item.${option.item}`)}
                  description={effectText(option)}
                  {...(index === 0 && { 'data-autofocus': true })}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <Text size="xs" c="dimmed">
          {t(choices.optedOut ? 'reset.stays.optedOut' : 'reset.stays')}
        </Text>
        {choices.options.length > 0 && (
          <TextInput
            label={t('reset.reason')}
            description={t('reset.reason.hint')}
            maxLength={200}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {error ? (
          <Alert role="alert" color="red">
            {problemText(error)}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('dialog.cancel')}
          </Button>
          {choices.options.length > 0 && (
            <Button type="submit" color="red" loading={busy} disabled={offered.length === 0 || reason.trim().length < SHORTEST_REASON}>
              {t('reset.do')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
