import { type Request, type RequestHandler, Router } from 'express';
import type { Registry } from 'prom-client';
import type { Authenticate } from '../../access/authenticate.ts';
import { hasPermission } from '../../access/rights.ts';
import type { HealthCheck, Readiness } from '../contract/settings.ts';

/** Which store is in use, and whether what it holds survives a restart. */
export interface StoreInfo {
  readonly kind: string;
  readonly durable: boolean;
  readonly description: string;
}

export interface HealthRoutesDeps {
  readonly store: () => StoreInfo;
  /** What taking calls depends on, looked at now. */
  readonly checks: () => Promise<readonly HealthCheck[]>;
  readonly authenticate: Authenticate;
  readonly metrics: Pick<Registry, 'metrics' | 'contentType'>;
}

async function readinessOf(deps: HealthRoutesDeps): Promise<Readiness & { readonly checks: readonly HealthCheck[] }> {
  const checks = [...(await deps.checks())];
  const missing = checks.filter((check) => !check.ok).map((check) => check.name);
  return { ready: missing.length === 0, missing, checks };
}

/** Addresses and folders are for administrators alone; probes and strangers need no more than yes, no and what is missing. */
async function asksAdministrator(deps: HealthRoutesDeps, { headers: { cookie, authorization } }: Request): Promise<boolean> {
  if (cookie === undefined && authorization === undefined) return false;
  const identity = await deps.authenticate({ cookie, authorization }).catch(() => undefined);
  return identity !== undefined && hasPermission(identity, 'settings:change');
}

/** Is the process alive, can it take calls, and its figures for Prometheus. */
export function createHealthRoutes(deps: HealthRoutesDeps): Router {
  const router = Router();
  const unkept: RequestHandler = (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  };
  router.get('/healthz', unkept, async (req, res) => {
    res.json({ status: 'ok', ...((await asksAdministrator(deps, req)) && { store: deps.store() }) });
  });
  router.get('/readyz', unkept, async (req, res) => {
    const { ready, missing, checks } = await readinessOf(deps);
    res.status(ready ? 200 : 503).json({ ready, missing, ...((await asksAdministrator(deps, req)) && { checks }) });
  });
  router.get('/metrics', unkept, async (_req, res) => {
    res.setHeader('Content-Type', deps.metrics.contentType);
    res.send(await deps.metrics.metrics());
  });
  return router;
}
