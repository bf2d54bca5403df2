import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { ResetForm } from '../../ui/reset-form.tsx';
import { Outcome, Section } from './section.tsx';

/** Helps a person on, found by their number, whose session is stuck. */
export function ResetSection() {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState('');
  const [done, setDone] = useState('');
  const look = useApiChange('personResets', []);
  const reset = useApiChange('resetPerson', []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDone('');
    reset.reset();
    look.mutate({ body: { number: number.trim() } });
  };
  const close = (said: string) => {
    look.reset();
    setDone(said);
    field.current?.focus();
  };
  return (
    <Section title={t('reset.title')} hint={t('reset.hint')}>
      <Stack gap="sm">
        <form onSubmit={submit} aria-label={t('reset.find')}>
          <Group align="end">
            <TextInput
              ref={field}
              label={t('reset.number')}
              placeholder="+34600111222"
              inputMode="tel"
              autoComplete="off"
              maxLength={40}
              value={number}
              onChange={(event) => setNumber(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={look.isPending} disabled={number.trim().length < 5}>
              {t('reset.look')}
            </Button>
          </Group>
        </form>
        <Outcome error={look.error} done={done} />
        {look.data && (
          <div>
            <Text size="sm" fw={600}>
              {look.data.address}
            </Text>
            <ResetForm
              choices={look.data}
              busy={reset.isPending}
              error={reset.error}
              onCancel={() => close('')}
              onReset={(items, reason) =>
                reset.mutate(
                  { body: { number: look.variables?.body?.number ?? number.trim(), items: [...items], reason } },
                  { onSuccess: () => close(t('reset.done')) },
                )
              }
            />
          </div>
        )}
      </Stack>
    </Section>
  );
}
