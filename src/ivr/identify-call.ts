import { type CallId, type ContactId, makeId, shardOfId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { type Caller, classifyCaller } from '../base/phone.ts';

/** Who calls, and where the call's state lives. A caller without a usable number is somebody else on every call. */
export interface CallIdentityFound {
  readonly caller: Caller;
  readonly contactId: ContactId;
  readonly callId: CallId;
}

/** The caller and the ids that follow from the carrier's words; the same for each webhook of a call. Pure. */
export function identifyCall(keyring: Keyring, from: string, providerCallId: string): CallIdentityFound {
  const caller = classifyCaller(from);
  const contactId = keyring.contactId(caller.kind === 'number' ? caller.canonical : `call:${providerCallId}`);
  return { caller, contactId, callId: callIdOf(contactId, providerCallId) };
}

export type IdentifyCall = (from: string, providerCallId: string) => CallIdentityFound;

/** So many numbers are remembered: those of the calls that are live, which come back with every key. */
const CALLERS_REMEMBERED = 20_000;

/** identifyCall that remembers: looking a number up in the number plan costs a tenth of a webhook, and a call has many. */
export function createCallIdentifier(keyring: Keyring, most = CALLERS_REMEMBERED): IdentifyCall {
  const remembered = new Map<string, Pick<CallIdentityFound, 'caller' | 'contactId'>>();
  return (from, providerCallId) => {
    const known = remembered.get(from);
    if (known) return { ...known, callId: callIdOf(known.contactId, providerCallId) };
    const found = identifyCall(keyring, from, providerCallId);
    const { caller, contactId } = found;
    if (caller.kind === 'number') {
      if (remembered.size >= most) remembered.delete(remembered.keys().next().value as string);
      remembered.set(from, { caller, contactId });
    }
    return found;
  };
}

function callIdOf(contactId: ContactId, providerCallId: string): CallId {
  return makeId('c', shardOfId(contactId) ?? 0, providerCallId);
}
