import type { Clock } from '../base/clock.ts';
import { FAILURE_REACTIONS } from '../channels/failure-reactions.ts';
import type { SenderOutlook } from '../channels/outlook.ts';
import type { CarrierBoard, FailureCount } from '../handoff/carrier-board.ts';
import type { CarrierState, SenderView } from '../http/contract/carrier.ts';
import type { Alarm, AlarmCode } from '../http/contract/overview.ts';
import { explainFailure } from '../providers/twilio/failure-table.ts';
import { alarm } from './alarms.ts';
import type { WatchedSenders } from './watch-senders.ts';

export interface CarrierParts {
  readonly clock: Clock;
  readonly board: Pick<CarrierBoard, 'failures'>;
  readonly senders: WatchedSenders;
  /** How the WhatsApp sender stands at the carrier. */
  readonly state: () => SenderOutlook;
  readonly whatsappFrom: string;
  readonly smsFrom: string | undefined;
}

const DAY_MS = 24 * 3_600_000;
/** An operator should know before the limit is reached. */
const NEARLY_FULL = 0.9;

/** Our senders, and what the carrier refused lately. */
export async function describeCarrier(parts: CarrierParts): Promise<CarrierState> {
  const failures = [...(await parts.board.failures())].sort((a, b) => b.lastAtMs - a.lastAtMs);
  return { senders: sendersOf(parts), failures: failures.map(failureView) };
}

function sendersOf({ senders, state, whatsappFrom, smsFrom }: CarrierParts): SenderView[] {
  const { status, quality, limitPerDay } = state();
  const whatsapp: SenderView = {
    sender: whatsappFrom,
    channel: 'whatsapp',
    ...stopOf(senders, whatsappFrom),
    ...(status !== undefined && { status }),
    ...(quality !== undefined && { quality }),
    ...(limitPerDay !== undefined && { limitPerDay }),
    usedToday: senders.outlook().usedToday ?? 0,
  };
  return smsFrom === undefined ? [whatsapp] : [whatsapp, { sender: smsFrom, channel: 'sms', ...stopOf(senders, smsFrom) }];
}

function stopOf(senders: WatchedSenders, sender: string): Pick<SenderView, 'stopped'> {
  const stop = senders.stops().find((each) => each.sender === sender);
  if (!stop) return {};
  const { code, atMs, untilMs } = stop;
  return { stopped: { code, sinceMs: atMs, ...(untilMs !== undefined && { untilMs }) } };
}

function failureView({ code, class: failure, count, lastAtMs }: FailureCount): CarrierState['failures'][number] {
  const explained = explainFailure(code);
  return { code, class: failure, count, lastAtMs, ...(explained.class !== 'unknown' && { meaning: explained.meaning }) };
}

/** What an operator should look at: stopped senders, a limit that is near, codes of the last day that want somebody. */
export async function carrierAlarms(parts: CarrierParts): Promise<readonly Alarm[]> {
  const failures = (await parts.board.failures()).filter(({ lastAtMs }) => lastAtMs > parts.clock.nowMs() - DAY_MS);
  return [...sendersOf(parts).flatMap(senderAlarms), ...failureAlarms(failures)];
}

function senderAlarms({ sender, stopped, limitPerDay, usedToday = 0 }: SenderView): Alarm[] {
  const alarms: Alarm[] = [];
  if (stopped) {
    const ends = stopped.untilMs === undefined ? 'open' : 'timed';
    const what = ends === 'open' ? 'Mend the cause, then lift the stop on the settings page.' : 'It ends by itself.';
    const message = `Nothing is begun from ${sender}: the carrier answered ${stopped.code} (${explainFailure(stopped.code).meaning}) ${what}`;
    alarms.push({ ...alarm('sender-stopped', message, { sender, code: stopped.code, ends }), sinceMs: stopped.sinceMs });
  }
  if (limitPerDay !== undefined && usedToday >= limitPerDay * NEARLY_FULL) {
    const message = `${usedToday} of the ${limitPerDay} people whom ${sender} may write to first in 24 hours were written to. Beyond that callers stay on the telephone.`;
    alarms.push(alarm('messaging-limit', message, { sender, used: usedToday, limit: limitPerDay }));
  }
  return alarms;
}

function failureAlarms(failures: readonly FailureCount[]): Alarm[] {
  const raise = (code: AlarmCode, found: readonly FailureCount[], words: string): Alarm[] => {
    const codes = found.map(({ code: each, count }) => `${each} (${count})`).join(', ');
    return found.length === 0 ? [] : [alarm(code, `${words}: ${codes}.`, { codes })];
  };
  return [
    ...raise(
      'carrier-code-unknown',
      failures.filter((failure) => failure.class === 'unknown'),
      'The carrier gave codes that the table does not know; the callers fell back. Look them up and report them',
    ),
    ...raise(
      'carrier-code',
      failures.filter(({ class: failure }) => failure !== 'unknown' && FAILURE_REACTIONS[failure].alarm),
      'Messages failed in the last day for a reason that has to be mended here; see the settings page',
    ),
  ];
}
