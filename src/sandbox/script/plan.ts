import { createSeededRandom } from '../../base/random.ts';
import type { Behaviour } from '../../http/contract/sandbox-carrier.ts';
import type { CallAct, ChatAct, Person, SandboxScript, Seconds } from '../../http/contract/sandbox-script.ts';

/** One act with the time before it, in milliseconds of the script. */
export type Planned<A> = { readonly act: A; readonly afterMs: number };

/** Somebody who will call: everything drawn. */
export interface PlannedCaller {
  readonly n: number;
  readonly person: Person;
  readonly atMs: number;
  readonly from: string;
  /** The number of their handset; they have one whatever they call from. */
  readonly mobile: string;
  readonly call: readonly Planned<CallAct>[];
  readonly chat: readonly Planned<ChatAct>[];
  readonly patienceMs: number;
  readonly talkMs: number;
  readonly behaviour?: Behaviour;
}

type Draw = () => number;

/** First digits of mobiles; the presets of the page have others. */
const MOBILES = ['611', '622', '633', '644', '661', '666', '686', '688'];
const NUMBERS = 1_000_000;
/** No factor in common with NUMBERS: consecutive people get distant numbers, and no two the same. */
const STRIDE = 7_919;

/** Everybody of a script in the order of arrival; the same for the same script and seed. Pure. */
export function planCallers(script: SandboxScript): readonly PlannedCaller[] {
  const draw = drawFrom(script.seed);
  const arrivals = planArrivals(script, draw);
  const first = Math.floor(draw() * NUMBERS);
  return arrivals.map((atMs, i) => planCaller(script, { n: i + 1, atMs, subscriber: (first + i * STRIDE) % NUMBERS }, draw));
}

/** Numbers from 0 up to 1. */
export function drawFrom(seed: number): Draw {
  const random = createSeededRandom(seed);
  return () => {
    const [a = 0, b = 0, c = 0, d = 0] = random(4);
    return (((a * 256 + b) * 256 + c) * 256 + d) / 2 ** 32;
  };
}

export function drawMs(seconds: Seconds, draw: Draw): number {
  const [from, to] = typeof seconds === 'number' ? [seconds, seconds] : seconds;
  return Math.round((from + (to - from) * draw()) * 1000);
}

function planArrivals({ callers, arrivals }: SandboxScript, draw: Draw): readonly number[] {
  const spanMs = arrivals.overMinutes * 60_000;
  const at = (i: number) => {
    if (arrivals.pattern === 'even') return i / callers;
    return arrivals.pattern === 'random' ? draw() : (draw() + draw()) / 2;
  };
  return Array.from({ length: callers }, (_, i) => Math.floor(at(i) * spanMs)).sort((a, b) => a - b);
}

function planCaller(script: SandboxScript, who: { n: number; atMs: number; subscriber: number }, draw: Draw): PlannedCaller {
  const person = drawPerson(script.people, draw);
  const { from, mobile } = numbersOf(person.phone, who.n, String(who.subscriber).padStart(6, '0'));
  const behaviour = drawBehaviour(script.failures, draw);
  return {
    n: who.n,
    person,
    atMs: who.atMs,
    from,
    mobile,
    call: planCall(person, mobile, draw),
    chat: person.chat.map((act) => ({ act, afterMs: drawMs(act.after, draw) })),
    patienceMs: drawMs(person.patience, draw),
    talkMs: drawMs(person.talk, draw),
    ...(behaviour && { behaviour }),
  };
}

function drawPerson(people: readonly Person[], draw: Draw): Person {
  const all = people.reduce((sum, { share }) => sum + share, 0);
  let left = draw() * all;
  const found = people.find(({ share }) => {
    left -= share;
    return left < 0;
  });
  return found ?? (people[people.length - 1] as Person);
}

function drawBehaviour(failures: SandboxScript['failures'], draw: Draw): Behaviour | undefined {
  let left = draw();
  return failures.find(({ share }) => {
    left -= share;
    return left < 0;
  })?.behaviour;
}

/** Those who hang up on the way do so before one of their acts, or after the last. */
function planCall(person: Person, mobile: string, draw: Draw): readonly Planned<CallAct>[] {
  const acts = person.call.map((act) => {
    const own = act.do === 'keys' ? { ...act, keys: act.keys.replaceAll('{mobile}', mobile.slice(-9)) } : act;
    return { act: own, afterMs: act.do === 'silence' ? 0 : drawMs(act.after, draw) };
  });
  if (draw() >= person.hangsUp) return acts;
  const point = Math.floor(draw() * (acts.length + 1));
  const afterMs = drawMs([0, 8], draw);
  return [...acts.slice(0, point), { act: { do: 'hang-up', after: afterMs / 1000 }, afterMs }];
}

function numbersOf(phone: Person['phone'], n: number, subscriber: string): { readonly from: string; readonly mobile: string } {
  const own = `+34${MOBILES[n % MOBILES.length]}${subscriber}`;
  if (phone === 'landline') return { from: `+34912${subscriber}`, mobile: own };
  if (phone === 'withheld') return { from: 'anonymous', mobile: own };
  if (phone === 'foreign-mobile') return { from: `+5215512${subscriber}`, mobile: `+525512${subscriber}` };
  return { from: own, mobile: own };
}
