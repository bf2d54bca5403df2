import { countryOf } from '../base/phone.ts';
import type { Call } from './call.ts';
import type { Parameters } from './signature.ts';
import type { World } from './world.ts';

/** The parameters that every voice webhook of a call carries. Source: https://www.twilio.com/docs/voice/twiml */
export function callParameters(world: World, call: Call, more: Parameters = {}): Parameters {
  return {
    AccountSid: world.account.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.sid,
    CallStatus: call.status,
    Direction: call.direction,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    ...geography('From', call.from),
    ...geography('To', call.to),
    ...(call.parentSid && { ParentCallSid: call.parentSid }),
    ...call.extra,
    ...more,
  };
}

/** Of the number, not of the person; empty where nothing is known. */
function geography(side: 'From' | 'To', address: string): Parameters {
  const other = side === 'From' ? 'Caller' : 'Called';
  const country = countryOf(address) ?? '';
  const fields: Record<string, string> = {};
  for (const name of [side, other])
    Object.assign(fields, { [`${name}City`]: '', [`${name}State`]: '', [`${name}Zip`]: '', [`${name}Country`]: country });
  return fields;
}
