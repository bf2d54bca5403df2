import { AppError } from '../../base/errors.ts';
import type { CallEnded, DialEnded, QueueOutcome, VoiceAction, VoiceEvent } from '../../channels/voice.ts';
import { type FormPairs, filledFieldOf, invalidField } from './form.ts';
import { readRecordingAddress } from './recording-webhook.ts';
import { parseAction, parseSafety, type VoiceKind } from './voice-action.ts';

/** A voice webhook as it came in, after its signature was checked. */
export interface VoiceRequest {
  readonly kind: VoiceKind;
  /** The path with its query, as requested. */
  readonly address: string;
  readonly pairs: FormPairs;
  /** The header I-Twilio-Idempotency-Token. */
  readonly idempotencyToken?: string | undefined;
}

type Base = Pick<VoiceEvent, 'providerCallId' | 'from' | 'to' | 'idempotencyToken'>;

/**
 * What a voice webhook says; undefined when it says nothing we act on (a status that is not final, a fallback that names no call).
 * Throws `webhook-invalid` naming the field. Source: the parameter tables of https://www.twilio.com/docs/voice/twiml
 */
export function readVoiceEvent(request: VoiceRequest): VoiceEvent | undefined {
  const { kind, pairs } = request;
  if (kind === 'fallback') return readFellBack(request);
  const base = readBase(request);
  if (kind === 'incoming') return readCallStarted(base, pairs);
  if (kind === 'status') return readCallEnded(base, pairs);
  if (kind === 'safety') return readSafetyDialEnded(base, request);
  const action = parseAction(request.address);
  if (!action) throw new AppError('webhook-invalid', 'The address names no step of a call.', { details: { field: 'address' } });
  if (kind === 'queue-wait') return readQueueWait(base, action, pairs);
  if (kind === 'queue-result') return readQueueLeft(base, action, pairs);
  if (kind === 'dial-result') return readDialEnded(base, action, pairs);
  if (kind === 'recorded') return readRecorded(base, action, pairs);
  return readInput(base, action, pairs);
}

function readBase(request: VoiceRequest): Base {
  const providerCallId = filledFieldOf(request.pairs, 'CallSid');
  if (!providerCallId || !/^CA[0-9a-fA-F]{32}$/.test(providerCallId)) throw invalidField('CallSid', 'CA and 32 hexadecimal digits');
  return {
    providerCallId,
    from: filledFieldOf(request.pairs, 'From') ?? '',
    to: filledFieldOf(request.pairs, 'To') ?? '',
    ...(request.idempotencyToken && { idempotencyToken: request.idempotencyToken }),
  };
}

/** Nothing is refused here: whatever the carrier leaves out, the caller must hear something. */
function readFellBack(request: VoiceRequest): VoiceEvent | undefined {
  const isNamed =
    /^CA[0-9a-fA-F]{32}$/.test(filledFieldOf(request.pairs, 'CallSid') ?? '') && filledFieldOf(request.pairs, 'To') !== undefined;
  return isNamed ? { type: 'fell-back', ...readBase(request) } : undefined;
}

function readCallStarted(base: Base, pairs: FormPairs): VoiceEvent {
  if (base.to === '') throw invalidField('To', 'the number that was called');
  const forwardedFrom = filledFieldOf(pairs, 'ForwardedFrom');
  const attestation = filledFieldOf(pairs, 'StirVerstat');
  return { type: 'call-started', ...base, ...(forwardedFrom && { forwardedFrom }), ...(attestation && { attestation }) };
}

function readInput(base: Base, action: VoiceAction, pairs: FormPairs): VoiceEvent {
  return { type: 'input-received', ...base, action, ...readEntered(pairs) };
}

/** The keys or the words of a `<Gather>`, wherever it stood. */
function readEntered(pairs: FormPairs): { readonly digits?: string; readonly speech?: string; readonly confidence?: number } {
  const digits = readDigits(pairs);
  const speech = filledFieldOf(pairs, 'SpeechResult');
  const confidence = Number(filledFieldOf(pairs, 'Confidence') ?? Number.NaN);
  return {
    ...(digits && { digits }),
    ...(speech && { speech }),
    ...(speech && confidence >= 0 && confidence <= 1 && { confidence }),
  };
}

function readQueueWait(base: Base, action: VoiceAction, pairs: FormPairs): VoiceEvent {
  const position = readCount(pairs, 'QueuePosition');
  if (position === undefined) throw invalidField('QueuePosition', 'a whole number');
  const averageWaitSeconds = readCount(pairs, 'AvgQueueTime');
  const size = readCount(pairs, 'CurrentQueueSize');
  return {
    type: 'queue-wait',
    ...base,
    action,
    position,
    waitedSeconds: readCount(pairs, 'QueueTime') ?? 0,
    ...(averageWaitSeconds !== undefined && { averageWaitSeconds }),
    ...(size !== undefined && { size }),
    ...readEntered(pairs),
  };
}

