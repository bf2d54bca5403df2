import { type RequestHandler, Router } from 'express';
import { AppError } from '../../base/errors.ts';
import { addEntryLink, type EntryLinkDeps, retireEntryLink } from '../../entries/change-entry-link.ts';
import { type EntryLink, entryAddress, prefilledText } from '../../entries/entry-link.ts';
import { qrCode } from '../../entries/qr-code.ts';
import { qrPng, qrSvg } from '../../entries/qr-image.ts';
import { webButton } from '../../entries/web-button.ts';
import { identityOf } from '../access-guard.ts';
import { EntryCodeParam, type EntryLinkView, QrQuery } from '../contract/entry-links.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { defined } from './defined.ts';

export interface EntryLinkRoutesDeps extends EntryLinkDeps {
  /** Our WhatsApp sender, E.164. */
  readonly whatsappSender: string;
}

function viewOf(deps: EntryLinkRoutesDeps, { skills, ...link }: EntryLink): EntryLinkView {
  const url = entryAddress(deps.whatsappSender, link);
  return { ...link, skills: [...(skills ?? [])], prefilled: prefilledText(link), url, button: webButton(url, link.language) };
}

/** The QR code of a link, as a picture. */
function qrRoute(deps: EntryLinkRoutesDeps, kind: 'svg' | 'png'): RequestHandler {
  return async (req, res) => {
    const code = EntryCodeParam.safeParse(req.params).data?.code;
    const link = code === undefined ? undefined : await deps.entryLinks.byCode(code);
    if (!link) throw new AppError('entry-link-not-found');
    const scale = QrQuery.safeParse(req.query).data?.scale;
    if (scale === undefined) {
      throw new AppError('body-invalid', undefined, { details: [{ path: 'query.scale', message: 'must be a whole number from 1 to 40' }] });
    }
    const matrix = qrCode(entryAddress(deps.whatsappSender, link));
    res.setHeader('Cache-Control', 'private, no-cache');
    res.setHeader('Content-Disposition', `inline; filename="whatsapp-${link.code}.${kind}"`);
    if (kind === 'svg') res.type('image/svg+xml').send(qrSvg(matrix, `WhatsApp: ${link.name}`));
    else res.type('image/png').send(Buffer.from(qrPng(matrix, scale)));
  };
}

/** Links, QR codes and buttons by which somebody writes without a call. */
export function createEntryLinkRoutes(deps: EntryLinkRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.entryLinks, async ({ query }) =>
    pageFrom(
      (await deps.entryLinks.list()).map((link) => viewOf(deps, link)),
      query,
    ),
  );
  mountRoute(router, API.addEntryLink, async ({ body, res }) =>
    viewOf(deps, await addEntryLink(deps, { ...defined(body), createdBy: identityOf(res).user.username })),
  );
  mountRoute(router, API.retireEntryLink, async ({ params }) => viewOf(deps, await retireEntryLink(deps, params.code)));
  router.get('/api/entry-links/:code/qr.svg', qrRoute(deps, 'svg'));
  router.get('/api/entry-links/:code/qr.png', qrRoute(deps, 'png'));
  return router;
}
