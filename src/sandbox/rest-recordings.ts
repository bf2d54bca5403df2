import { type Request, type Response, Router } from 'express';
import { makeSound, type StoredRecording } from './recordings.ts';
import { RestError } from './rest-error.ts';
import { legacyPage, rfc2822, VERSION } from './rest-format.ts';
import type { World } from './world.ts';

/** Recordings, below `/2010-04-01/Accounts/{AC}`: list, fetch as a resource or as sound, delete. */
export function recordingRoutes(world: World): Router {
  const router = Router();
  router.get('/Recordings.json', (request, response) => {
    const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
    const wanted = [...world.recordings.values()].filter((recording) => (query.get('CallSid') ?? recording.callSid) === recording.callSid);
    response.json(legacyPage(request, 'recordings', wanted.reverse(), (recording) => recordingResource(world, recording)));
  });
  router.get('/Recordings/:name', (request, response) => sendRecording(world, request, response));
  router.delete('/Recordings/:name', (request, response) => {
    if (!world.recordings.delete(sidOf(request))) throw new RestError(404, 20404);
    response.status(204).end();
  });
  return router;
}

function sidOf(request: Request): string {
  return String(request.params.name).replace(/\.\w+$/, '');
}

/** `.json` is the resource; without an ending, or with `.wav`, the sound. Source: https://www.twilio.com/docs/voice/api/recording */
function sendRecording(world: World, request: Request, response: Response): void {
  const recording = world.recordings.get(sidOf(request));
  if (!recording) throw new RestError(404, 20404);
  const ending = /\.(\w+)$/.exec(String(request.params.name))?.[1];
  if (ending === 'json') return void response.json(recordingResource(world, recording));
  if (ending !== undefined && ending !== 'wav') throw new RestError(404, 20404);
  response.set('Content-Type', 'audio/x-wav').send(makeSound(recording.seconds));
}

function recordingResource(world: World, recording: StoredRecording): Record<string, unknown> {
  const { accountSid } = world.account;
  const uri = `/${VERSION}/Accounts/${accountSid}/Recordings/${recording.sid}`;
  const created = rfc2822(recording.createdAtMs);
  return {
    account_sid: accountSid,
    api_version: VERSION,
    call_sid: recording.callSid,
    channels: 1,
    conference_sid: null,
    date_created: created,
    date_updated: created,
    duration: String(recording.seconds),
    encryption_details: null,
    error_code: null,
    media_url: `${world.choices.restUrl}${uri}`,
    price: null,
    price_unit: 'USD',
    sid: recording.sid,
    source: 'RecordVerb',
    start_time: created,
    status: 'completed',
    subresource_uris: {
      add_on_results: `${uri}/AddOnResults.json`,
      transcriptions: `${uri}/Transcriptions.json`,
    },
    uri: `${uri}.json`,
  };
}
