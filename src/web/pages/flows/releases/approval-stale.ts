import type { ApiRouteId } from '../../../../http/contract/routes.ts';

/** What publishing, asking somebody to and deciding make stale. */
export const APPROVAL_STALE: readonly ApiRouteId[] = ['approvals', 'flows', 'flow', 'draft', 'releases', 'aliases', 'flowDiff', 'overview'];
