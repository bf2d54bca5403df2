import { callParameters } from './call-parameters.ts';
import { resolveUrl } from './fetch-document.ts';
import { postOrHold } from './hold-webhooks.ts';
import type { StoredRecording } from './recordings.ts';
import { makeSid } from './sids.ts';
import type { Parameters } from './signature.ts';
import type { Walk } from './walk.ts';
import { later, noteProblem } from './world.ts';
import type { XmlElement } from './xml.ts';

/** The carrier writes down what it understood about so long after the recording, ms. */
const TRANSCRIBED_AFTER_MS = 2_000;

/** The address of a recording, as webhooks carry it: without an ending it is the sound. */
export function recordingAddress({ world }: Pick<Walk, 'world'>, sid: string): string {
  return `${world.choices.restUrl}/2010-04-01/Accounts/${world.account.accountSid}/Recordings/${sid}`;
}

/**
 * What is told of a recording beside the call: that it is ready, or that there is none, and later its text, if it was asked
 * for. Source: https://www.twilio.com/docs/voice/twiml/record
 */
export function tellRecording(walk: Walk, element: XmlElement, base: string, recording: StoredRecording | undefined, sid: string): void {
  const { recordingStatusCallback: status, recordingStatusCallbackEvent = 'completed', transcribeCallback } = element.attributes;
  const state = recording ? 'completed' : 'absent';
  if (status && recordingStatusCallbackEvent.split(/\s+/).includes(state)) {
    tell(walk, resolveUrl(base, status), 0, {
      RecordingSid: sid,
      RecordingUrl: recordingAddress(walk, sid),
      RecordingStatus: state,
      RecordingDuration: String(recording?.seconds ?? 0),
      RecordingChannels: '1',
      RecordingStartTime: new Date(recording?.createdAtMs ?? walk.world.scheduler.nowMs()).toUTCString().replace('GMT', '+0000'),
      RecordingSource: 'RecordVerb',
    });
  }
  const wanted = element.attributes.transcribe === 'true' || transcribeCallback !== undefined;
  if (recording && wanted && transcribeCallback) {
    tell(walk, resolveUrl(base, transcribeCallback), TRANSCRIBED_AFTER_MS, {
      TranscriptionSid: makeSid('TR', walk.world.random),
      TranscriptionStatus: recording.said === '' ? 'failed' : 'completed',
      ...(recording.said !== '' && { TranscriptionText: recording.said }),
      TranscriptionType: 'fast',
      RecordingSid: sid,
      RecordingUrl: recordingAddress(walk, sid),
    });
  }
}

function tell(walk: Walk, url: string, afterMs: number, parameters: Parameters): void {
  const { world, post, call } = walk;
  later(world, afterMs, async () => {
    const webhook = { kind: 'recording', url, parameters: callParameters(world, call, parameters) } as const;
    await postOrHold(world, post, webhook, (answer) => {
      if (answer.kind === 'failed') noteProblem(world, answer.code, `news of a recording: ${answer.text}`);
      else if (answer.status >= 400) noteProblem(world, 15003, `news of a recording: the service answered ${answer.status}`, true);
    });
  });
}
