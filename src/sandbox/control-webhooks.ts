import type { Router } from 'express';
import { AppError } from '../base/errors.ts';
import { HeldWebhooks, HoldWebhooks } from '../http/contract/sandbox-carrier.ts';
import { done, read } from './control-request.ts';
import type { PostWebhook } from './fetch-document.ts';
import { dropWebhooks, holdWebhooks, releaseWebhooks } from './hold-webhooks.ts';
import { repeatWebhook } from './post-webhook.ts';
import { viewWebhook } from './view-carrier.ts';
import { underWay, type World } from './world.ts';

const LISTED = 200;

/** The webhooks that were sent, those that are held back, and their sending again. */
export function addWebhookRoutes(router: Router, world: World, post: PostWebhook): void {
  router.get('/webhooks', (_request, response) => {
    response.json({ items: world.webhooks.slice(-LISTED).reverse().map(viewWebhook) });
  });
  router.put('/webhooks/held', (request, response) => {
    done(response, () => holdWebhooks(world, read(HoldWebhooks, request).kinds));
  });
  router.post('/webhooks/held/release', (request, response) => {
    done(response, () => underWay(world, releaseWebhooks(world, post, read(HeldWebhooks, request).ids)));
  });
  router.post('/webhooks/held/drop', (request, response) => {
    done(response, () => void dropWebhooks(world, read(HeldWebhooks, request).ids));
  });
  router.post('/webhooks/:id/repeat', async (request, response) => {
    const webhook = world.webhooks.find(({ id }) => String(id) === request.params.id);
    if (!webhook) throw new AppError('not-found', 'There is no such webhook any more.');
    response.json(viewWebhook(await repeatWebhook(world, post, webhook)));
  });
}
