import { Router } from 'express';
import { AppError } from '../base/errors.ts';
import type { Keyring } from '../base/keyring.ts';
import { typeOfName } from '../flows/media-kind.ts';

/** The path at which the carrier reads a file of flows/media: signed, so that nobody finds the others by guessing. */
export function flowMediaPath(keyring: Pick<Keyring, 'sign'>, name: string): string {
  return `/media/${keyring.sign(`flow-media:${name}`)}/${encodeURIComponent(name)}`;
}

/** `GET /media/<signature>/<name>`: what send steps send. Of a type that WhatsApp takes, from that folder alone. */
export function flowMediaRoutes({ folder, keyring }: { readonly folder: string; readonly keyring: Pick<Keyring, 'sign'> }): Router {
  const router = Router();
  router.get('/media/:signature/:name', (req, res, next) => {
    const { signature, name } = req.params;
    const contentType = typeOfName(name);
    const isPlain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name);
    if (!contentType || !isPlain || keyring.sign(`flow-media:${name}`) !== signature) throw new AppError('not-found');
    const headers = { 'Content-Type': contentType, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'public, max-age=3600' };
    res.sendFile(name, { root: folder, headers, dotfiles: 'ignore', cacheControl: false }, (error) => {
      if (!error) return;
      if (res.headersSent) return void res.destroy();
      next((error as NodeJS.ErrnoException).code === 'ENOENT' ? new AppError('not-found') : error);
    });
  });
  return router;
}
