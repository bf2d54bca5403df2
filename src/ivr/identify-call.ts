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
  return { caller, contactId, callId: makeId('c', shardOfId(contactId) ?? 0, providerCallId) };
}
