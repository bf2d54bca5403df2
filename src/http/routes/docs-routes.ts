import { Router } from 'express';
import { describeApi } from '../describe-api.ts';
import { renderApiPage } from '../render-api-page.ts';

export interface DocsRoutesDeps {
  /** Of this product. */
  readonly version: string;
}

/** The description of the API, for machines and to read. */
export function createDocsRoutes(deps: DocsRoutesDeps): Router {
  const description = describeApi(deps.version);
  const document = JSON.stringify(description);
  const page = renderApiPage(description);
  const router = Router();
  router.get('/api/openapi.json', (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    res.type('json').send(document);
  });
  router.get('/api/docs', (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    res.type('html').send(page);
  });
  return router;
}
