import type { Router } from 'express';
import { AppError } from '../base/errors.ts';
import { PlayScript } from '../http/contract/sandbox-script.ts';
import { done, read } from './control-request.ts';
import type { Scripts } from './script/play-script.ts';

/** A whole morning of callers: which there are, how it goes, starting and stopping it. */
export function addScriptRoutes(router: Router, scripts: Scripts): void {
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
