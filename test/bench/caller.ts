import { createHmac } from 'node:crypto';

/** The invented account that all contenders share. */
export const ACCOUNT = { sid: `AC${'b'.repeat(32)}`, token: 'bench-token-0123456789abcdef0123' } as const;
export const ENTRY_NUMBER = '+34910000000';

/** One caller of the bench: an invented Spanish mobile and the carrier's id of the call. */
export interface Caller {
  readonly from: string;
  readonly callSid: string;
}

export interface Webhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The n-th caller; `family` keeps the numbers of one measurement apart from another's. */
export function callerNo(n: number, family: number): Caller {
  const tail = `${family}${String(n).padStart(7, '0')}`;
  return { from: `+346${tail}`, callSid: `CA${tail.padStart(32, '0')}` };
}

/** A voice webhook with the fields the carrier sends, signed. */
export function voiceWebhook(
  publicUrl: string,
  path: string,
  caller: Caller,
  more: Readonly<Record<string, string>>,
  token: string,
  to = ENTRY_NUMBER,
): Webhook {
  const fields: Record<string, string> = {
    AccountSid: ACCOUNT.sid,
    ApiVersion: '2010-04-01',
    CallSid: caller.callSid,
    CallStatus: 'in-progress',
    Direction: 'inbound',
    From: caller.from,
    To: to,
    Caller: caller.from,
    Called: to,
    ...Object.fromEntries(
      ['From', 'To', 'Caller', 'Called'].flatMap((side) => [`${side}City`, `${side}State`, `${side}Zip`].map((name) => [name, ''])),
    ),
    ...Object.fromEntries(['From', 'To', 'Caller', 'Called'].map((side) => [`${side}Country`, 'ES'])),
    ...more,
  };
  let signed = publicUrl + path;
  for (const name of Object.keys(fields).sort()) signed += name + fields[name];
  return {
    path,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'X-Twilio-Signature': createHmac('sha1', ACCOUNT.token).update(signed, 'utf8').digest('base64'),
      'I-Twilio-Idempotency-Token': token,
      'User-Agent': 'TwilioProxy/1.1',
      Accept: '*/*',
    },
    body: new URLSearchParams(fields).toString(),
  };
}

/** Was it answered from memory, because the store took too long? On a machine that is busy otherwise that may happen. */
export function isFromMemory(twiml: string): boolean {
  return twiml.includes('/voice/safety?');
}

/** The address that an answer tells the carrier to come back to. Throws when there is none. */
export function nextPath(twiml: string, publicUrl: string): string {
  const address = /action="([^"#]+)/.exec(twiml)?.[1]?.replaceAll('&amp;', '&');
  if (!address?.startsWith(publicUrl)) throw new Error(`nowhere to go on from: ${twiml}`);
  return address.slice(publicUrl.length);
}
