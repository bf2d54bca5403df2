import { type RequestHandler, Router } from 'express';
import type { Registry } from 'prom-client';
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
  readonly metrics: Pick<Registry, 'metrics' | 'contentType'>;
}

async function readinessOf(deps: HealthRoutesDeps): Promise<Readiness> {
  const checks = [...(await deps.checks())];
  const missing = checks.filter((check) => !check.ok).map((check) => check.name);
  return { ready: missing.length === 0, missing, checks };
}

/** Is the process alive, can it take calls, and its figures for Prometheus. */
export function createHealthRoutes(deps: HealthRoutesDeps): Router {
  const router = Router();
  const unkept: RequestHandler = (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  };
  router.get('/healthz', unkept, (_req, res) => {
    res.json({ status: 'ok', store: deps.store() });
  });
  router.get('/readyz', unkept, async (_req, res) => {
    const readiness = await readinessOf(deps);
    res.status(readiness.ready ? 200 : 503).json(readiness);
  });
  router.get('/metrics', unkept, async (_req, res) => {
    res.setHeader('Content-Type', deps.metrics.contentType);
    res.send(await deps.metrics.metrics());
  });
  return router;
}
