import express, { type Request, Router } from 'express';
import { AppError } from '../base/errors.ts';
import * as contract from '../http/contract/sandbox.ts';
import { answerRinging, hangUpAgentPhone, takeFromQueue } from './agent-phone.ts';
import { addChoiceRoutes } from './control-choices.ts';
import { done, read } from './control-request.ts';
import { addScriptRoutes } from './control-scripts.ts';
import { addWebhookRoutes } from './control-webhooks.ts';
import { pressButton, writeToBusiness } from './customer.ts';
import { readThread } from './deliver.ts';
import type { PostWebhook } from './fetch-document.ts';
import { answerCall, changeHandset, handsetById, liveCall, openLink, pressKeys, resetWorld } from './operate.ts';
import { startCall } from './run-call.ts';
import type { Scripts } from './script/play-script.ts';
import type { ScriptLibrary } from './script/script-library.ts';
import { streamState } from './stream-state.ts';
import { viewCall, viewHandset, viewMessage, viewState } from './view.ts';
import type { World } from './world.ts';

/** The control API of contract/sandbox.ts; the service mounts it behind its sign-in. Throws AppError to its error handler. */
export function createControlRouter(world: World, post: PostWebhook, scripts: Scripts, library: ScriptLibrary): Router {
  const router = Router();
  // Scripts may be longer than anything else.
  router.use('/script', express.json({ limit: '512kb' }));
  router.use(express.json({ limit: '64kb' }));
  router.get('/state', (_request, response) => void response.json(viewState(world)));
  router.get('/events', (request, response) => streamState(world, request, response));
  router.post('/reset', (_request, response) => done(response, () => resetWorld(world)));
  addCallRoutes(router, world, post);
  addAgentPhoneRoutes(router, world);
  addHandsetRoutes(router, world, post);
  addChoiceRoutes(router, world);
  addWebhookRoutes(router, world, post);
  addScriptRoutes(router, scripts, library);
  return router;
}

function addCallRoutes(router: Router, world: World, post: PostWebhook): void {
  router.post('/calls', (request, response) => {
    const wanted = read(contract.StartCall, request);
    const call = startCall(world, post, { ...wanted, to: wanted.to ?? world.account.entryNumbers[0] ?? world.account.whatsappFrom });
    response.status(201).json(viewCall(world, call));
  });
  router.post('/calls/:sid/keys', (request, response) => {
    done(response, () => pressKeys(liveCall(world, String(request.params.sid)), read(contract.PressKeys, request).keys));
  });
  router.post('/calls/:sid/speech', (request, response) => {
    const { text, confidence = 0.9 } = read(contract.Speak, request);
    done(response, () => liveCall(world, String(request.params.sid)).line.send({ kind: 'speech', text, confidence }));
  });
  for (const does of ['answer', 'decline'] as const) {
    router.post(`/calls/:sid/${does}`, (request, response) => {
      done(response, () => answerCall(liveCall(world, String(request.params.sid)), does));
    });
  }
  router.post('/calls/:sid/hangup', (request, response) => {
    done(response, () => liveCall(world, String(request.params.sid)).line.send({ kind: 'hangup', by: 'caller' }));
  });
}

function addAgentPhoneRoutes(router: Router, world: World): void {
  router.put('/agent-phone', (request, response) => {
    const { mode } = read(contract.AgentPhoneSettings, request);
    done(response, () => {
      world.agentPhone.mode = mode;
      world.changes.announce();
    });
  });
  router.post('/agent-phone/take', (request, response) => {
    const { queue, phone } = read(contract.TakeFromQueue, request);
    const call = takeFromQueue(world, queue, phone);
    if (!call) throw new AppError('not-found', 'Nobody waits in this queue.');
    response.json(viewCall(world, call));
  });
  const acts = {
    answer: (sid: string, phone?: number) => answerRinging(world, sid, 'answer', phone),
    decline: (sid: string) => answerRinging(world, sid, 'decline'),
    hangup: (sid: string) => hangUpAgentPhone(world, sid),
  };
  for (const [name, act] of Object.entries(acts)) {
    router.post(`/agent-phone/${name}`, (request, response) => {
      const { callSid, phone } = read(contract.AgentPhoneCall, request);
      if (!act(callSid, phone)) throw new AppError('sandbox-impossible', 'The agent phone has no such call.');
      response.status(204).end();
    });
  }
}

function addHandsetRoutes(router: Router, world: World, post: PostWebhook): void {
  const handset = (request: Request) => handsetById(world, String(request.params.id));
  router.put('/handsets/:id', (request, response) => {
    changeHandset(world, post, handset(request), read(contract.HandsetSettings, request));
    response.json(viewHandset(world, handset(request)));
  });
  router.post('/handsets/:id/messages', (request, response) => {
    const message = writeToBusiness(world, post, handset(request), read(contract.CustomerMessage, request));
    response.status(201).json(viewMessage(world, message));
  });
  router.post('/handsets/:id/files', express.raw({ type: () => true, limit: contract.MAX_UPLOAD_BYTES }), (request, response) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (bytes.length === 0) throw new AppError('body-invalid', 'Send the bytes of the file as the body.');
    const contentType = request.get('content-type')?.split(';')[0]?.trim() || 'application/octet-stream';
    const message = writeToBusiness(world, post, handset(request), { kind: 'upload', contentType, bytes });
    response.status(201).json(viewMessage(world, message));
  });
  router.post('/handsets/:id/press', (request, response) => {
    const { messageSid, index } = read(contract.PressButton, request);
    response.status(201).json(viewMessage(world, pressButton(world, post, handset(request), messageSid, index)));
  });
  router.post('/handsets/:id/read', (request, response) => {
    done(response, () => readThread(world, post, handset(request)));
  });
  router.post('/handsets/:id/open-link', (request, response) => {
    openLink(world, handset(request), read(contract.OpenLink, request).url);
    response.json(viewHandset(world, handset(request)));
  });
}
