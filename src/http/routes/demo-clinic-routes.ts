import express, { Router } from 'express';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';

const NAMES = ['Lucía', 'Marcos', 'Nadia', 'Tomás'] as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Weekdays from today and hours (UTC) of the free times. */
const FREE = [
  { weekdays: 1, hour: 9 },
  { weekdays: 1, hour: 14.5 },
  { weekdays: 2, hour: 10 },
] as const;

/** So many weekdays from today, at an hour of UTC; ms since 1970. */
function weekdayAt(nowMs: number, weekdays: number, hour: number): number {
  let dayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  for (let left = weekdays; left > 0; left -= isWeekend(dayMs) ? 0 : 1) dayMs += DAY_MS;
  return dayMs + hour * HOUR_MS;
}

function isWeekend(ms: number): boolean {
  return [0, 6].includes(new Date(ms).getUTCDay());
}

function field(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
}

/** The patient of the sample with this birth date (YYYY-MM-DD); none was born on the first of a month. */
function samplePatient(birthDate: string) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate) || birthDate.endsWith('-01')) return undefined;
  const number = Number(birthDate.replaceAll('-', ''));
  return { id: `P${number % 1000}`, firstName: NAMES[number % NAMES.length] ?? NAMES[0] };
}

/**
 * The diary of the sample clinic. Nothing is kept: the free times follow from the day, a booked time is its own number,
 * and patients whose number ends in 9 have no appointment.
 */
export function createDemoClinicRoutes(deps: { readonly clock: Clock }): Router {
  const router = Router();
  const body = express.json({ limit: '2kb' });
  router.use('/demo/clinic', (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.post('/demo/clinic/patients', body, (req, res) => {
    const patient = samplePatient(field(req.body, 'birthDate'));
    if (!patient) throw new AppError('sample-not-found');
    res.json({ patient });
  });
  router.post('/demo/clinic/slots', body, (_req, res) => {
    const slots = FREE.map(({ weekdays, hour }) => weekdayAt(deps.clock.nowMs(), weekdays, hour)).map((at) => ({ id: `S${at}`, at }));
    res.json({ count: slots.length, slots });
  });
  router.get('/demo/clinic/patients/:id/appointment', (req, res) => {
    if (!/^P\d{0,2}[0-8]$/.test(req.params.id)) throw new AppError('sample-not-found');
    res.json({ appointment: { id: `A${req.params.id.slice(1)}`, at: weekdayAt(deps.clock.nowMs(), 3, 9) } });
  });
  router.post('/demo/clinic/appointments', body, (req, res) => {
    const at = Number(/^S(\d{13})$/.exec(field(req.body, 'slot'))?.[1] ?? Number.NaN);
    if (!Number.isSafeInteger(at) || at <= deps.clock.nowMs()) throw new AppError('sample-not-found');
    res.json({ appointment: { at } });
  });
  router.post('/demo/clinic/appointments/:id/cancel', (req, res) => {
    if (!/^A\d{1,3}$/.test(req.params.id)) throw new AppError('sample-not-found');
    res.json({ appointment: { id: req.params.id } });
  });
  return router;
}
