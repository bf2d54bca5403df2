import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { HandsetView, ThreadMessage } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Ticks } from '../../ui/ticks.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { useRun } from './use-sandbox.ts';

interface Shown {
  readonly handset: HandsetView;
  readonly message: ThreadMessage;
}

function Choice({ handset, message, at, onChosen }: Shown & { at: number; onChosen?: () => void }) {
  const run = useRun();
  const button = message.buttons[at];
  if (!button) return null;
  // WhatsApp takes one tap of the buttons under a message; a list can be opened again.
  const isUsed = message.pressed !== undefined && message.listButton === undefined;
  const press = () => {
    run(() => sandboxApi.pressButton(handset.id, { messageSid: message.sid, index: button.index }));
    onChosen?.();
  };
  return (
    <button type="button" disabled={button.kind !== 'reply' || isUsed} aria-pressed={message.pressed === button.index} onClick={press}>
      {button.title}
      {button.description && <small>{button.description}</small>}
    </button>
  );
}

/** What can be tapped: under the message, or in a list that a button opens. */
function Choices({ handset, message }: Shown) {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  if (message.buttons.length === 0) return null;
  const choices = message.buttons.map((button, at) => (
    <Choice key={button.index} handset={handset} message={message} at={at} onChosen={close} />
  ));
  if (message.listButton === undefined) return <div className="bubble-buttons">{choices}</div>;
  return (
    <div className="bubble-buttons">
      <button type="button" aria-haspopup="dialog" onClick={() => setOpened(true)}>
        ☰ {message.listButton}
      </button>
      <Modal opened={opened} onClose={close} title={t('handset.choose')} size="sm">
        <div className="bubble-list">{choices}</div>
      </Modal>
    </div>
  );
}

function Medium({ media }: { media: NonNullable<ThreadMessage['media']> }) {
  if (media.url && media.contentType.startsWith('image/')) return <img src={media.url} alt={media.contentType} className="bubble-image" />;
  return (
    <span className="bubble-media">
      <Icon name={media.contentType.startsWith('audio/') ? 'voice' : 'image'} size={15} /> {media.contentType}
    </span>
  );
}

function Place({ location }: { location: NonNullable<ThreadMessage['location']> }) {
  const { label, address, latitude, longitude } = location;
  return (
    <span className="bubble-media">
      <Icon name="pin" size={15} /> {[label, address].filter(Boolean).join(', ') || `${latitude}, ${longitude}`}
    </span>
  );
}

/** One message on the customer's mobile. */
export function Bubble({ handset, message }: Shown) {
  const t = useText();
  const format = useFormat();
  return (
    <article className="bubble" data-by={message.by}>
      {message.media && <Medium media={message.media} />}
      {message.location && <Place location={message.location} />}
      <div className="entry-text">{message.text}</div>
      <div className="entry-meta">
        {message.template && <span>{message.template}</span>}
        <time>{format.clock(message.atMs)}</time>
        {message.by === 'customer' && <Ticks state={message.ticks} />}
      </div>
      {message.errorCode && (
        <Text size="xs" className="entry-failure">
          {t('handset.failed', { code: message.errorCode })}
        </Text>
      )}
      <Choices handset={handset} message={message} />
    </article>
  );
}
