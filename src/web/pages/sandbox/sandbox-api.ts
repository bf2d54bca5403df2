import type { z } from 'zod';
import type { AgentPhoneView, CustomerMessage, HandsetSettings, PressButton, StartCall } from '../../../http/contract/sandbox.ts';
import type { Behaviour, Outage } from '../../../http/contract/sandbox-carrier.ts';
import { fetchJson } from '../../api/call-api.ts';
import { sandboxPaths as paths } from '../../paths.ts';

function send(method: 'POST' | 'PUT', path: string, body: unknown = {}): Promise<void> {
  return fetchJson<void>(path, { method, body });
}

/** What the three parts of the play can do: caller, customer, colleague; and the carrier between them. */
export const sandboxApi = {
  startCall: (body: StartCall) => send('POST', paths.calls(), body),
  press: (sid: string, keys: string) => send('POST', paths.keys(sid), { keys }),
  say: (sid: string, text: string, confidence: number) => send('POST', paths.speech(sid), { text, confidence }),
  hangUp: (sid: string) => send('POST', paths.hangUp(sid)),
  takeFromQueue: (queue: string) => send('POST', paths.agentPhone('take'), { queue }),
  agentPhone: (action: 'answer' | 'decline' | 'hangup', callSid: string) => send('POST', paths.agentPhone(action), { callSid }),
  setAgentPhone: (mode: AgentPhoneView['mode']) => send('PUT', paths.agentPhone(), { mode }),
  setHandset: (handset: string, settings: HandsetSettings) => send('PUT', paths.handset(handset), settings),
  write: (handset: string, message: CustomerMessage) => send('POST', paths.handsetAction(handset, 'messages'), message),
  sendFile: (handset: string, file: Blob) => fetchJson<void>(paths.handsetAction(handset, 'files'), { method: 'POST', file }),
  pressButton: (handset: string, button: z.input<typeof PressButton>) => send('POST', paths.handsetAction(handset, 'press'), button),
  read: (handset: string) => send('POST', paths.handsetAction(handset, 'read')),
  openLink: (handset: string, url: string) => send('POST', paths.handsetAction(handset, 'open-link'), { url }),
  setBehaviour: (behaviour: Behaviour) => send('PUT', paths.behaviour(), { behaviour }),
  setOutage: (outage: Outage) => send('PUT', paths.outage(), { outage }),
  reset: () => send('POST', paths.reset()),
} as const;
