import { Button, Group, Menu, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { type ChangeEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import { type CustomerMessage, type HandsetView, SAMPLE_FILES } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

function Attach({ handset, onPlace }: { handset: HandsetView; onPlace: () => void }) {
  const t = useText();
  const run = useRun();
  const own = useRef<HTMLInputElement>(null);
  const send = (message: CustomerMessage) => run(() => sandboxApi.write(handset.id, message));
  const upload = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    if (file) run(() => sandboxApi.sendFile(handset.id, file));
    event.currentTarget.value = '';
  };
  return (
    <>
      <Menu position="top-start">
        <Menu.Target>
          <Button variant="default" size="xs" px={8} aria-label={t('handset.attach')} disabled={!handset.hasWhatsApp}>
            +
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {SAMPLE_FILES.map((file) => (
            <Menu.Item
              key={file}
              leftSection={<Icon name={file === 'voice' ? 'voice' : 'image'} size={15} />}
              onClick={() => send({ kind: 'file', file })}
            >
              {t(`handset.file.${file}`)}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<Icon name="image" size={15} />} onClick={() => own.current?.click()}>
            {t('handset.file.own')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="pin" size={15} />} onClick={onPlace}>
            {t('handset.location')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input ref={own} type="file" hidden aria-label={t('handset.file.own')} onChange={upload} />
    </>
  );
}

const SOL = { latitude: 40.4168, longitude: -3.7038, label: 'Puerta del Sol', address: 'Puerta del Sol, 28013 Madrid' };

function PlaceDialog({ handset, opened, onClose }: { handset: HandsetView; opened: boolean; onClose: () => void }) {
  const t = useText();
  const run = useRun();
  const [place, setPlace] = useState(SOL);
  const number = (field: 'latitude' | 'longitude', most: number) => (
    <NumberInput
      size="xs"
      label={t(`handset.place.${field}`)}
      min={-most}
      max={most}
      decimalScale={6}
      value={place[field]}
      onChange={(value) => setPlace({ ...place, [field]: Number(value) })}
    />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { latitude, longitude, label, address } = place;
    const message = { kind: 'location', latitude, longitude, ...(label && { label }), ...(address && { address }) } as const;
    run(() => sandboxApi.write(handset.id, message));
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('handset.place.title')} size="sm">
      <form onSubmit={submit}>
        <Stack gap="xs">
          {number('latitude', 90)}
          {number('longitude', 180)}
          <TextInput
            size="xs"
            label={t('handset.place.name')}
            value={place.label}
            onChange={(event) => setPlace({ ...place, label: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label={t('handset.place.address')}
            value={place.address}
            onChange={(event) => setPlace({ ...place, address: event.currentTarget.value })}
          />
          <Button type="submit" size="xs">
            {t('handset.send')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

/** The line in which the customer writes, and what can be sent along. */
export function HandsetWriting({ handset }: { handset: HandsetView }) {
  const t = useText();
  const run = useRun();
  const [text, setText] = useState('');
  const [placing, setPlacing] = useState(false);
  useEffect(() => {
    if (handset.draft) setText(handset.draft);
  }, [handset.draft]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    run(() => sandboxApi.write(handset.id, { kind: 'text', text: text.trim() }));
    setText('');
  };
  return (
    <>
      <form onSubmit={submit}>
        <Group gap={6} wrap="nowrap" align="flex-end">
          <Attach handset={handset} onPlace={() => setPlacing(true)} />
          <TextInput
            flex={1}
            size="xs"
            aria-label={t('handset.message')}
            placeholder={t('handset.message')}
            disabled={!handset.hasWhatsApp}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" disabled={!handset.hasWhatsApp || text.trim() === ''}>
            {t('handset.send')}
          </Button>
        </Group>
      </form>
      <PlaceDialog handset={handset} opened={placing} onClose={() => setPlacing(false)} />
    </>
  );
}
