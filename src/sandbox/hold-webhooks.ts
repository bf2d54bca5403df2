import type { HoldableKind } from '../http/contract/sandbox-carrier.ts';
import type { PostWebhook } from './fetch-document.ts';
import type { Webhook, WebhookAnswer } from './webhook-answer.ts';
import type { World } from './world.ts';

type Told = Webhook & { readonly kind: HoldableKind };

/** A webhook that was not sent yet: somebody holds it back. */
export interface HeldWebhook {
  readonly id: number;
  readonly atMs: number;
  readonly webhook: Told;
  /** What the carrier makes of the answer. */
  readonly then: (answer: WebhookAnswer) => void;
}

/** Sends a webhook that only tells something, or keeps it while its kind is held back. */
export async function postOrHold(world: World, post: PostWebhook, webhook: Told, then: (answer: WebhookAnswer) => void): Promise<void> {
  if (!world.held.kinds.has(webhook.kind)) {
    then(await post(webhook));
    return;
  }
  world.held.waiting.push({ id: world.nextWebhookId(), atMs: world.scheduler.nowMs(), webhook, then });
  world.changes.announce();
}

/** From now on these kinds are held back; what waits already goes on waiting. */
export function holdWebhooks(world: World, kinds: readonly HoldableKind[]): void {
  world.held.kinds.clear();
  for (const kind of kinds) world.held.kinds.add(kind);
  world.changes.announce();
}

/** Sends them one after the other, in this order; those that do not wait are left out. */
export async function releaseWebhooks(world: World, post: PostWebhook, ids: readonly number[] | 'all'): Promise<void> {
  for (const { id, webhook, then } of takeHeld(world, ids)) then(await post({ ...webhook, id }));
}

/** Takes held webhooks away, as if they had been lost on the way; the answer tells how many there were. */
export function dropWebhooks(world: World, ids: readonly number[] | 'all'): number {
  return takeHeld(world, ids).length;
}

function takeHeld(world: World, ids: readonly number[] | 'all'): HeldWebhook[] {
  const { waiting } = world.held;
  const taken = ids === 'all' ? [...waiting] : ids.flatMap((id) => waiting.find((held) => held.id === id) ?? []);
  const gone = new Set(taken);
  waiting.splice(0, waiting.length, ...waiting.filter((held) => !gone.has(held)));
  world.changes.announce();
  return [...gone];
}
