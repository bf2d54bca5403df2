import { type RequestHandler, Router, static as serveStatic } from 'express';
import type { Logger } from '../../base/log.ts';

export interface RecordingRoutesDeps {
  /** What wordings play under /audio/: the folder audio beside the flows. */
  readonly recordingsFolder: string;
  readonly log: Logger;
}

/** The types the line takes. Source: https://www.twilio.com/docs/voice/twiml/play */
const TYPES: Readonly<Record<string, string>> = { wav: 'audio/wav', mp3: 'audio/mpeg' };
const SOUND = /^\/.+\.(?:wav|mp3)$/i;
/** Missing files are told once each, and so many at most: the address is open to anyone. */
const MOST_TOLD = 100;

/**
 * `GET /audio/…`: recordings for the line, which asks without credentials. A file that is missing is answered by half a
 * second of silence: an error here would make the carrier give up the whole answer.
 */
export function createRecordingRoutes({ recordingsFolder, log }: RecordingRoutesDeps): Router {
  const router = Router();
  const files = serveStatic(recordingsFolder, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    maxAge: '5m',
    setHeaders: (res, path) => void res.setHeader('Content-Type', TYPES[path.slice(-3).toLowerCase()] ?? 'application/octet-stream'),
  });
  const onlySounds: RequestHandler = (req, _res, next) => next(SOUND.test(req.path) ? undefined : 'router');
  router.use('/audio', onlySounds, files, answerWithSilence(log));
  return router;
}

function answerWithSilence(log: Logger): RequestHandler {
  const told = new Set<string>();
  return (req, res) => {
    if (!told.has(req.path) && told.size < MOST_TOLD) {
      told.add(req.path);
      log.error({ path: `/audio${req.path}` }, 'a recording is missing; silence was played in its place');
    }
    res.setHeader('Content-Type', 'audio/wav');
    res.setHeader('Cache-Control', 'no-store');
    res.end(HALF_A_SECOND);
  };
}

/** Silence as WAV: 8,000 samples a second of 8 bits, mono. */
const HALF_A_SECOND = silence(4_000);

function silence(samples: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 0x80)]);
}
