import type { RecordWrite, Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import { shardOfId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { canonicalPhone, classifyCaller } from '../base/phone.ts';
import type { Recording, RecordingNews } from '../channels/voice.ts';
import type { Contact } from '../contacts/contact.ts';
import type { FlowShelf } from '../flows/published-flow.ts';
import type { VoicemailStep } from '../flows/schema/voice-steps.ts';
import { leaveVoicemail, MOST_TRANSCRIPT, type Voicemail, voicemailIdOf } from '../handoff/voicemail.ts';
import { type Call, ENDED_CALL_TTL_SECONDS, LIVE_CALL_TTL_SECONDS } from './call.ts';
import { contextCardOf } from './context-card.ts';
import type { Sprint, SprintSetting } from './run-sprint.ts';

type KeyringDeps = { readonly keyring: Pick<Keyring, 'hash'> };

/** The voicemail that a sprint kept and nobody has written yet; undefined when there is none. Pure. */
export function voicemailOf(
  deps: KeyringDeps,
  at: { readonly call: Call; readonly sprint: Sprint; readonly setting: SprintSetting },
  recording: Recording | undefined,
): Voicemail | undefined {
  const kept = at.sprint.facts.find((fact) => fact.type === 'voicemail');
  if (!kept || !recording) return undefined;
  const step = at.setting.compiled.flow.call.steps[kept.step] as VoicemailStep;
  return describe(deps, { ...at, contact: at.setting.contact, stepId: kept.step, step, recording, nowMs: at.setting.surroundings.nowMs });
}

interface Kept {
  readonly call: Call;
  readonly contact: Contact | undefined;
  readonly stepId: string;
  readonly step: VoicemailStep;
  readonly recording: Recording;
  readonly nowMs: number;
}

function describe(deps: KeyringDeps, { call, contact, stepId, step, recording, nowMs }: Kept): Voicemail {
  const { context } = call.snapshot;
  const caller = classifyCaller(call.from);
  return {
    id: voicemailIdOf(deps.keyring, call.id, recording.providerId),
    contactId: call.contactId,
    callId: call.id,
    ...(caller.kind === 'number' && { from: canonicalPhone(caller.e164) }),
    entryNumber: call.to,
    flow: call.flow,
    step: stepId,
    language: context.language,
    ...(context.intent !== undefined && { intent: context.intent }),
    team: step.team,
    skills: step.skills,
    priority: step.priority,
    leftAtMs: nowMs,
    recording,
    card: contextCardOf(call, contact, nowMs),
  };
}

interface NewsDeps extends KeyringDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly shelf: Pick<FlowShelf, 'find'>;
}

/**
 * What the carrier says of a recording beside the call: a message whose end never came to us is kept all the same, and a
 * text is added whenever it comes. Twice, late, or before the call's own webhook, it is one message. True if it was news.
 */
export function takeRecordingNews(deps: NewsDeps, told: RecordingNews): Promise<boolean> {
  const { callId } = told.action;
  const id = voicemailIdOf(deps.keyring, callId, told.providerId);
  return decideAndCommit<boolean>(deps.store, async () => {
    const [found, call] = (await deps.store.load([
      { kind: 'voicemail', id },
      { kind: 'call', id: callId },
    ])) as [Versioned<Voicemail> | undefined, Versioned<Call> | undefined];
    const voicemail = found ? newsOfKept(found.value, told) : call && (await newsOfUnknown(deps, call.value, told));
    if (!voicemail) return { outcome: false };
    const { write, events } = leaveVoicemail(voicemail, found?.version ?? 0, found ? 'voicemail.transcribed' : 'voicemail.left');
    const writes = found || !call ? [write] : [write, withVoicemail(call)];
    return { outcome: true, changes: { shard: shardOfId(id) ?? 0, writes, events } };
  });
}

function withVoicemail({ value, version }: Versioned<Call>): RecordWrite {
  const ttlSeconds = value.ended ? ENDED_CALL_TTL_SECONDS : LIVE_CALL_TTL_SECONDS;
  return { ref: { kind: 'call', id: value.id }, expectedVersion: version, value: { ...value, voicemail: true }, ttlSeconds };
}

function newsOfKept(voicemail: Voicemail, { news }: RecordingNews): Voicemail | undefined {
  if (news.kind !== 'transcript' || (voicemail.transcript ?? '') !== '') return undefined;
  const transcript = (news.text ?? '').slice(0, MOST_TRANSCRIPT);
  return transcript === voicemail.transcript ? undefined : { ...voicemail, transcript };
}

/** The call itself did not tell of the recording: its webhook was lost, or has not come yet. */
async function newsOfUnknown(deps: NewsDeps, call: Call, told: RecordingNews): Promise<Voicemail | undefined> {
  const { news, action, providerId } = told;
  // A short one that the call has heard of was not kept; one it still waits for comes with the call.
  if (news.kind !== 'ready' || call.wait.kind !== 'record' || action.turn !== call.turn || call.wait.step === undefined) return undefined;
  const step = (await deps.shelf.find(call.flow))?.compiled.flow.call.steps[call.wait.step];
  if (step?.type !== 'voicemail' || news.seconds < step.minSeconds) return undefined;
  const [contact] = (await deps.store.load([{ kind: 'contact', id: call.contactId }])) as [Versioned<Contact> | undefined];
  const recording = { providerId, url: news.url, seconds: news.seconds };
  return describe(deps, { call, contact: contact?.value, stepId: call.wait.step, step, recording, nowMs: deps.clock.nowMs() });
}
