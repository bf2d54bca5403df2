import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { OwnPassword } from '../../../http/contract/account.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { Outcome } from '../settings/section.tsx';

const NOTHING = { current: '', next: '', again: '' };

/** Another password of one's own; `onDone`: what comes then, where it is not to be said here. */
export function PasswordForm({ onDone }: { onDone?: () => void }) {
  const t = useText();
  const me = useQuery(apiQuery('me'));
  const change = useApiChange('changeOwnPassword', ['ownSessions']);
  const [draft, setDraft] = useState(NOTHING);
  const [isTried, setTried] = useState(false);
  const [done, setDone] = useState('');
  const { again, ...body } = draft;
  const isShort = !OwnPassword.shape.next.safeParse(body.next).success;
  const set = (field: keyof typeof NOTHING) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setDone('');
    if (isShort || body.current === '' || again !== body.next) return;
    change.mutate(
      { body },
      {
        onSuccess: () => {
          setDraft(NOTHING);
          setTried(false);
          if (onDone) onDone();
          else setDone(t('account.password.done'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit} aria-label={t('account.password')} noValidate>
      <Stack gap="sm" maw={420}>
        <input type="text" autoComplete="username" value={me.data?.user.username ?? ''} readOnly hidden />
        <PasswordInput
          label={t('account.password.current')}
          autoComplete="current-password"
          value={draft.current}
          onChange={set('current')}
          error={isTried && draft.current === '' && t('account.password.needed')}
        />
        <PasswordInput
          label={t('account.password.next')}
          description={t('account.password.hint')}
          autoComplete="new-password"
          value={draft.next}
          onChange={set('next')}
          error={isTried && isShort && t('account.password.short')}
        />
        <PasswordInput
          label={t('account.password.again')}
          autoComplete="new-password"
          value={again}
          onChange={set('again')}
          error={isTried && again !== draft.next && t('account.password.differs')}
        />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t('account.password.save')}
          </Button>
        </Group>
        <Outcome error={change.error} done={done} />
      </Stack>
    </form>
  );
}
