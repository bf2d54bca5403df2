import { ACCOUNT, callerNo, isFromMemory, nextPath, voiceWebhook } from './caller.ts';
import type { Contender } from './contenders.ts';
import type { Turn } from './load.ts';
import type { CallSeeds, SeededCall } from './seeded-calls.ts';

let tokens = 0;

/** A token as the carrier sends with each webhook, never the same twice. */
export function nextToken(): string {
  tokens += 1;
  return `00000000-0000-4000-8000-${tokens.toString(16).padStart(12, '0')}`;
}

/** Two menu keys of one live call, which is then put back: language, then what it is about. */
export function keysOf(relevo: Contender, seeds: CallSeeds, calls: readonly SeededCall[], to?: string): Turn {
  return async (connection, turn) => {
    const call = calls[turn % calls.length] as SeededCall;
    const press = (path: string) => {
      const webhook = voiceWebhook(relevo.url, path, call.caller, { Digits: '1', msg: 'Gather Finished' }, nextToken(), to);
      return connection.post(webhook.path, webhook.headers, webhook.body);
    };
    const first = await press(call.path);
    if (isFromMemory(first.body)) {
      seeds.reset(call);
      return [first];
    }
    const second = await press(nextPath(first.body, relevo.url));
    if (!second.body.includes('<Gather') && !isFromMemory(second.body)) throw new Error(`not the next step: ${second.body}`);
    seeds.reset(call);
    return [first, second];
  };
}

/** The same two webhooks for a server that keeps nothing. */
export function keysOfReference(reference: Contender): Turn {
  return async (connection, turn) => {
    const caller = callerNo(turn % 1000, 8);
    const path = `/webhooks/twilio/voice/input?c=c_07_${caller.callSid}&t=1`;
    const press = () => {
      const webhook = voiceWebhook(
        reference.url,
        path,
        caller,
        { Digits: '1', msg: 'Gather Finished', AccountSid: ACCOUNT.sid },
        nextToken(),
      );
      return connection.post(webhook.path, webhook.headers, webhook.body);
    };
    return [await press(), await press()];
  };
}