/** A result we do not know is a failure: the flow then goes on to another way to reach a person. */
const QUEUE_OUTCOMES: ReadonlyMap<string, QueueOutcome> = new Map(
  Object.entries<QueueOutcome>({
    bridged: 'connected',
    'bridging-in-process': 'connecting',
    redirected: 'redirected',
    'redirected-from-bridged': 'redirected',
    leave: 'left',
    hangup: 'hung-up',
    'queue-full': 'full',
  }),
);

function readQueueLeft(base: Base, action: VoiceAction, pairs: FormPairs): VoiceEvent {
  const result = filledFieldOf(pairs, 'QueueResult');
  if (!result) throw invalidField('QueueResult', 'present');
  const waitedSeconds = readCount(pairs, 'QueueTime');
  const outcome = QUEUE_OUTCOMES.get(result) ?? 'failed';
  return { type: 'queue-left', ...base, action, outcome, ...(waitedSeconds !== undefined && { waitedSeconds }) };
}

const DIAL_OUTCOMES: ReadonlyMap<string, DialEnded['outcome']> = new Map(
  Object.entries<DialEnded['outcome']>({
    completed: 'answered',
    answered: 'answered',
    busy: 'busy',
    'no-answer': 'no-answer',
    canceled: 'canceled',
  }),
);

function readDialEnded(base: Base, action: VoiceAction, pairs: FormPairs): VoiceEvent {
  const status = filledFieldOf(pairs, 'DialCallStatus');
  if (!status) throw invalidField('DialCallStatus', 'present');
  const durationSeconds = readCount(pairs, 'DialCallDuration');
  const outcome = DIAL_OUTCOMES.get(status) ?? 'failed';
  return { type: 'dial-ended', ...base, action, outcome, ...(durationSeconds !== undefined && { durationSeconds }) };
}

/** Nothing is refused here: whatever the carrier leaves out, the caller must hear something. */
function readSafetyDialEnded(base: Base, { address, pairs }: VoiceRequest): VoiceEvent {
  const outcome = DIAL_OUTCOMES.get(filledFieldOf(pairs, 'DialCallStatus') ?? '') ?? 'failed';
  const seconds = filledFieldOf(pairs, 'DialCallDuration');
  return {
    type: 'safety-dial-ended',
    ...base,
    safety: parseSafety(address),
    outcome,
    ...(seconds !== undefined && /^\d{1,9}$/.test(seconds) && { durationSeconds: Number(seconds) }),
    ...(FINAL_STATUSES.includes(filledFieldOf(pairs, 'CallStatus') ?? '') && { gone: true }),
  };
}

function readRecorded(base: Base, action: VoiceAction, pairs: FormPairs): VoiceEvent {
  const event = { type: 'recorded', ...base, action } as const;
  const seconds = readCount(pairs, 'RecordingDuration') ?? 0;
  // The redirect behind the recording, or the carrier itself, says that nothing was spoken.
  if (filledFieldOf(pairs, 'RecordingUrl') === undefined && seconds === 0) return event;
  const address = readRecordingAddress(pairs);
  return address ? { ...event, recording: { ...address, seconds } } : { ...event, lost: true };
}

const FINAL_STATUSES: readonly string[] = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

function readCallEnded(base: Base, pairs: FormPairs): VoiceEvent | undefined {
  const status = filledFieldOf(pairs, 'CallStatus');
  if (!status) throw invalidField('CallStatus', 'present');
  if (!FINAL_STATUSES.includes(status)) return undefined;
  const durationSeconds = readCount(pairs, 'CallDuration');
  return {
    type: 'call-ended',
    ...base,
    status: status as CallEnded['status'],
    ...(durationSeconds !== undefined && { durationSeconds }),
  };
}

/** Absent, empty and blank mean the same: nothing was pressed. */
function readDigits(pairs: FormPairs): string | undefined {
  const digits = filledFieldOf(pairs, 'Digits');
  if (digits !== undefined && !/^[0-9*#A-D]{1,255}$/.test(digits)) throw invalidField('Digits', 'keys of a telephone');
  return digits;
}

function readCount(pairs: FormPairs, name: string): number | undefined {
  const text = filledFieldOf(pairs, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw invalidField(name, 'a whole number');
  return Number(text);
}
