import { resolve } from 'node:path';
import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import { describeApi } from '../describe-api.ts';

export interface DocsRoutesDeps {
  /** Of this product. */
  readonly version: string;
  /** Where rapidoc-min.js lies. */
  readonly rapidocFile: string;
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Relevo API</title>
<script type="module" src="/api/docs/rapidoc-min.js"></script>
</head>
<body>
<rapi-doc spec-url="/api/openapi.json" render-style="read" show-header="false" allow-authentication="false"
  allow-server-selection="false" load-fonts="false" regular-font="system-ui, sans-serif" mono-font="ui-monospace, monospace"></rapi-doc>
<noscript>The same as JSON: <a href="/api/openapi.json">/api/openapi.json</a></noscript>
</body>
</html>
`;

/** The description of the API, for machines and to read. */
export function createDocsRoutes(deps: DocsRoutesDeps): Router {
  const document = JSON.stringify(describeApi(deps.version));
  const rapidocFile = resolve(deps.rapidocFile);
  const router = Router();
  router.get('/api/openapi.json', (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    res.type('json').send(document);
  });
  router.get('/api/docs', (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    res.type('html').send(PAGE);
  });
  router.get('/api/docs/:file', (req, res, next) => {
    if (req.params.file !== 'rapidoc-min.js') throw new AppError('not-found');
    res.sendFile(rapidocFile, { maxAge: '1d' }, (error) => {
      if (error) next(new AppError('not-found', undefined, { cause: error }));
    });
  });
  return router;
}
