import type { HeldView, LookupsView, WebhookView } from '../http/contract/sandbox-carrier.ts';
import type { HeldWebhook } from './hold-webhooks.ts';
import type { Webhook, WebhookAnswer } from './webhook-answer.ts';
import type { SentWebhook, World } from './world.ts';

export function viewLookups(world: World): LookupsView {
  const { lookup } = world.choices;
  return {
    ...(lookup && { all: lookup }),
    byNumber: Object.fromEntries(world.lookupByNumber),
    asked: [...world.lookupsAsked],
  };
}

export function viewHeld({ held }: World): HeldView {
  return { kinds: [...held.kinds], waiting: held.waiting.map(viewHeldWebhook) };
}

function viewHeldWebhook({ id, atMs, webhook }: HeldWebhook): WebhookView {
  return viewRequest(webhook, id, atMs);
}

export function viewWebhook(sent: SentWebhook): WebhookView {
  const { id, atMs, token, answer, repeats } = sent;
  return {
    ...viewRequest(sent, id, atMs),
    token,
    ...(answer && { answer: viewAnswer(answer) }),
    ...(repeats !== undefined && { repeats }),
  };
}

function viewRequest({ kind = 'call', method = 'POST', url, parameters }: Webhook, id: number, atMs: number): WebhookView {
  return { id, kind, atMs, method, path: pathOf(url), parameters: { ...parameters } };
}

function viewAnswer(answer: WebhookAnswer): NonNullable<WebhookView['answer']> {
  return answer.kind === 'answered' ? { status: answer.status } : { code: answer.code, text: answer.text };
}

/** Without host and fragment. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url;
}
