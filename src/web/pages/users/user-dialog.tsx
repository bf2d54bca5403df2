import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ROLE_TABLE } from '../../../http/contract/account.ts';
import { NewUser, UserChange, type UserView } from '../../../http/contract/users.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { Outcome } from '../settings/section.tsx';

const ROLES = Object.keys(ROLE_TABLE) as (keyof typeof ROLE_TABLE)[];
const list = (text: string) => text.split(/[,\s]+/).filter(Boolean);

interface DialogProps {
  /** Undefined: somebody new. */
  readonly user: UserView | undefined;
  readonly onClose: (done?: string, password?: { username: string; password: string }) => void;
}

/** Adds somebody, or changes who they are; a password is made by the service and shown once. */
export function UserDialog({ user, onClose }: DialogProps) {
  const t = useText();
  const add = useApiChange('createUser', ['users']);
  const change = useApiChange('changeUser', ['users']);
  const reset = useApiChange('setPassword', ['users', 'userSessions']);
  const remove = useApiChange('removeFactor', ['users', 'userSessions']);
  const [isTried, setTried] = useState(false);
  const [draft, setDraft] = useState({
    username: user?.username ?? '',
    name: user?.name ?? '',
    roles: user?.roles ?? (['agent'] as UserView['roles']),
    teams: user?.teams.join(', ') ?? 'support',
    languages: user?.languages.join(', ') ?? 'es',
    capacity: user?.capacity ?? 3,
    disabled: user?.disabled ?? false,
  });
  const isOurs = user?.signsIn !== 'openid';
  const { username, disabled, ...rest } = draft;
  const profile = { ...rest, name: draft.name.trim(), teams: list(draft.teams), languages: list(draft.languages) };
  const parsed = user ? UserChange.safeParse(profile) : NewUser.safeParse({ ...profile, username });
  const wrong = (field: string) => isTried && !parsed.success && parsed.error.issues.some(({ path }) => path[0] === field);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!parsed.success) return;
    if (user) {
      const onSuccess = () => onClose(t('users.saved', { name: profile.name }));
      change.mutate({ params: { id: user.id }, body: { ...profile, disabled } }, { onSuccess });
      return;
    }
    add.mutate(
      { body: { ...profile, username } },
      { onSuccess: ({ password }) => onClose(t('users.added', { name: profile.name }), password ? { username, password } : undefined) },
    );
  };
  const removeFactor = () => {
    if (!user) return;
    remove.mutate({ params: { id: user.id } }, { onSuccess: () => onClose(t('users.factor.removed', { name: user.name })) });
  };
  const newPassword = () => {
    if (!user) return;
    reset.mutate(
      { params: { id: user.id }, body: {} },
      { onSuccess: ({ password = '' }) => onClose(t('users.password.set', { name: user.name }), { username: user.username, password }) },
    );
  };
  return (
    <Modal
      opened
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={user ? t('users.changeOne', { name: user.name }) : t('users.add')}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          {!user && (
            <TextInput
              label={t('users.username')}
              autoComplete="off"
              maxLength={32}
              value={username}
              onChange={(event) => setDraft({ ...draft, username: event.currentTarget.value })}
              error={wrong('username') && t('users.problem.username')}
            />
          )}
          {!isOurs && <Text size="sm">{t('users.openId.hint')}</Text>}
          <TextInput
            label={t('users.name')}
            disabled={!isOurs}
            autoComplete="off"
            maxLength={80}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
            error={wrong('name') && t('users.problem.name')}
          />
          <Checkbox.Group
            label={t('users.roles')}
            description={t('users.roles.hint')}
            value={draft.roles}
            onChange={(roles) => setDraft({ ...draft, roles: roles as UserView['roles'] })}
            error={wrong('roles') && t('users.problem.roles')}
          >
            <Stack gap={6} mt={6}>
              {ROLES.map((role) => (
                <Checkbox key={role} value={role} disabled={!isOurs} label={t(`role.${role}`)} description={t(`role.hint.${role}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <TextInput
            label={t('users.teams')}
            description={t('users.list.hint')}
            value={draft.teams}
            onChange={(event) => setDraft({ ...draft, teams: event.currentTarget.value })}
          />
          <TextInput
            label={t('users.languages')}
            description={t('users.list.hint')}
            value={draft.languages}
            onChange={(event) => setDraft({ ...draft, languages: event.currentTarget.value })}
          />
          <NumberInput
            label={t('users.capacity')}
            min={0}
            max={20}
            value={draft.capacity}
            onChange={(capacity) => setDraft({ ...draft, capacity: Number(capacity) })}
          />
          {user && (
            <Checkbox
              label={t('users.disable')}
              checked={disabled}
              onChange={(event) => setDraft({ ...draft, disabled: event.currentTarget.checked })}
            />
          )}
          <Outcome error={add.error ?? change.error ?? reset.error ?? remove.error} done="" />
          {user?.secondFactor && (
            <Group>
              <Button variant="default" loading={remove.isPending} onClick={removeFactor}>
                {t('users.factor.remove')}
              </Button>
            </Group>
          )}
          <Group justify="space-between">
            {user && isOurs ? (
              <Button variant="default" loading={reset.isPending} onClick={newPassword}>
                {t('users.password.new')}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={add.isPending || change.isPending}>
              {t('users.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
