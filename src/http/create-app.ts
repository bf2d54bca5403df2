import express, { type Express, type RequestHandler } from 'express';
import type { Authenticate } from '../access/authenticate.ts';
import type { UserStore } from '../access/user-store.ts';
import type { Logger } from '../base/log.ts';
import type { NumberAssignments } from '../flows/number-assignments.ts';
import type { ReleaseStore } from '../flows/releases.ts';
import { createAccessGuard } from './access-guard.ts';
import { createAuditHook } from './audit-trail.ts';
import { answerNotFound, createErrorHandler } from './error-handler.ts';
import { readFlowBody, readTableBody } from './flow-body.ts';
import { createRequestId } from './request-id.ts';
import { type AccountRoutesDeps, createAccountRoutes } from './routes/account-routes.ts';
import { type AliasRoutesDeps, createAliasRoutes } from './routes/alias-routes.ts';
import { type ApprovalRoutesDeps, createApprovalRoutes } from './routes/approval-routes.ts';
import { type AuditRoutesDeps, createAuditRoutes } from './routes/audit-routes.ts';
import { type CallReplayRoutesDeps, createCallReplayRoutes } from './routes/call-replay-routes.ts';
import { type ContactMarkRoutesDeps, createContactMarkRoutes } from './routes/contact-mark-routes.ts';
import { createDemoClinicRoutes } from './routes/demo-clinic-routes.ts';
import { createDemoHelpdeskRoutes } from './routes/demo-helpdesk-routes.ts';
import { createDemoRoutes } from './routes/demo-routes.ts';
import { createDeskSettingRoutes, type DeskSettingRoutesDeps } from './routes/desk-setting-routes.ts';
import { createDocsRoutes, type DocsRoutesDeps } from './routes/docs-routes.ts';
import { createDraftRoutes, type DraftRoutesDeps } from './routes/draft-routes.ts';
import { createEntryLinkRoutes, type EntryLinkRoutesDeps } from './routes/entry-link-routes.ts';
import { createFlowRoutes, type FlowRoutesDeps } from './routes/flow-routes.ts';
import { createHandoffRoutes, type HandoffRoutesDeps } from './routes/handoff-routes.ts';
import { createHealthRoutes, type HealthRoutesDeps } from './routes/health-routes.ts';
import { createLiveRoutes, type LiveRoutesDeps } from './routes/live-routes.ts';
import { createNumberRoutes, type NumberRoutesDeps } from './routes/number-routes.ts';
import { createOfferRuleRoutes, type OfferRuleRoutesDeps } from './routes/offer-rule-routes.ts';
import { createOpenIdRoutes, type OpenIdRoutesDeps } from './routes/openid-routes.ts';
import { createOperationRoutes, type OperationRoutesDeps } from './routes/operation-routes.ts';
import { createPersonRoutes, type PersonRoutesDeps } from './routes/person-routes.ts';
import { createPromisedCallRoutes, type PromisedCallRoutesDeps } from './routes/promised-call-routes.ts';
import { createRecordingRoutes, type RecordingRoutesDeps } from './routes/recording-routes.ts';
import { createReleaseRoutes, type ReleaseRoutesDeps } from './routes/release-routes.ts';
import { createReportRoutes, type ReportRoutesDeps } from './routes/report-routes.ts';
import { createResetRoutes, type ResetRoutesDeps } from './routes/reset-routes.ts';
import { createSecondFactorRoutes, type SecondFactorRoutesDeps } from './routes/second-factor-routes.ts';
import { createSessionRoutes, type SessionRoutesDeps } from './routes/session-routes.ts';
import { createTableRoutes, type TableRoutesDeps } from './routes/table-routes.ts';
import { createUserRoutes, type UserRoutesDeps } from './routes/user-routes.ts';
import { createWebhookEndpointRoutes, type WebhookEndpointRoutesDeps } from './routes/webhook-endpoint-routes.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { createPages, type PagesDeps } from './serve-pages.ts';

const BODY_LIMIT = '64kb';

