import { Anchor, Badge, Button, Code, CopyButton, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { type EntryLinkView, NewEntryLink } from '../../../http/contract/entry-links.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { LANGUAGES, useText } from '../../messages/language.tsx';
import { apiPath } from '../../paths.ts';
import { useMay } from '../../shell/me.ts';
import { useFormat } from '../../ui/format.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Rows, Section } from '../settings/section.tsx';

const MEDIA = ['link', 'qr', 'button'] as const;
const NOTHING = { name: '', medium: 'link' as (typeof MEDIA)[number], language: 'es', text: '', intent: '', team: '' };

function useFlowLanguages(): readonly string[] {
  const { data } = useQuery(apiQuery('flows', { query: { limit: 200 } }));
  const tags = (data?.items ?? []).flatMap(({ languages }) => languages);
  return [...new Set([...tags, ...LANGUAGES])];
}

/** Links, QR codes and buttons by which somebody writes without a call: make, copy, print, retire. */
export function LinksSection() {
  const t = useText();
  const mayChange = useMay('entries:change');
  const links = useQuery(apiQuery('entryLinks', { query: { limit: 200 } }));
  return (
    <Section title={t('links.title')} hint={t('links.hint')}>
      <Stack gap="sm">
        <QueryView query={links}>{({ items }) => <LinksTable links={items} />}</QueryView>
        {mayChange && <LinkForm />}
      </Stack>
    </Section>
  );
}

function Copy({ text, label }: { text: string; label: string }) {
  const t = useText();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-sm" variant="default" onClick={copy}>
          {copied ? t('settings.copied') : label}
        </Button>
      )}
    </CopyButton>
  );
}

function LinksTable({ links }: { links: readonly EntryLinkView[] }) {
  const t = useText();
  const format = useFormat();
  const mayChange = useMay('entries:change');
  const retire = useApiChange('retireEntryLink', ['entryLinks']);
  const [done, setDone] = useState('');
  return (
    <>
      <Rows
        label={t('links.title')}
        head={[t('links.name'), t('links.text'), t('links.opens'), t('links.take'), t('settings.actions')]}
        empty={t('links.none')}
        rows={links.map((link) => ({
          key: link.code,
          cells: [
            <div key="name">
              <Text size="sm" fw={600}>
                {link.name}
              </Text>
              <Group gap={6}>
                <Badge color="gray">{t(`medium.${link.medium}`)}</Badge>
                <Code>W-{link.code}</Code>
              </Group>
            </div>,
            link.prefilled,
            [format.language(link.language), link.intent, link.team, ...link.skills].filter(Boolean).join(' · '),
            <Group key="take" gap={6}>
              <Copy text={link.url} label={t('links.copyUrl')} />
              <Copy text={link.button} label={t('links.copyButton')} />
              {(['svg', 'png'] as const).map((kind) => (
                <Anchor key={kind} size="sm" href={`${apiPath('entryLinks')}/${link.code}/qr.${kind}`} download>
                  {t('links.qr', { kind: kind.toUpperCase() })}
                </Anchor>
              ))}
            </Group>,
            link.retiredAtMs !== undefined ? (
              t('links.retiredAt', { at: format.day(link.retiredAtMs) })
            ) : mayChange ? (
              <Button
                key="retire"
                size="compact-sm"
                variant="default"
                aria-label={t('links.retireOne', { name: link.name })}
                disabled={retire.isPending}
                onClick={() =>
                  retire.mutate({ params: { code: link.code } }, { onSuccess: () => setDone(t('links.retired', { name: link.name })) })
                }
              >
                {t('links.retire')}
              </Button>
            ) : null,
          ],
        }))}
      />
      <Outcome error={retire.error} done={done} />
    </>
  );
}

function LinkForm() {
  const t = useText();
  const heading = useId();
  const format = useFormat();
  const languages = useFlowLanguages();
  const add = useApiChange('addEntryLink', ['entryLinks']);
  const [draft, setDraft] = useState(NOTHING);
  const [isTried, setTried] = useState(false);
  const [done, setDone] = useState('');
  const { intent, team, ...rest } = draft;
  const body = { ...rest, ...(intent.trim() && { intent: intent.trim() }), ...(team.trim() && { team: team.trim() }) };
  const parsed = NewEntryLink.safeParse(body);
  const wrong = (field: keyof typeof NOTHING) => isTried && !parsed.success && parsed.error.issues.some(({ path }) => path[0] === field);
  const set = (field: keyof typeof NOTHING) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [field]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!parsed.success) return;
    add.mutate(
      { body },
      {
        onSuccess: (link) => {
          setDone(t('links.made', { name: link.name, code: `W-${link.code}` }));
          setDraft({ ...NOTHING, language: draft.language });
          setTried(false);
        },
      },
    );
  };
  return (
    <form onSubmit={submit} aria-labelledby={heading} noValidate>
      <Title order={3} id={heading} mb={4}>
        {t('links.new')}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        <TextInput
          label={t('links.name')}
          maxLength={60}
          value={draft.name}
          onChange={set('name')}
          error={wrong('name') && t('links.problem.needed')}
        />
        <TextInput
          label={t('links.text')}
          description={t('links.text.hint')}
          maxLength={120}
          value={draft.text}
          onChange={set('text')}
          error={wrong('text') && t('links.problem.needed')}
        />
        <NativeSelect
          label={t('links.medium')}
          value={draft.medium}
          onChange={set('medium')}
          data={MEDIA.map((medium) => ({ value: medium, label: t(`medium.${medium}`) }))}
        />
        <NativeSelect
          label={t('links.language')}
          value={draft.language}
          onChange={set('language')}
          data={languages.map((tag) => ({ value: tag, label: format.language(tag) }))}
        />
        <TextInput label={t('links.intent')} maxLength={40} value={draft.intent} onChange={set('intent')} />
        <TextInput
          label={t('links.team')}
          maxLength={40}
          value={draft.team}
          onChange={set('team')}
          error={wrong('team') && t('links.problem.team')}
        />
      </SimpleGrid>
      <Group mt="sm">
        <Button type="submit" loading={add.isPending}>
          {t('links.add')}
        </Button>
      </Group>
      <Outcome error={add.error} done={done} />
    </form>
  );
}
