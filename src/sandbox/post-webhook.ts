import { Agent } from 'node:http';
import type { PostWebhook } from './fetch-document.ts';
import { makeUuid } from './sids.ts';
import { sendWebhook } from './webhook.ts';
import type { SentWebhook, World } from './world.ts';

const WEBHOOKS_KEPT = 500;

/** Sends webhooks over kept connections, counts them as under way and keeps the last ones for a look or a repetition. */
export function createPost(world: World): { readonly post: PostWebhook; stop(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let stopped = false;
  const post: PostWebhook = async (webhook) => {
    if (stopped) return { kind: 'failed', code: 11200, text: 'the carrier emulator has stopped' };
    const end = world.activity.begin();
    const token = webhook.token ?? makeUuid(world.random);
    const sent: SentWebhook = { ...webhook, id: webhook.id ?? world.nextWebhookId(), token, atMs: world.scheduler.nowMs() };
    world.webhooks.push(sent);
    if (world.webhooks.length > WEBHOOKS_KEPT) world.webhooks.shift();
    try {
      sent.answer = await sendWebhook(world, agent, { ...webhook, token });
      return sent.answer;
    } finally {
      world.changes.announce();
      end();
    }
  };
  return {
    post,
    stop: () => {
      stopped = true;
      agent.destroy();
    },
  };
}

/** Delivers a webhook once more: the same parameters, signature and idempotency token. */
export async function repeatWebhook(world: World, post: PostWebhook, webhook: SentWebhook): Promise<SentWebhook> {
  const { kind, url, method = 'POST', parameters, token } = webhook;
  const id = world.nextWebhookId();
  const again = { ...(kind && { kind }), url, method, parameters, token, id, repeats: webhook.id };
  const answer = await post(again);
  return { ...again, atMs: world.scheduler.nowMs(), answer };
}
