import type { CallCarrier, LegStatus, OutboundCall, PlacedCall, PlaceOutcome } from '../../channels/calls.ts';
import { callbackUrl } from './callback-webhook.ts';
import { bodyOf } from './content.ts';
import type { RestClient } from './rest-client.ts';
import { RETRY_FRAGMENT } from './retry-fragment.ts';

const MOST_FOUND = 20;
/** The call is not there to be changed: it is over. Source: error dictionary, 21220 and 20404 */
const OVER: ReadonlySet<string> = new Set(['21220', '20404']);

/** Twilio as a carrier that places calls. Source: https://www.twilio.com/docs/voice/api/call-resource */
export function createCallCarrier(rest: RestClient, publicUrl: string): CallCarrier {
  return {
    place: (call) => place(rest, publicUrl, call),
    findPlaced: async ({ to, from, sinceMs }) => {
      // A call that still waits to be placed has no start: all are asked for, and looked at by when they were made.
      const calls = bodyOf(await rest.ask('find-placed', (sdk) => sdk.calls.list({ to, from, limit: MOST_FOUND })));
      const since = Math.floor(sinceMs / 1000) * 1000;
      return calls
        .map(
          ({ sid, status, dateCreated }): PlacedCall => ({
            providerCallId: sid,
            status: status as LegStatus,
            createdAtMs: dateCreated.getTime(),
          }),
        )
        .filter(({ createdAtMs }) => createdAtMs >= since)
        .sort((a, b) => b.createdAtMs - a.createdAtMs);
    },
    statusOf: async (providerCallId) => {
      const answer = await rest.ask('call-status', (sdk) => sdk.calls(providerCallId).fetch());
      if (answer.kind === 'refused' && OVER.has(answer.code)) return undefined;
      return bodyOf(answer).status as LegStatus;
    },
    hangUp: async (providerCallId) => {
      const answer = await rest.ask('hang-up', (sdk) => sdk.calls(providerCallId).update({ status: 'completed' }));
      if (answer.kind === 'refused' && OVER.has(answer.code)) return;
      bodyOf(answer);
    },
  };
}

/** Bad number, unreachable, no geo-permission, block-list, invalid, unverified on a trial account. Source: reference of the voice errors. */
const ABOUT_THE_NUMBER: ReadonlySet<string> = new Set(['21211', '21214', '21215', '21216', '21217', '21219']);

/** There is no idempotency key on calls: whoever asks has written the intent first, and looks before repeating. */
async function place(rest: RestClient, publicUrl: string, call: OutboundCall): Promise<PlaceOutcome> {
  const answer = await rest.ask(
    'place-call',
    async (sdk) => {
      const { sid } = await sdk.calls.create({
        to: call.to,
        from: call.from,
        url: callbackUrl(publicUrl, call.answered) + RETRY_FRAGMENT,
        method: 'POST',
        statusCallback: callbackUrl(publicUrl, call.status) + RETRY_FRAGMENT,
        statusCallbackMethod: 'POST',
        statusCallbackEvent: ['completed'],
        timeout: call.ringSeconds,
      });
      if (typeof sid !== 'string') throw new SyntaxError('the answer holds no sid');
      return sid;
    },
    { callbackId: call.answered.callbackId },
  );
  if (answer.kind === 'ok') return { kind: 'accepted', providerCallId: answer.value };
  if (answer.kind === 'refused') {
    const { code, message } = answer;
    return { kind: 'refused', code, message, ...(ABOUT_THE_NUMBER.has(code) && { number: true }) };
  }
  return answer.kind === 'busy' ? { kind: 'busy', retryAfterMs: answer.retryAfterMs } : { kind: 'unknown', cause: answer.cause };
}
