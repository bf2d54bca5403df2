import type { z } from 'zod';
import type { AgentPhoneView, CustomerMessage, HandsetSettings, PressButton, StartCall } from '../../../http/contract/sandbox.ts';
import {
  type Behaviour,
  FailureMenu,
  type HoldableKind,
  type LookupAnswer,
  type Outage,
  WebhookList,
  WebhookView,
} from '../../../http/contract/sandbox-carrier.ts';
import { type PlayScript, ScriptList, ScriptReport } from '../../../http/contract/sandbox-script.ts';
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
  calledPhone: (does: 'answer' | 'decline', sid: string) => send('POST', paths.calledPhone(sid, does)),
  hangUp: (sid: string) => send('POST', paths.hangUp(sid)),
  takeFromQueue: (queue: string, phone: number) => send('POST', paths.agentPhone('take'), { queue, phone }),
  agentPhone: (action: 'answer' | 'decline' | 'hangup', callSid: string, phone?: number) =>
    send('POST', paths.agentPhone(action), { callSid, ...(phone !== undefined && { phone }) }),
  setAgentPhone: (mode: AgentPhoneView['mode']) => send('PUT', paths.agentPhone(), { mode }),
  setHandset: (handset: string, settings: HandsetSettings) => send('PUT', paths.handset(handset), settings),
  write: (handset: string, message: CustomerMessage) => send('POST', paths.handsetAction(handset, 'messages'), message),
  sendFile: (handset: string, file: Blob) => fetchJson<void>(paths.handsetAction(handset, 'files'), { method: 'POST', file }),
  pressButton: (handset: string, button: z.input<typeof PressButton>) => send('POST', paths.handsetAction(handset, 'press'), button),
  read: (handset: string) => send('POST', paths.handsetAction(handset, 'read')),
  openLink: (handset: string, url: string) => send('POST', paths.handsetAction(handset, 'open-link'), { url }),
  /** For one number, or for all that have nothing of their own; null takes it back. */
  setBehaviour: (behaviour: Behaviour | null, number?: string) => send('PUT', paths.behaviour(), { behaviour, number }),
  failures: (signal: AbortSignal) => fetchJson(paths.failures(), { schema: FailureMenu, signal }),
  setLookup: (answer: LookupAnswer | null, number?: string) => send('PUT', paths.lookups(), { answer, number }),
  webhooks: (signal: AbortSignal) => fetchJson(paths.webhooks(), { schema: WebhookList, signal }),
  repeatWebhook: (webhook: number) => fetchJson(paths.repeatWebhook(webhook), { method: 'POST', schema: WebhookView }),
  hold: (kinds: readonly HoldableKind[]) => send('PUT', paths.heldWebhooks(), { kinds }),
  held: (action: 'release' | 'drop', ids: readonly number[] | 'all') => send('POST', paths.heldWebhooks(action), { ids }),
  scripts: (signal: AbortSignal) => fetchJson(paths.scripts(), { schema: ScriptList, signal }),
  /** The last one with its last callers. Throws ApiProblem 404 when none was played. */
  scriptReport: (callers: number, signal: AbortSignal) => fetchJson(paths.script(callers), { schema: ScriptReport, signal }),
  playScript: (wanted: z.input<typeof PlayScript>) => fetchJson(paths.script(), { method: 'POST', body: wanted, schema: ScriptReport }),
  stopScript: () => fetchJson<void>(paths.script(), { method: 'DELETE' }),
  setOutage: (outage: Outage) => send('PUT', paths.outage(), { outage }),
  reset: () => send('POST', paths.reset()),
} as const;
