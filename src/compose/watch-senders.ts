import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { SenderOutlook } from '../channels/outlook.ts';
import type { CarrierBoard, SenderStop, TemplateHold } from '../handoff/carrier-board.ts';
import type { SenderGate } from '../handoff/invite-ports.ts';

export interface SenderSources {
  readonly log: Logger;
  readonly clock: Clock;
  readonly board: CarrierBoard;
  /** The WhatsApp sender that invites. */
  readonly sender: string;
}

/** What the carrier's failures led to, in memory. */
export interface WatchedSenders extends Pick<SenderGate, 'isStopped'> {
  /** What we know of the WhatsApp sender ourselves. */
  outlook(): Pick<SenderOutlook, 'stopped' | 'usedToday'>;
  stops(): readonly SenderStop[];
  hold(templateId: string): TemplateHold | undefined;
  /** How many wordings are left alone. */
  holds(): number;
  /** Takes over what the board says now. */
  refresh(): Promise<void>;
  stop(): void;
}

const REFRESH_EVERY_MS = 1_000;

/** Keeps in memory whether conversations can be begun, so that nobody on the line waits for it. What can't be refreshed stays as it was. */
export async function watchSenders({ board, clock, log, sender }: SenderSources): Promise<WatchedSenders> {
  let current: Awaited<ReturnType<CarrierBoard['read']>> = { stops: [], holds: [], begun: {} };
  let looks = 0;

  async function refresh(): Promise<void> {
    looks += 1;
    const look = looks;
    const read = await board.read(clock.nowMs(), [sender]);
    // A look that began earlier and ended later knows less.
    if (look === looks) current = read;
  }

  await refresh().catch((error) => log.warn({ err: error }, 'the state of the senders could not be read at start'));
  const timer = setInterval(() => {
    refresh().catch((error) => log.debug({ err: error }, 'the state of the senders could not be refreshed'));
  }, REFRESH_EVERY_MS).unref();
  const isInForce = ({ untilMs }: { readonly untilMs?: number }) => untilMs === undefined || untilMs > clock.nowMs();
  const stops = () => current.stops.filter(isInForce);
  return {
    stops,
    isStopped: (each) => stops().some((stop) => stop.sender === each),
    hold: (templateId) => current.holds.find((hold) => hold.templateId === templateId && isInForce(hold)),
    holds: () => current.holds.filter(isInForce).length,
    outlook() {
      const stopped = stops().find((stop) => stop.sender === sender);
      const { code: why, untilMs } = stopped ?? {};
      const usedToday = current.begun[sender] ?? 0;
      return why === undefined ? { usedToday } : { usedToday, stopped: { why, ...(untilMs !== undefined && { untilMs }) } };
    },
    refresh,
    stop: () => clearInterval(timer),
  };
}
