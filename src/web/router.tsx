import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type SearchSchemaInput,
} from '@tanstack/react-router';
import { ApiProblem } from './api/call-api.ts';
import { apiQuery } from './api/queries.ts';
import { LoginPage } from './pages/login/login-page.tsx';
import { OverviewPage } from './pages/overview/overview-page.tsx';
import { pagePaths } from './paths.ts';
import { Shell } from './shell/shell.tsx';
import { NotFound, PageProblem } from './ui/states.tsx';

interface RouterContext {
  readonly queryClient: QueryClient;
}

type Search = Record<string, unknown> & SearchSchemaInput;
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
/** Only what was given: an absent parameter leaves no trace in the address. */
function pick<K extends string>(search: Search, ...names: K[]): { [name in K]?: string } {
  const found: { [name in K]?: string } = {};
  for (const name of names) {
    const value = text(search[name]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFound });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: pagePaths.login,
  validateSearch: (search: Search) => pick(search, 'next', 'problem'),
  component: LoginPage,
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queryClient.ensureQueryData(apiQuery('me'));
      if (me.owes) throw redirect({ to: pagePaths.first, search: { next: location.href } });
      return { me };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      throw redirect({ to: pagePaths.login, search: location.href === '/' ? {} : { next: location.href } });
    }
  },
  component: Shell,
  errorComponent: ({ error, reset }) => <PageProblem error={error} onRetry={reset} />,
});

const firstRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: pagePaths.first,
  validateSearch: (search: Search) => pick(search, 'next'),
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(apiQuery('me')).catch(() => undefined);
    if (!me?.owes) throw redirect({ to: me ? pagePaths.overview : pagePaths.login });
  },
  component: lazyRouteComponent(() => import('./pages/login/first-page.tsx'), 'FirstPage'),
});

const overviewRoute = createRoute({ getParentRoute: () => shellRoute, path: pagePaths.overview, component: OverviewPage });
const deskRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.desk,
  validateSearch: (search: Search) => pick(search, 'chat', 'list'),
  component: lazyRouteComponent(() => import('./pages/desk/desk-page.tsx'), 'DeskPage'),
});
const flowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.flows,
  component: lazyRouteComponent(() => import('./pages/flows/flows-page.tsx'), 'FlowsPage'),
});
const flowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.flow,
  validateSearch: (search: Search) => pick(search, 'side', 'step', 'setting'),
  component: lazyRouteComponent(() => import('./pages/flows/editor/editor-page.tsx'), 'EditorPage'),
});
const releasesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.releases,
  component: lazyRouteComponent(() => import('./pages/flows/releases/releases-page.tsx'), 'ReleasesPage'),
});
/** A release by its number, or the draft. */
const state = (value: unknown) =>
  value === 'draft' || (Number.isInteger(value) && Number(value) > 0) ? (value as 'draft' | number) : undefined;
const releaseDrawingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.releaseDrawing,
  validateSearch: (search: Search): { from?: 'draft' | number; to?: 'draft' | number } => {
    const [from, to] = [state(search.from), state(search.to)];
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  },
  component: lazyRouteComponent(() => import('./pages/flows/releases/drawing-page.tsx'), 'DrawingPage'),
});
const tablesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.tables,
  component: lazyRouteComponent(() => import('./pages/tables/tables-page.tsx'), 'TablesPage'),
});
const tableRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.table,
  component: lazyRouteComponent(() => import('./pages/tables/table-page.tsx'), 'TablePage'),
});
const callsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.calls,
  component: lazyRouteComponent(() => import('./pages/flows/calls/calls-page.tsx'), 'CallsPage'),
});
const callRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.call,
  validateSearch: ({ at }: Search): { at?: number } => (typeof at === 'number' ? { at } : {}),
  component: lazyRouteComponent(() => import('./pages/flows/calls/replay-page.tsx'), 'ReplayPage'),
});
const reportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.reports,
  validateSearch: (search: Search) => pick(search, 'day'),
  component: lazyRouteComponent(() => import('./pages/reports/reports-page.tsx'), 'ReportsPage'),
});
const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.settings,
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
});
const entriesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.entries,
  component: lazyRouteComponent(() => import('./pages/entries/entries-page.tsx'), 'EntriesPage'),
});
const usersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.users,
  component: lazyRouteComponent(() => import('./pages/users/users-page.tsx'), 'UsersPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.audit,
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
});
const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.account,
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
});
const sandboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: pagePaths.sandbox,
  validateSearch: (search: Search) => pick(search, 'from', 'handset'),
  component: lazyRouteComponent(() => import('./pages/sandbox/sandbox-page.tsx'), 'SandboxPage'),
});

const routeTree = rootRoute.addChildren([
  loginRoute,
  firstRoute,
  shellRoute.addChildren([
    overviewRoute,
    deskRoute,
    flowsRoute,
    flowRoute,
    releasesRoute,
    releaseDrawingRoute,
    tablesRoute,
    tableRoute,
    callsRoute,
    callRoute,
    reportsRoute,
    settingsRoute,
    entriesRoute,
    usersRoute,
    auditRoute,
    accountRoute,
    sandboxRoute,
  ]),
]);

/** The pages and the addresses at which they are found. */
export function createPageRouter(queryClient: QueryClient) {
  return createRouter({ routeTree, context: { queryClient }, defaultPreload: 'intent', defaultErrorComponent: PageProblem });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
