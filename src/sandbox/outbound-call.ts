import type { Call, DocumentRequest } from './call.ts';
import { callParameters } from './call-parameters.ts';
import { pickUp, ringPhone } from './called-phone.ts';
import { createLeg } from './create-leg.ts';
import { type Ending, finishCall, secondsOf } from './end-leg.ts';
import type { PostWebhook } from './fetch-document.ts';
import { postOrHold } from './hold-webhooks.ts';
import { Diverted, note, noteCallProblem } from './line-listening.ts';
import { walkDocuments } from './run-call.ts';
import { later, underWay, type World } from './world.ts';

/** A call that the REST API asks for. */
export interface Outgoing {
  readonly from: string;
  readonly to: string;
  readonly request: DocumentRequest;
  readonly timeoutMs: number;
  readonly statusCallback?: string;
  /** `initiated ringing answered completed`; completed alone unless told. */
  readonly events: readonly string[];
  readonly fallbackUrl?: string;
}

/** Places a call: the phone rings, and who answers hears the document. It goes on in the background. */
export function placeCall(world: World, post: PostWebhook, outgoing: Outgoing): Call {
  const { from, to, statusCallback, fallbackUrl, events } = outgoing;
  const call = createLeg(world, { from, to, direction: 'outbound-api' });
  if (statusCallback !== undefined) call.statusCallback = statusCallback;
  if (fallbackUrl !== undefined) call.fallbackUrl = fallbackUrl;
  call.progress = { events, told: 0 };
  note(world, call, { kind: 'ring', text: to });
  later(world, 0, () => underWay(world, walkOutgoing(world, post, call, outgoing)));
  return call;
}

async function walkOutgoing(world: World, post: PostWebhook, call: Call, outgoing: Outgoing): Promise<void> {
  await tell(world, post, call, 'initiated');
  call.status = 'ringing';
  await tell(world, post, call, 'ringing');
  finishCall(world, call, await ringAndTalk(world, post, call, outgoing));
  await tell(world, post, call, 'completed');
}

async function ringAndTalk(world: World, post: PostWebhook, call: Call, outgoing: Outgoing): Promise<Ending> {
  try {
    const rung = await ringPhone(world, call, outgoing.timeoutMs);
    if (rung !== 'answer') return { by: 'carrier', status: rung };
  } catch (error) {
    if (error instanceof Diverted) return { by: 'service', status: 'canceled' };
    throw error;
  }
  pickUp(world, call);
  await tell(world, post, call, 'answered');
  return walkDocuments(world, post, call, outgoing.request);
}

/** One of the call's events, if it is asked for. Source: https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent */
async function tell(world: World, post: PostWebhook, call: Call, event: string): Promise<void> {
  const { statusCallback: url, progress } = call;
  if (!url || !progress?.events.includes(event)) return;
  const ended = call.state === 'ended';
  const parameters = callParameters(world, call, {
    ...(ended && { CallDuration: String(secondsOf(call)), Duration: String(Math.ceil(secondsOf(call) / 60)) }),
    ...(call.status === 'queued' && { CallStatus: 'initiated' }),
    Timestamp: new Date(world.scheduler.nowMs()).toUTCString().replace('GMT', '+0000'),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(progress.told),
  });
  progress.told += 1;
  await postOrHold(world, post, { kind: 'call-status', url, parameters }, (answer) => {
    if (answer.kind === 'failed' || answer.status >= 400) noteCallProblem(world, call, 15003, 'the status callback failed', true);
  });
}
