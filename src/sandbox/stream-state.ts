import type { Request, Response } from 'express';
import { viewState } from './view.ts';
import type { World } from './world.ts';

/** Changes that come close together are told as one. */
const CALM_MS = 50;
const PULSE_MS = 15_000;

/** Server-sent events: the whole state at once, and again after each change. */
export function streamState(world: World, request: Request, response: Response): void {
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const tell = () => response.write(`event: state\ndata: ${JSON.stringify(viewState(world))}\n\n`);
  let soon: NodeJS.Timeout | undefined;
  const unwatch = world.changes.watch(() => {
    soon ??= setTimeout(() => {
      soon = undefined;
      tell();
    }, CALM_MS);
  });
  const pulse = setInterval(() => response.write(': still here\n\n'), PULSE_MS);
  const stop = () => {
    unwatch();
    clearInterval(pulse);
    clearTimeout(soon);
  };
  request.on('close', stop);
  world.streams.add(response);
  response.on('close', () => world.streams.delete(response));
  tell();
}
