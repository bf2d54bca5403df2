import { Router } from 'express';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';

const STATES = ['preparing', 'shipped', 'delivered', 'delayed'] as const;
const DAYS_TO_ARRIVAL: Record<(typeof STATES)[number], number> = { preparing: 3, shipped: 1, delivered: -2, delayed: 5 };
const DAY_MS = 86_400_000;

/** An order of the sample order book: its state follows from its number, its day (YYYY-MM-DD) from its state. */
export function sampleOrder(number: string, nowMs: number) {
  if (!/^\d{6}$/.test(number) || number.startsWith('000')) return undefined;
  const state = STATES[Number(number) % STATES.length] ?? 'preparing';
  return { number, state, eta: new Date(nowMs + DAYS_TO_ARRIVAL[state] * DAY_MS).toISOString().slice(0, 10) };
}

/** The order book that the sample flow asks: every six-digit number has an order, but for those beginning with 000. */
export function createDemoRoutes(deps: { readonly clock: Clock }): Router {
  const router = Router();
  router.get('/demo/orders/:number', (req, res) => {
    const order = sampleOrder(req.params.number, deps.clock.nowMs());
    if (!order) throw new AppError('order-not-found');
    res.setHeader('Cache-Control', 'no-store');
    res.json({ order });
  });
  return router;
}
