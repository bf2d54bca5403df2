import type { Behaviour } from '../http/contract/sandbox.ts';
import { deliver, type Flaw } from './deliver.ts';
import type { PostWebhook } from './fetch-document.ts';
import { handsetAt } from './find-handset.ts';
import { windowClosesAtMs } from './handset.ts';
import type { Message } from './message.ts';
import type { MessageRequest } from './message-request.ts';
import { makeSid } from './sids.ts';
import { type Rendered, renderTemplate, type Template } from './template.ts';
import { underWay, type World } from './world.ts';

/** Keeps a message that was taken and sends it on its way in the background. */
export function sendMessage(world: World, post: PostWebhook, request: MessageRequest, behaviour: Behaviour): Message {
  const now = world.scheduler.nowMs();
  const handset = handsetAt(world, request.to);
  const rendered = request.template && renderTemplate(request.template, request.variables);
  const body = rendered?.body ?? request.body ?? '';
  const mediaUrls = [...request.mediaUrls, ...(rendered?.mediaUrls ?? [])];
  const message: Message = {
    sid: makeSid(mediaUrls.length > 0 ? 'MM' : 'SM', world.random),
    direction: 'outbound-api',
    channel: request.channel,
    from: request.from,
    to: request.to,
    handsetId: handset.id,
    createdAtMs: now,
    ...(request.messagingServiceSid && { messagingServiceSid: request.messagingServiceSid }),
    ...(request.statusCallback && { statusCallback: request.statusCallback }),
    ...(request.template && { templateSid: request.template.sid, templateName: request.template.friendlyName }),
    buttons: rendered?.buttons ?? [],
    mediaSids: [],
    body,
    status: request.messagingServiceSid ? 'accepted' : 'queued',
    updatedAtMs: now,
  };
  world.messages.set(message.sid, message);
  handset.messageSids.push(message.sid);
  world.changes.announce();
  underWay(world, sendWhenChecked(world, post, message, request, rendered, mediaUrls, behaviour));
  return message;
}

async function sendWhenChecked(
  world: World,
  post: PostWebhook,
  message: Message,
  request: MessageRequest,
  rendered: Rendered | undefined,
  mediaUrls: readonly string[],
  behaviour: Behaviour,
): Promise<void> {
  const code = findFlaw(world, message, request, rendered) ?? ((await canFetchAll(mediaUrls)) ? undefined : '63019');
  const flaw: Flaw | undefined = code === undefined ? undefined : { code };
  deliver(world, post, message, behaviour, flaw);
}

/** What WhatsApp refuses after the carrier has said 201; the code of the failing receipt. */
function findFlaw(world: World, message: Message, request: MessageRequest, rendered: Rendered | undefined): string | undefined {
  if (message.channel === 'sms') return undefined;
  const handset = handsetAt(world, message.handsetId);
  const windowOpen = windowClosesAtMs(handset, world.scheduler.nowMs()) !== undefined;
  const template = request.template;
  if (!template || !rendered) return windowOpen ? undefined : '63016';
  return approvalFlaw(template, rendered, windowOpen) ?? contentFlaw(rendered, request.variables);
}

function approvalFlaw(template: Template, rendered: Rendered, windowOpen: boolean): string | undefined {
  const { status } = template.approval;
  if (status === 'approved') return undefined;
  if (status === 'rejected') return '63040';
  if (status === 'paused') return '63041';
  if (status === 'disabled') return '63042';
  if (!windowOpen) return '63016';
  if (rendered.contentType.startsWith('whatsapp/')) return '63013';
  const replies = rendered.buttons.filter((button) => button.kind === 'reply').length;
  return rendered.contentType === 'twilio/quick-reply' && replies > 3 ? '63013' : undefined;
}

function contentFlaw(rendered: Rendered, variables: Readonly<Record<string, string>>): string | undefined {
  if (rendered.missing.length > 0) return '63028';
  if (Object.values(variables).some((text) => /[\n\r\t]| {5,}/.test(text))) return '63013';
  if (rendered.body.length > 1024) return '63021';
  return rendered.buttons.some((button) => (button.id ?? '').length > 200) ? '63013' : undefined;
}

async function canFetchAll(urls: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    urls.map(async (url) => {
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
        await answer.arrayBuffer();
        return answer.ok;
      } catch {
        return false;
      }
    }),
  );
  return found.every(Boolean);
}