export interface AppDeps
  extends SessionRoutesDeps,
    OpenIdRoutesDeps,
    SecondFactorRoutesDeps,
    UserRoutesDeps,
    HealthRoutesDeps,
    LiveRoutesDeps,
    FlowRoutesDeps,
    DraftRoutesDeps,
    ReleaseRoutesDeps,
    AliasRoutesDeps,
    ApprovalRoutesDeps,
    NumberRoutesDeps,
    DeskSettingRoutesDeps,
    OfferRuleRoutesDeps,
    ContactMarkRoutesDeps,
    HandoffRoutesDeps,
    PersonRoutesDeps,
    ResetRoutesDeps,
    PromisedCallRoutesDeps,
    EntryLinkRoutesDeps,
    WebhookEndpointRoutesDeps,
    Omit<ReportRoutesDeps, 'eventLog'>,
    Omit<CallReplayRoutesDeps, 'eventLog'>,
    Omit<OperationRoutesDeps, 'eventLog'>,
    DocsRoutesDeps,
    RecordingRoutesDeps,
    TableRoutesDeps,
    AccountRoutesDeps,
    AuditRoutesDeps,
    PagesDeps {
  readonly eventLog: ReportRoutesDeps['eventLog'] & OperationRoutesDeps['eventLog'] & CallReplayRoutesDeps['eventLog'];
  readonly users: UserStore;
  readonly releases: ReleaseStore;
  readonly assignments: NumberAssignments;
  readonly authenticate: Authenticate;
  readonly log: Logger;
  /** The carrier's webhooks: they bring their own body reader and check the signature; nothing of ours stands before them. */
  readonly webhooks?: RequestHandler;
  /** More routes behind the guard: media, the sandbox's control API. Their rights stand in the table. */
  readonly guarded?: readonly RequestHandler[];
}

/** What a process that takes no calls and shows no pages answers: whether it lives, is ready, and its figures. */
export function createProbeApp(deps: HealthRoutesDeps & Pick<AppDeps, 'log' | 'publicUrl'>): Express {
  const app = bareApp();
  app.use(createRequestId());
  app.use(createSecurityHeaders({ https: deps.publicUrl().startsWith('https:') }));
  app.use(createHealthRoutes(deps));
  app.use(answerNotFound);
  app.use(createErrorHandler(deps.log));
  return app;
}

function bareApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  // A proxy on this machine or in its private network tells the caller's address.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  return app;
}

/**
 * The whole HTTP side: webhooks first and bare, then headers, the guard, the routes, the pages. A table of routes, so to
 * speak: what each one does is in its own file.
 */
export function createApp(deps: AppDeps): Express {
  const app = bareApp();
  app.use(createRequestId());
  if (deps.webhooks) app.use(deps.webhooks);
  app.use(createSecurityHeaders({ https: deps.publicUrl().startsWith('https:') }));
  app.use(createAuditHook(deps));
  app.use(createAccessGuard(deps));
  app.use(createHealthRoutes(deps));
  app.use(createRecordingRoutes(deps));
  app.use(createDemoRoutes(deps));
  app.use(createDemoClinicRoutes(deps));
  app.use(createDemoHelpdeskRoutes(deps));
  app.use(createDocsRoutes(deps));
  app.use('/api/flows', ...readFlowBody());
  app.use('/api/tables', ...readTableBody());
  app.use(express.json({ limit: BODY_LIMIT }));
  app.use(createSessionRoutes(deps));
  app.use(createOpenIdRoutes(deps));
  app.use(createAccountRoutes(deps));
  app.use(createSecondFactorRoutes(deps));
  app.use(createAuditRoutes(deps));
  app.use(createUserRoutes(deps));
  app.use(createLiveRoutes(deps));
  app.use(createDraftRoutes(deps));
  app.use(createReleaseRoutes(deps));
  app.use(createAliasRoutes(deps));
  app.use(createApprovalRoutes(deps));
  app.use(createFlowRoutes(deps));
  app.use(createTableRoutes(deps));
  app.use(createCallReplayRoutes(deps));
  app.use(createNumberRoutes(deps));
  app.use(createDeskSettingRoutes(deps));
  app.use(createOfferRuleRoutes(deps));
  app.use(createContactMarkRoutes(deps));
  app.use(createHandoffRoutes(deps));
  app.use(createPersonRoutes(deps));
  app.use(createResetRoutes(deps));
  app.use(createPromisedCallRoutes(deps));
  app.use(createEntryLinkRoutes(deps));
  app.use(createWebhookEndpointRoutes(deps));
  app.use(createReportRoutes(deps));
  app.use(createOperationRoutes(deps));
  for (const handler of deps.guarded ?? []) app.use(handler);
  app.use(createPages(deps));
  app.use(answerNotFound);
  app.use(createErrorHandler(deps.log));
  return app;
}
