import { Anchor, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import type { DeskMessage } from '../../../http/contract/desk.ts';
import { useOptionalText, useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Ticks } from '../../ui/ticks.tsx';
import type { PendingPost } from './desk-state.ts';
import { useDesk } from './use-desk.ts';

type Media = NonNullable<DeskMessage['media']>[number];

function MediaView({ media }: { media: Media }) {
  const t = useText();
  const format = useFormat();
  const kind = media.contentType.split('/')[0];
  if (kind === 'image') {
    return (
      <a href={media.url} target="_blank" rel="noreferrer">
        <img src={media.url} alt={t('media.image')} className="entry-image" loading="lazy" />
      </a>
    );
  }
  // biome-ignore lint/a11y/useMediaCaption: a customer's voice message has no captions
  if (kind === 'audio') return <audio controls preload="none" src={media.url} aria-label={t('media.audio')} />;
  // biome-ignore lint/a11y/useMediaCaption: a customer's video has no captions
  if (kind === 'video') return <video controls preload="none" src={media.url} aria-label={t('media.video')} className="entry-image" />;
  return (
    <Anchor href={media.url} target="_blank" rel="noreferrer" size="sm">
      {t('media.file', { type: media.contentType, size: format.number(Math.ceil(media.bytes / 1024)) })}
    </Anchor>
  );
}

function ListView({ list }: { list: NonNullable<DeskMessage['list']> }) {
  const t = useText();
  return (
    <ul className="entry-buttons" aria-label={t('desk.list', { button: list.button })}>
      {list.sections.map((section) => section.rows.map((row) => <li key={`${section.title ?? ''} ${row}`}>{row}</li>))}
    </ul>
  );
}

/** A place: the link leads outside, and only when it is followed. */
function PlaceView({ place }: { place: NonNullable<DeskMessage['place']> }) {
  const t = useText();
  const { latitude, longitude } = place;
  const at = `mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return (
    <Anchor href={`https://www.openstreetmap.org/?${at}`} target="_blank" rel="noreferrer" size="sm">
      <Icon name="pin" size={13} /> {t('desk.place')}
    </Anchor>
  );
}

function AttachmentView({ address }: { address: string }) {
  const t = useText();
  const name = decodeURIComponent(address.split('/').at(-1) ?? address);
  return (
    <Anchor href={address} target="_blank" rel="noreferrer" size="sm">
      {t('desk.attachment', { name })}
    </Anchor>
  );
}

function EntryBody({ message }: { message: DeskMessage }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      {message.media?.map((media) => (
        <MediaView key={media.url} media={media} />
      ))}
      {message.voice && (
        <Text size="xs" c="dimmed">
          {t('media.voice', { span: format.stopwatch(message.voice.seconds) })}
        </Text>
      )}
      {message.attachment && <AttachmentView address={message.attachment} />}
      {message.mediaPending ? <Text size="xs">{t('media.pending', { count: message.mediaPending })}</Text> : null}
      {message.mediaProblem && <Text size="xs">{t(`media.${message.mediaProblem}`)}</Text>}
      {message.voice && message.text && (
        <Text size="xs" fs="italic">
          {t('media.transcript')}
        </Text>
      )}
      {message.text && <div className="entry-text">{message.hidden ? `•••• ${t('entry.answerHidden')}` : message.text}</div>}
      {message.buttons && (
        <ul className="entry-buttons" aria-label={t('desk.buttons')}>
          {message.buttons.map((button) => (
            <li key={button.id}>{button.title}</li>
          ))}
        </ul>
      )}
      {message.list && <ListView list={message.list} />}
      {message.place && <PlaceView place={message.place} />}
    </>
  );
}

function Failure({ message }: { message: DeskMessage }) {
  const t = useText();
  if (message.delivery !== 'failed') return null;
  return (
    <Text size="xs" className="entry-failure">
      {t('desk.notDelivered', { code: message.failureCode ?? '?' })}
    </Text>
  );
}

/** What the system noted, in the language of the page; as it was written where that is not known. */
function SystemEntry({ message: { text, said, atMs } }: { message: DeskMessage }) {
  const optional = useOptionalText();
  const format = useFormat();
  const { disposition } = said?.values ?? {};
  const values = {
    ...said?.values,
    ...(disposition !== undefined && { disposition: optional(`disposition.${disposition}`, disposition) }),
  };
  return (
    <div>
      {said ? optional(`entry.${said.key}`, text, values) : text} · {format.clock(atMs)}
    </div>
  );
}

/** One entry of the thread: who, what, when, and how far it has come. */
export function MessageEntry({ message, newDay }: { message: DeskMessage; newDay: boolean }) {
  const t = useText();
  const format = useFormat();
  const who = message.author?.name ?? t(`author.${message.by}`);
  return (
    <>
      {newDay && <div className="thread-day">{format.day(message.atMs)}</div>}
      <article className="entry" data-by={message.by}>
        {message.by === 'system' ? (
          <SystemEntry message={message} />
        ) : (
          <>
            <div className="entry-who">
              {message.by === 'note' && <Icon name="note" size={12} />}
              {message.by === 'note' ? t('desk.noteBy', { name: who }) : who}
              {message.template && <span> · {t('desk.template')}</span>}
            </div>
            <EntryBody message={message} />
            <div className="entry-meta">
              <time dateTime={new Date(message.atMs).toISOString()}>{format.clock(message.atMs)}</time>
              {message.delivery && <Ticks state={message.delivery} />}
            </div>
            <Failure message={message} />
          </>
        )}
      </article>
    </>
  );
}

/** A post of mine that is not confirmed: on its way, waiting for the connection, or refused and why. */
export function PendingEntry({ post }: { post: PendingPost }) {
  const t = useText();
  const optional = useOptionalText();
  const { client } = useDesk();
  return (
    <article className="entry" data-by={post.kind === 'note' ? 'note' : 'agent'} data-pending="">
      <div className="entry-text">{post.text}</div>
      {post.refused ? (
        <Group gap="xs" mt={4}>
          <Text size="xs" className="entry-failure" role="alert">
            {t('desk.refused')} {optional(`error.${post.refused.code}`, post.refused.message)}
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => client.post(post)}>
            {t('problem.retry')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => client.discard(post.messageId)}>
            {t('desk.discard')}
          </Button>
        </Group>
      ) : (
        <div className="entry-meta">
          <Icon name="clock" size={12} /> <VisuallyHidden>{t('ticks.requested')}</VisuallyHidden>
        </div>
      )}
    </article>
  );
}
