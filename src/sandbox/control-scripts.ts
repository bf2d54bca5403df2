import type { Router } from 'express';
import { AppError } from '../base/errors.ts';
import { PlayScript } from '../http/contract/sandbox-script.ts';
import { done, read } from './control-request.ts';
import type { Scripts } from './script/play-script.ts';
import type { ScriptLibrary } from './script/script-library.ts';

/** A whole morning of callers: which there are, how it goes, starting and stopping it. */
export function addScriptRoutes(router: Router, scripts: Scripts, library: ScriptLibrary): void {
  router.post('/script', (request, response) => {
    const { script, seed = script.seed, speed = script.speed, callers = script.callers } = read(PlayScript, request);
    response.status(201).json(scripts.play({ ...script, seed, speed, callers }));
  });
  router.get(
    '/scripts',
    async (_request, response) => void response.json({ played: scripts.report() !== undefined, items: await library() }),
  );
  router.get('/script', (request, response) => {
    const report = scripts.report();
    if (!report) throw new AppError('not-found', 'No script was played since the start.');
    const last = Number(request.query.last ?? Number.NaN);
    response.json(last >= 0 ? { ...report, callers: report.callers.slice(Math.max(0, report.callers.length - last)) } : report);
  });
  router.delete('/script', (_request, response) => done(response, () => scripts.stop()));
}
