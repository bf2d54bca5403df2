import { Router } from 'express';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';

const NAMES = ['Irene', 'Óscar', 'Paula', 'Samuel'] as const;
const STATES = ['open', 'waiting', 'solved'] as const;
const HOUR_MS = 3_600_000;

/**
 * The helpdesk of the sample: employees have five digits, those that begin with 9 are VIPs and those with 0 are unknown;
 * incidents have six digits, none begins with 0; the mail is down.
 */
export function createDemoHelpdeskRoutes(deps: { readonly clock: Clock }): Router {
  const router = Router();
  router.use('/demo/helpdesk', (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/demo/helpdesk/employees/:number', (req, res) => {
    if (!/^[1-9]\d{4}$/.test(req.params.number)) throw new AppError('sample-not-found');
    const name = NAMES[Number(req.params.number) % NAMES.length] ?? NAMES[0];
    res.json({ employee: { firstName: name, vip: req.params.number.startsWith('9') } });
  });
  router.get('/demo/helpdesk/incidents/:number', (req, res) => {
    if (!/^[1-9]\d{5}$/.test(req.params.number)) throw new AppError('sample-not-found');
    const state = STATES[Number(req.params.number) % STATES.length] ?? STATES[0];
    res.json({ incident: { state, until: new Date(deps.clock.nowMs() + 24 * HOUR_MS).toISOString().slice(0, 10) } });
  });
  router.get('/demo/helpdesk/outage', (_req, res) => {
    res.json({ outage: { system: 'Outlook', until: new Date(deps.clock.nowMs() + 2 * HOUR_MS).toISOString() } });
  });
  return router;
}
