import type { IncomingMessage } from 'node:http';
import { AppError } from '../base/errors.ts';

/** No webhook is larger, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The bytes of a request, at most 64 KiB; throws `body-too-large` as soon as that is clear. */
export function readBody(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    req.resume();
    return Promise.reject(new AppError('body-too-large'));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) {
        req.removeAllListeners('data');
        req.resume();
        reject(new AppError('body-too-large'));
      } else chunks.push(chunk);
    });
    req.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    req.once('error', reject);
    req.once('aborted', () => reject(new AppError('webhook-invalid', 'The request ended before its body did.')));
  });
}
