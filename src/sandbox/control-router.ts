import express, { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import { AppError } from '../base/errors.ts';
import * as contract from '../http/contract/sandbox.ts';
import { PlayScript } from '../http/contract/sandbox-script.ts';
import { answerRinging, hangUpAgentPhone, takeFromQueue } from './agent-phone.ts';
import { setBehaviour } from './behaviour.ts';
import { pressButton, writeToBusiness } from './customer.ts';
import { readThread } from './deliver.ts';
import type { PostWebhook } from './fetch-document.ts';
import {
  answerCall,
  changeHandset,
  handsetById,
  liveCall,
  openLink,
  pressKeys,
  resetWorld,
  setSender,
  setTemplateStatus,
} from './operate.ts';
import { startCall } from './run-call.ts';
import type { Scripts } from './script/play-script.ts';
import { streamState } from './stream-state.ts';
import { viewCall, viewHandset, viewMessage, viewState } from './view.ts';
import type { World } from './world.ts';

/** The control API of contract/sandbox.ts; the service mounts it behind its sign-in. Throws AppError to its error handler. */
export function createControlRouter(world: World, post: PostWebhook, scripts: Scripts): Router {
  const router = Router();
  router.use(express.json({ limit: '64kb' }));
  router.get('/state', (_request, response) => void response.json(viewState(world)));
  router.get('/events', (request, response) => streamState(world, request, response));
  router.post('/reset', (_request, response) => done(response, () => resetWorld(world)));
  addCallRoutes(router, world, post);
  addAgentPhoneRoutes(router, world);
  addHandsetRoutes(router, world, post);
  addChoiceRoutes(router, world);
  addScriptRoutes(router, scripts);
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
    const call = takeFromQueue(world, read(contract.TakeFromQueue, request).queue);
    if (!call) throw new AppError('not-found', 'Nobody waits in this queue.');
    response.json(viewCall(world, call));
  });
  const acts = {
    answer: (sid: string) => answerRinging(world, sid, 'answer'),
    decline: (sid: string) => answerRinging(world, sid, 'decline'),
    hangup: (sid: string) => hangUpAgentPhone(world, sid),
  };
  for (const [name, act] of Object.entries(acts)) {
    router.post(`/agent-phone/${name}`, (request, response) => {
      if (!act(read(contract.AgentPhoneCall, request).callSid))
        throw new AppError('sandbox-impossible', 'The agent phone has no such call.');
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

function addChoiceRoutes(router: Router, world: World): void {
  router.put('/behaviour', (request, response) => {
    const { behaviour, number } = read(contract.SetBehaviour, request);
    done(response, () => setBehaviour(world, behaviour, number));
  });
  router.put('/outage', (request, response) => {
    const { outage } = read(contract.SetOutage, request);
    done(response, () => {
      world.choices.outage = outage;
      world.changes.announce();
    });
  });
  router.put('/templates/:sid', (request, response) => {
    const { status, category } = read(contract.SetTemplateStatus, request);
    done(response, () => setTemplateStatus(world, String(request.params.sid), status, category));
  });
  router.put('/sender', (request, response) => {
    const sender = read(contract.SenderSettings, request);
    done(response, () => setSender(world, sender));
  });
}

function addScriptRoutes(router: Router, scripts: Scripts): void {
  router.post('/script', (request, response) => {
    const { script, seed = script.seed, speed = script.speed } = read(PlayScript, request);
    response.status(201).json(scripts.play({ ...script, seed, speed }));
  });
  router.get('/script', (_request, response) => {
    const report = scripts.report();
    if (!report) throw new AppError('not-found', 'No script was played since the start.');
    response.json(report);
  });
  router.delete('/script', (_request, response) => done(response, () => scripts.stop()));
}

function read<T>(schema: z.ZodType<T>, request: Request): T {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  throw new AppError('body-invalid', undefined, {
    details: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
}

function done(response: Response, act: () => void): void {
  act();
  response.status(204).end();
}
