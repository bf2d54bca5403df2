import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RequestHandler, Router, static as serveStatic } from 'express';
import { isRefusedPage, rightOf } from './access-guard.ts';

export interface PagesDeps {
  /** The built pages: index.html and assets/. */
  readonly webFolder: string;
  readonly sandbox: boolean;
}

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Relevo</title>
<p>The pages are not built yet. Run <code>npm run build</code> and start again. The calls are served all the same.</p>`;

/** Every page is the one web app, which finds its way by the address. */
function sendApp(deps: PagesDeps): RequestHandler {
  const index = resolve(deps.webFolder, 'index.html');
  return (req, res, next) => {
    if (rightOf(res)?.kind !== 'page' || (req.path === '/sandbox' && !deps.sandbox)) return next();
    res.setHeader('Cache-Control', 'no-cache');
    if (!existsSync(index)) return void res.status(503).type('html').send(NOT_BUILT);
    res.status(isRefusedPage(res) ? 403 : 200).sendFile(index, { cacheControl: false });
  };
}

/** The built pages: files with a hash in their name are kept for a year, the page itself is always asked for again. */
export function createPages(deps: PagesDeps): Router {
  const router = Router();
  router.use('/assets', serveStatic(join(deps.webFolder, 'assets'), { immutable: true, maxAge: '365d', index: false, redirect: false }));
  for (const file of ['favicon.ico', 'favicon.svg']) {
    router.use(`/${file}`, serveStatic(join(deps.webFolder, file), { maxAge: '1d', index: false, redirect: false }));
  }
  router.use(sendApp(deps));
  return router;
}
