import type { Behaviour } from '../http/contract/sandbox-carrier.ts';
import { deliver, type Flaw } from './deliver.ts';
import type { PostWebhook } from './fetch-document.ts';
import { handsetAt } from './find-handset.ts';
import { windowClosesAtMs } from './handset.ts';
import type { Message, Place } from './message.ts';
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
  const location = readGeo(request.persistentAction, body);
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
    ...(rendered?.listButton !== undefined && { listButton: rendered.listButton }),
    ...(location && { location }),
    mediaSids: [],
    body,
    status: request.messagingServiceSid ? 'accepted' : 'queued',
    updatedAtMs: now,
    behaviour,
  };
  world.messages.set(message.sid, message);
  handset.messageSids.push(message.sid);
  world.changes.announce();
  underWay(world, sendWhenChecked(world, post, message, request, rendered, mediaUrls));
  return message;
}

async function sendWhenChecked(
  world: World,
  post: PostWebhook,
  message: Message,
  request: MessageRequest,
  rendered: Rendered | undefined,
  mediaUrls: readonly string[],
): Promise<void> {
  const code = findFlaw(world, message, request, rendered) ?? (await fetchMedia(world, message, mediaUrls));
  const flaw: Flaw | undefined = code === undefined ? undefined : { code };
  deliver(world, post, message, flaw);
}

/** What WhatsApp refuses after the carrier has said 201; the code of the failing receipt. */
function findFlaw(world: World, message: Message, request: MessageRequest, rendered: Rendered | undefined): string | undefined {
  if (message.channel === 'sms') return undefined;
  const handset = handsetAt(world, message.handsetId);
  const windowOpen = windowClosesAtMs(handset, world.scheduler.nowMs()) !== undefined;
  const template = request.template;
  if (request.persistentAction !== undefined && !message.location) return '63006';
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
  if (rendered.buttons.some((button) => (button.id ?? '').length > 200)) return '63013';
  return titleFlaw(rendered);
}

/** Titles with their variables filled in. Sources: …/docs/content/twilio-quick-reply, …/twilio-list-picker */
function titleFlaw({ buttons, listButton }: Rendered): string | undefined {
  const longest = listButton === undefined ? 20 : 24;
  const titles = buttons.map(({ title }) => title);
  const fits =
    titles.every((title) => title !== '' && title.length <= longest) &&
    buttons.every(({ description = '' }) => description.length <= 72) &&
    (listButton ?? '').length <= 20;
  return fits && new Set(titles).size === titles.length ? undefined : '63021';
}

/** `geo:41.38,2.17|Carrer de Pau Claris 1`; the text names the place. */
function readGeo(action: string | undefined, body: string): Place | undefined {
  const match = /^geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:\|(.+))?$/.exec(action ?? '');
  if (!match) return undefined;
  const [, latitude, longitude, address] = match;
  return { latitude: Number(latitude), longitude: Number(longitude), ...(body && { label: body }), ...(address && { address }) };
}

/** Types that WhatsApp takes from a business, and how large they may be. Source: …/docs/whatsapp/best-practices-and-faqs */
const TAKEN: readonly (readonly [type: RegExp, megabytes: number])[] = [
  [/^image\/(jpeg|png|webp)$/, 5],
  [/^(video\/(mp4|3gpp)|audio\/(ogg|opus|mpeg|mp4|amr|aac))$/, 16],
  [/^application\/(pdf|msword|vnd\.openxmlformats-officedocument\.[a-z.]+)$/, 16],
  [/^text\/(vcard|x-vcard)$/, 16],
];

/** The carrier looks with HEAD, then fetches; the code of what is wrong, or undefined. Documents carry no caption. */
async function fetchMedia(world: World, message: Message, urls: readonly string[]): Promise<string | undefined> {
  for (const url of urls) {
    const found = await fetchMedium(url);
    if (!found) return '63019';
    const taken = TAKEN.find(([type]) => type.test(found.contentType));
    if (message.channel === 'whatsapp' && !taken) return '63005';
    if (taken && found.bytes > taken[1] * 1024 * 1024) return '63034';
    message.attachment = { contentType: found.contentType, url };
    if (message.channel === 'whatsapp' && !/^(image|video)\//.test(found.contentType)) message.body = '';
  }
  world.changes.announce();
  return undefined;
}

async function fetchMedium(url: string): Promise<{ readonly contentType: string; readonly bytes: number } | undefined> {
  try {
    const head = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    if (!head.ok) return undefined;
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    const bytes = (await answer.arrayBuffer()).byteLength;
    const contentType = (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    return answer.ok ? { contentType, bytes } : undefined;
  } catch {
    return undefined;
  }
}
