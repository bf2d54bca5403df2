import { Router } from 'express';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { isLuhn } from '../../flows/check-digits.ts';

const STATES = ['preparing', 'shipped', 'delivered', 'delayed'] as const;
const DAYS_TO_ARRIVAL: Record<(typeof STATES)[number], number> = { preparing: 3, shipped: 1, delivered: -2, delayed: 5 };
const DAY_MS = 86_400_000;

/** An order of the sample order book: its state follows from its number, its day (YYYY-MM-DD) from its state. */
export function sampleOrder(number: string, nowMs: number) {
  if (!/^\d{6}$/.test(number) || number.startsWith('000')) return undefined;
  const state = STATES[Number(number) % STATES.length] ?? 'preparing';
  return { number, state, eta: new Date(nowMs + DAYS_TO_ARRIVAL[state] * DAY_MS).toISOString().slice(0, 10) };
}

const OUTAGES = ['working', 'planned', 'restored'] as const;
const HOUR_MS = 3_600_000;

/** Power cuts of the sample: every postcode but those that end in 0 has one, whose state follows from its last digit. */
export function sampleOutage(postcode: string, nowMs: number) {
  if (!/^\d{4}[1-9]$/.test(postcode)) return undefined;
  return { postcode, state: OUTAGES[Number(postcode.at(-1)) % OUTAGES.length] ?? 'working', eta: hoursFrom(nowMs, 2) };
}

/** To the half hour, ISO 8601. */
function hoursFrom(nowMs: number, hours: number): string {
  return new Date(Math.ceil(nowMs / (HOUR_MS / 2)) * (HOUR_MS / 2) + hours * HOUR_MS).toISOString();
}

const POLICY_KINDS: Readonly<Record<string, string>> = { '1': 'car', '2': 'home', '3': 'health' };
const CLAIM_STATES = ['none', 'received', 'assessing', 'paid'] as const;

/**
 * A policy of the sample, by ten digits of which the last is the check digit: the first says what it covers, a 9 after it
 * that it has lapsed, the last but one how far its claim is (day: YYYY-MM-DD).
 */
export function samplePolicy(number: string, nowMs: number) {
  const kind = POLICY_KINDS[number.slice(0, 1)];
  if (!/^\d{10}$/.test(number) || !isLuhn(number) || kind === undefined) return undefined;
  return {
    policy: { number, kind, state: number[1] === '9' ? 'lapsed' : 'active' },
    claim: {
      state: CLAIM_STATES[Number(number[8]) % CLAIM_STATES.length] ?? 'none',
      day: new Date(nowMs - 3 * DAY_MS).toISOString().slice(0, 10),
    },
  };
}

/**
 * What the sample flows ask. The order book: every six-digit number has an order, but for those beginning with 000. The
 * power cuts: one large incident, and the state of each postcode. The policies: by their number.
 */
export function createDemoRoutes(deps: { readonly clock: Clock }): Router {
  const router = Router();
  router.get('/demo/orders/:number', (req, res) => {
    const order = sampleOrder(req.params.number, deps.clock.nowMs());
    if (!order) throw new AppError('order-not-found');
    res.setHeader('Cache-Control', 'no-store');
    res.json({ order });
  });
  router.get('/demo/incidents/current', (_req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    res.json({ incident: { area: 'Vallecas', eta: hoursFrom(deps.clock.nowMs(), 3) } });
  });
  router.get('/demo/outages/:postcode', (req, res) => {
    const outage = sampleOutage(req.params.postcode, deps.clock.nowMs());
    if (!outage) throw new AppError('outage-not-found');
    res.setHeader('Cache-Control', 'no-store');
    res.json({ outage });
  });
  router.get('/demo/policies/:number', (req, res) => {
    const found = samplePolicy(req.params.number, deps.clock.nowMs());
    if (!found) throw new AppError('policy-not-found');
    res.setHeader('Cache-Control', 'no-store');
    res.json(found);
  });
  return router;
}
