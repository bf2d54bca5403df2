import type { z } from 'zod';
import { ACCOUNT_ROUTES } from './routes/account-routes.ts';
import { DESK_ROUTES } from './routes/desk-routes.ts';
import { FLOW_ROUTES } from './routes/flow-routes.ts';
import { INVITE_ROUTES } from './routes/invite-routes.ts';
import { OPERATION_ROUTES } from './routes/operation-routes.ts';
import { SETTING_ROUTES } from './routes/setting-routes.ts';
import { TABLE_ROUTES } from './routes/table-routes.ts';

/** Every route of the API that answers JSON; the server mounts it, OpenAPI describes it, the pages call it. */
export const API = {
  ...ACCOUNT_ROUTES,
  ...OPERATION_ROUTES,
  ...FLOW_ROUTES,
  ...TABLE_ROUTES,
  ...SETTING_ROUTES,
  ...INVITE_ROUTES,
  ...DESK_ROUTES,
} as const;

export type ApiRouteId = keyof typeof API;
/** What a route answers, as the page gets it. */
export type ApiAnswer<K extends ApiRouteId> = (typeof API)[K] extends { response: infer R extends z.ZodType } ? z.output<R> : undefined;
/** What a route takes as its body, as the page sends it. */
export type ApiBody<K extends ApiRouteId> = (typeof API)[K] extends { body: infer B extends z.ZodType } ? z.input<B> : undefined;
