import { Button, Group, Modal, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { DeskChat, DeskTemplate } from '../../../http/contract/desk.ts';
import { useText } from '../../messages/language.tsx';
import { useDesk, useDeskState } from './use-desk.ts';

/** The template's text with the values at their places; what is still empty shows its sample. */
function preview(template: DeskTemplate, values: Readonly<Record<string, string>>): string {
  return template.body.replace(/\{\{(\d+)\}\}/g, (match, place: string) => {
    const variable = template.variables[Number(place) - 1];
    return variable ? values[variable.name] || variable.sample : match;
  });
}

function TemplateForm({ chat, templates, onDone }: { chat: DeskChat; templates: readonly DeskTemplate[]; onDone: () => void }) {
  const t = useText();
  const { client } = useDesk();
  const keyOf = (template: DeskTemplate) => `${template.name}/${template.language}`;
  const [key, setKey] = useState(keyOf(templates[0] as DeskTemplate));
  const [values, setValues] = useState<Record<string, string>>({});
  const template = templates.find((one) => keyOf(one) === key) ?? (templates[0] as DeskTemplate);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = Object.fromEntries(template.variables.map(({ name }) => [name, (values[name] ?? '').trim()]));
    client.post({
      messageId: crypto.randomUUID(),
      chatId: chat.id,
      kind: 'send-template',
      text: preview(template, chosen),
      atMs: Date.now(),
      template: { name: template.name, language: template.language, values: chosen },
    });
    onDone();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <NativeSelect
          label={t('desk.template')}
          data-autofocus
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          data={templates.map((one) => ({ value: keyOf(one), label: `${one.name} (${one.language})` }))}
        />
        {template.variables.map(({ name, sample }) => (
          <TextInput
            key={name}
            label={name}
            placeholder={sample}
            required
            maxLength={250}
            value={values[name] ?? ''}
            onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        ))}
        <Paper p="sm" bg="var(--mantine-color-default-hover)" aria-label={t('desk.template.preview')}>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
            {preview(template, values)}
          </Text>
        </Paper>
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit">{t('desk.template.send')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What may still be sent when the window is closed; the chat's language first. */
export function TemplateDialog({ chat, opened, onClose }: { chat: DeskChat; opened: boolean; onClose: () => void }) {
  const t = useText();
  const { templates } = useDeskState();
  const sorted = [...templates].sort((a, b) => Number(b.language === chat.language) - Number(a.language === chat.language));
  return (
    <Modal opened={opened} onClose={onClose} title={t('desk.chooseTemplate')} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      {sorted.length === 0 ? (
        <Text size="sm">{t('desk.template.none')}</Text>
      ) : (
        <TemplateForm chat={chat} templates={sorted} onDone={onClose} />
      )}
    </Modal>
  );
}
