import { callParameters } from './call-parameters.ts';
import { resolveUrl } from './fetch-document.ts';
import { Diverted, listen, note } from './line-listening.ts';
import { makeSid } from './sids.ts';
import { wholeNumber } from './twiml.ts';
import { go, type Verb } from './walk.ts';

/** `<Record>`: the caller speaks until silence, a key or the limit; there is no audio, only its address. */
export const recordVerb: Verb = async (walk, element, document) => {
  const { world, call } = walk;
  const before = call.state;
  const startedAtMs = world.scheduler.nowMs();
  call.state = 'recording';
  note(world, call, { kind: 'note', text: 'recording after the tone' });
  const silenceMs = wholeNumber(element, 'timeout', 5, 1) * 1000;
  const finishOnKey = element.attributes.finishOnKey ?? '1234567890*#';
  const limitMs = startedAtMs + wholeNumber(element, 'maxLength', 3600, 1) * 1000;
  const url = resolveUrl(document.url, element.attributes.action);
  const sid = makeSid('RE', world.random);
  const parameters = (digits: string) => ({
    RecordingSid: sid,
    RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${world.account.accountSid}/Recordings/${sid}`,
    RecordingDuration: String(Math.round((world.scheduler.nowMs() - startedAtMs) / 1000)),
    Digits: digits,
  });
  let spoken = false;
  try {
    for (;;) {
      const signal = await listen(call, Math.min(silenceMs, limitMs - world.scheduler.nowMs()));
      if (signal === 'elapsed') return spoken ? go(walk, url, element.attributes.method, parameters('')) : undefined;
      if (signal.kind === 'speech') {
        spoken = true;
        note(world, call, { kind: 'speech', text: signal.text });
      } else if (signal.kind === 'key' && finishOnKey.includes(signal.key)) {
        return go(walk, url, element.attributes.method, parameters(signal.key));
      }
    }
  } catch (error) {
    if (error instanceof Diverted && error.why.kind === 'hangup' && spoken) {
      await walk.post({ url, parameters: callParameters(world, call, { ...parameters('hangup'), CallStatus: 'completed' }) });
    }
    throw error;
  } finally {
    if (call.state === 'recording') call.state = before;
  }
};
