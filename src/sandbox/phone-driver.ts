import { type CallDriver, driveCall } from './call-driver.ts';
import { legsTo } from './called-phone.ts';
import { answerCall } from './operate.ts';
import type { Time } from './time.ts';
import { waitUntil } from './wait-until.ts';
import type { PhoneMode, World } from './world.ts';

/** A phone that is called, played by a test. */
export interface PhoneDriver {
  /** Does it ring now? */
  rings(): boolean;
  waitToRing(limitMs?: number): Promise<void>;
  /** Picks up; throws when it does not ring. */
  answer(): Promise<CallDriver>;
  decline(): Promise<void>;
  /** The call it is on, whether it rings or talks; undefined when there is none. */
  current(): CallDriver | undefined;
  /** What it does when it is called. A customer's rings unless told. */
  setMode(mode: PhoneMode): void;
  /** Everybody who called it, oldest first: the caller's number as it was shown. */
  calledBy(): readonly string[];
}

/** A driver of the phone with that number. */
export function drivePhone(world: World, time: Time, number: string): PhoneDriver {
  const ringing = () => legsTo(world, number).find((leg) => leg.state === 'ringing' && leg.status === 'ringing');
  const waitToRing = async (limitMs?: number) =>
    void (await waitUntil(
      world,
      () => ringing() !== undefined,
      () => `the phone ${number} to ring`,
      limitMs,
    ));
  return {
    rings: () => ringing() !== undefined,
    waitToRing,
    answer: async () => {
      await waitToRing();
      const leg = ringing();
      if (!leg) throw new Error(`the phone ${number} does not ring`);
      answerCall(leg, 'answer');
      await time.idle();
      return driveCall(world, time, leg);
    },
    decline: async () => {
      await waitToRing();
      const leg = ringing();
      if (leg) answerCall(leg, 'decline');
      await time.idle();
    },
    current: () => {
      const leg = legsTo(world, number).at(-1);
      return leg && driveCall(world, time, leg);
    },
    setMode: (mode) => {
      world.agentPhone.modeByAddress.set(number, mode);
      world.changes.announce();
    },
    calledBy: () => [...world.calls.values()].filter((call) => call.direction !== 'inbound' && call.to === number).map((call) => call.from),
  };
}
