import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** The headers that keep a page to itself: nothing from elsewhere, no frames, no sniffing. `https`: also insist on it. */
export function createSecurityHeaders(settings: { readonly https: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        // The web app positions its boxes with style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        ...(settings.https && { upgradeInsecureRequests: [] }),
      },
    },
    frameguard: { action: 'deny' },
    strictTransportSecurity: settings.https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}
