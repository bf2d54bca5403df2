import { Alert, Badge, Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { DeskChat } from '../../../http/contract/desk.ts';
import type { ChatPerson } from '../../../http/contract/people.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay, useMe } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/states.tsx';
import { ResetSession } from './reset-session.tsx';

const NEW = 'new';

/** Says that another person than usual writes, one of those known or one more. */
function WhoForm({ chat, person }: { chat: DeskChat; person: ChatPerson }) {
  const t = useText();
  const problemText = useProblemText();
  const change = useApiChange('nameChatPerson', ['chatPerson']);
  const [chosen, setChosen] = useState(person.people.length > 0 ? (person.current ?? '1') : NEW);
  const [name, setName] = useState('');
  const params = { id: chat.id };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = chosen === NEW ? { name: name.trim() } : { personId: chosen };
    change.mutate({ params, body }, { onSuccess: ({ current }) => setChosen(current ?? NEW) });
  };
  return (
    <form onSubmit={submit} aria-label={t('person.form')}>
      <Stack gap={6}>
        {person.people.length > 0 && (
          <NativeSelect
            size="xs"
            label={t('person.who')}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={[
              ...person.people.map(({ id, name: known }) => ({ value: id, label: known || t('person.usual') })),
              { value: NEW, label: t('person.new') },
            ]}
          />
        )}
        {chosen === NEW && (
          <TextInput
            size="xs"
            label={t('person.name')}
            maxLength={60}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {change.error && (
          <Alert role="alert" color="red">
            {problemText(change.error)}
          </Alert>
        )}
        <Group>
          <Button
            type="submit"
            size="compact-sm"
            variant="default"
            loading={change.isPending}
            disabled={chosen === NEW && name.trim() === ''}
          >
            {t('person.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The other names under which the person wrote; an administrator takes one off that is somebody else's. */
function OtherNames({ chat, person }: { chat: DeskChat; person: ChatPerson }) {
  const t = useText();
  const maySplit = useMay('persons:split');
  const format = useFormat();
  const problemText = useProblemText();
  const split = useApiChange('splitChatPerson', ['chatPerson']);
  const [wanted, setWanted] = useState<string>();
  if (person.merged.length === 0) return null;
  return (
    <Stack gap={6}>
      <ul className="earlier">
        {person.merged.map(({ contactId, atMs, by, chats }) => (
          <li key={contactId}>
            {t('person.merged', { at: format.dateTime(atMs), by: by === 'carrier' ? t('person.byCarrier') : by, chats })}{' '}
            {maySplit && wanted !== contactId && (
              <Button size="compact-xs" variant="default" onClick={() => setWanted(contactId)}>
                {t('person.split')}
              </Button>
            )}
            {wanted === contactId && (
              <Alert color="yellow" role="group" aria-label={t('person.split')}>
                <Text size="xs">{t('person.split.sure')}</Text>
                <Group gap={6} mt={6}>
                  <Button
                    size="compact-xs"
                    color="red"
                    loading={split.isPending}
                    onClick={() =>
                      split.mutate({ params: { id: chat.id }, body: { contactId } }, { onSuccess: () => setWanted(undefined) })
                    }
                  >
                    {t('person.split.do')}
                  </Button>
                  <Button size="compact-xs" variant="default" onClick={() => setWanted(undefined)}>
                    {t('dialog.cancel')}
                  </Button>
                </Group>
              </Alert>
            )}
          </li>
        ))}
      </ul>
      {split.error && (
        <Alert role="alert" color="red">
          {problemText(split.error)}
        </Alert>
      )}
    </Stack>
  );
}

/** Who writes: which of the people of a number, and under which names they are known. */
export function PersonSection({ chat }: { chat: DeskChat }) {
  const t = useText();
  const me = useMe();
  const supervises = useMay('desk:supervise');
  const { data: person } = useQuery(apiQuery('chatPerson', { params: { id: chat.id } }));
  if (!person) return null;
  const mayName = chat.state !== 'closed' && (chat.agent?.userId === me.user.id || supervises);
  return (
    <section className="card-section" aria-label={t('person.title')}>
      <Group gap={6}>
        <Title order={3}>{t('person.title')}</Title>
        {person.people.length > 1 && <Badge color="yellow">{t('person.shared')}</Badge>}
      </Group>
      <OtherNames chat={chat} person={person} />
      {mayName && (
        <details>
          <summary>{t('person.another')}</summary>
          <Text size="xs" c="dimmed">
            {t('person.hint')}
          </Text>
          <WhoForm key={person.people.length} chat={chat} person={person} />
        </details>
      )}
      {mayName && <ResetSession chat={chat} />}
    </section>
  );
}
