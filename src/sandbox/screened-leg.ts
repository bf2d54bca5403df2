import { createBridge } from './bridge.ts';
import type { Call } from './call.ts';
import { pickUp, ringPhone } from './called-phone.ts';
import { createLeg } from './create-leg.ts';
import { finishCall } from './end-leg.ts';
import { Diverted, listen, note } from './line-listening.ts';
import type { Walk } from './walk.ts';
import { underWay, type World } from './world.ts';

export interface Screening {
  /** The document that whoever answers hears before being joined. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly from: string;
  readonly to: string;
  readonly timeoutMs: number;
}

/**
 * Calls somebody who hears a document of their own first (`<Number url>`): where it ends without hanging up, the two are
 * to be joined. The parent's line is told by a signal. Source: https://www.twilio.com/docs/voice/twiml/number
 */
export function callScreened({ world, call: parent, converse }: Walk, screening: Screening): Call {
  const { from, to } = screening;
  const leg = createLeg(world, { from, to, direction: 'outbound-dial', parentSid: parent.sid });
  note(world, leg, { kind: 'ring', text: to });
  underWay(world, walkLeg(world, parent, leg, { ...screening, converse }));
  return leg;
}

async function walkLeg(world: World, parent: Call, leg: Call, screening: Screening & Pick<Walk, 'converse'>): Promise<void> {
  try {
    const rung = await ringPhone(world, leg, screening.timeoutMs);
    if (rung !== 'answer') {
      finishCall(world, leg, { by: 'carrier', status: rung });
      parent.line.send({ kind: 'leg', outcome: rung });
      return;
    }
  } catch (error) {
    if (!(error instanceof Diverted)) throw error;
    finishCall(world, leg, { by: 'service', status: 'canceled' });
    return;
  }
  pickUp(world, leg);
  const ending = await screening.converse(leg, { url: screening.url, method: screening.method, parameters: {} });
  if (ending.by !== 'service' || ending.hungUp) {
    finishCall(world, leg, ending);
    parent.line.send({ kind: 'leg', outcome: 'completed' });
    return;
  }
  leg.state = 'bridged';
  note(world, leg, { kind: 'note', text: `connected to ${screening.from}` });
  parent.line.send({ kind: 'leg', outcome: 'join' });
  await stay(world, parent, leg);
}

/** They talk until one of them hangs up. */
async function stay(world: World, parent: Call, leg: Call): Promise<void> {
  try {
    for (;;) await listen(leg);
  } catch (error) {
    if (!(error instanceof Diverted)) throw error;
    finishCall(world, leg, { by: error.why.kind === 'hangup' ? error.why.by : 'service', status: 'completed' });
    parent.line.send({ kind: 'bridge-ended' });
  }
}

/** The two talk; when the parent's side ends it, the leg is told. */
export function joinLeg(world: World, parent: Call, leg: Call) {
  return createBridge(parent, leg.to, world.scheduler.nowMs(), () => leg.line.send({ kind: 'hangup', by: 'service' }));
}
