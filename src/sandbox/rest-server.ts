import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { PostWebhook } from './fetch-document.ts';
import { callRoutes } from './rest-calls.ts';
import { contentRoutes } from './rest-content.ts';
import { answerRestError, RestError } from './rest-error.ts';
import { VERSION } from './rest-format.ts';
import { lookupRoutes } from './rest-lookups.ts';
import { messageRoutes } from './rest-messages.ts';
import { otherRoutes } from './rest-others.ts';
import { queueRoutes } from './rest-queues.ts';
import { recordingRoutes } from './rest-recordings.ts';
import type { World } from './world.ts';

/** The carrier's REST API, every product on one host: the paths are those of the real hosts. */
export function createRestApp(world: World, post: PostWebhook): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((request, response, next) => suffer(world, request, response, next));
  app.use((request, response, next) => authenticate(world, request, response, next));
  app.use(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 1000 }));
  app.use(express.json({ limit: '1mb' }));
  app.param('account', (_request, _response, next, account) => {
    next(account === world.account.accountSid ? undefined : new RestError(404, 20404, `Account ${account} was not found`));
  });
  const account = `/${VERSION}/Accounts/:account`;
  app.use(account, messageRoutes(world, post), callRoutes(world, post), queueRoutes(world), recordingRoutes(world));
  app.use(contentRoutes(world));
  app.use(lookupRoutes(world));
  app.use(otherRoutes(world));
  app.use((request) => {
    throw new RestError(404, 20404, `The requested resource ${request.path} was not found`);
  });
  app.use(answerRestError);
  return app;
}

/** The bytes of media, on an origin of their own; credentials are refused, as signed storage addresses do. */
export function createStorageApp(world: World): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/:account/:sid', (request, response) => {
    if (request.headers.authorization !== undefined) return void response.status(400).send('Only one auth mechanism allowed');
    const media = world.media.get(String(request.params.sid));
    if (!media) return void response.status(404).end();
    response.set('Content-Type', media.contentType).send(media.bytes);
  });
  return app;
}

/** A chosen outage of the whole API. */
function suffer(world: World, request: Request, _response: Response, next: NextFunction): void {
  const { outage } = world.choices;
  if (outage === 'reset') request.socket.destroy();
  else if (outage === 'rate-limited') next(new RestError(429, 20429));
  else if (outage === 'server-error') next(new RestError(500, 20500));
  else if (outage === 'none') next();
}

function authenticate(world: World, request: Request, response: Response, next: NextFunction): void {
  const expected = `Basic ${Buffer.from(`${world.account.accountSid}:${world.account.authToken}`).toString('base64')}`;
  if (equal(request.headers.authorization ?? '', expected)) {
    next();
    return;
  }
  response.set('WWW-Authenticate', 'Basic realm="Twilio API"');
  next(new RestError(401, 20003));
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
