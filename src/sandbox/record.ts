import { callParameters } from './call-parameters.ts';
import { resolveUrl } from './fetch-document.ts';
import { Diverted, listen, note } from './line-listening.ts';
import { recordingOf, type StoredRecording } from './recordings.ts';
import { makeSid } from './sids.ts';
import type { Parameters } from './signature.ts';
import { recordingAddress, tellRecording } from './tell-recording.ts';
import { wholeNumber } from './twiml.ts';
import { go, type Step, type Verb, type Walk } from './walk.ts';
import type { XmlElement } from './xml.ts';

interface Ended {
  /** The key that ended it; `hangup` when the caller did. */
  readonly digits: string;
  readonly said: readonly string[];
  readonly thrown?: Diverted;
}

/**
 * `<Record>`: the caller speaks until silence, a key or the limit. Where nothing was said the next verb follows; otherwise
 * the action is told, also when the caller hung up. Source: https://www.twilio.com/docs/voice/twiml/record
 */
export const recordVerb: Verb = async (walk, element, document): Promise<Step> => {
  const { world, call } = walk;
  const before = call.state;
  const startedAtMs = world.scheduler.nowMs();
  call.state = 'recording';
  note(world, call, { kind: 'note', text: 'recording after the tone' });
  const ended = await untilEnded(walk, element, startedAtMs);
  if (call.state === 'recording') call.state = before;
  const sid = makeSid('RE', world.random);
  const isEmpty = ended.said.length === 0 && (ended.digits === '' || ended.digits === 'hangup');
  const recording = isEmpty ? undefined : recordingOf(call, sid, ended.said, startedAtMs, wholeNumber(element, 'maxLength', 3600, 1));
  if (recording) world.recordings.set(sid, recording);
  const url = resolveUrl(document.url, element.attributes.action);
  const step = await result(walk, element, url, ended, recording);
  tellRecording(walk, element, document.url, recording, sid);
  if (ended.thrown) throw ended.thrown;
  return step;
};

async function untilEnded(walk: Walk, element: XmlElement, startedAtMs: number): Promise<Ended> {
  const { world, call } = walk;
  const silenceMs = wholeNumber(element, 'timeout', 5, 1) * 1000;
  const finishOnKey = element.attributes.finishOnKey ?? '1234567890*#';
  const limitMs = startedAtMs + wholeNumber(element, 'maxLength', 3600, 1) * 1000;
  const said: string[] = [];
  try {
    for (;;) {
      const signal = await listen(call, Math.max(0, Math.min(silenceMs, limitMs - world.scheduler.nowMs())));
      if (signal === 'elapsed') return { digits: '', said };
      if (signal.kind === 'speech') {
        said.push(signal.text);
        note(world, call, { kind: 'speech', text: signal.text });
      } else if (signal.kind === 'key' && finishOnKey.includes(signal.key)) return { digits: signal.key, said };
    }
  } catch (error) {
    if (!(error instanceof Diverted)) throw error;
    return { digits: error.why.kind === 'hangup' ? 'hangup' : '', said, thrown: error };
  }
}

/** What the action is told; its answer is executed only while the caller is there. */
async function result(walk: Walk, element: XmlElement, url: string, ended: Ended, recording: StoredRecording | undefined): Promise<Step> {
  if (!recording) return undefined;
  const parameters: Parameters = {
    RecordingSid: recording.sid,
    RecordingUrl: recordingAddress(walk, recording.sid),
    RecordingDuration: String(recording.seconds),
    Digits: ended.digits,
  };
  if (!ended.thrown) return go(walk, url, element.attributes.method, parameters);
  if (ended.digits === 'hangup') {
    await walk.post({ url, parameters: callParameters(walk.world, walk.call, { ...parameters, CallStatus: 'completed' }) });
  }
  return undefined;
}
