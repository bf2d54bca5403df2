import type { UserStore } from '../access/user-store.ts';
import type { AgentBoard } from '../agents/agent-board.ts';
import { recentReplies } from '../agents/estimate-desk.ts';
import type { Clock } from '../base/clock.ts';
import type { Outlook, SendingOutlook } from '../channels/outlook.ts';
import type { Flow } from '../flows/flow.ts';
import { composeFlow } from '../flows/parts/compose-flow.ts';
import type { FoundProblem } from '../flows/readiness/facts.ts';
import { checkReadiness, type Readiness } from '../flows/readiness/readiness.ts';
import type { FlowDetail } from '../http/contract/flows.ts';
import type { FlowReadiness } from '../http/contract/readiness.ts';
import type { RuleSettings } from '../rules/settings.ts';
import type { Templates } from './invite-catalogue.ts';

export interface ReadinessParts {
  readonly clock: Clock;
  readonly users: Pick<UserStore, 'list'>;
  readonly board: Pick<AgentBoard, 'firstReplies'>;
  readonly outlook: () => Outlook;
  readonly sending: () => SendingOutlook;
  readonly templates: Pick<Templates, 'outlookOf'>;
  readonly rules: () => RuleSettings;
  readonly hasSmsSender: boolean;
}

/** The checklist of a flow, from what the service knows now; undefined while nothing of it serves. Throws `store-unavailable`. */
export async function describeReadiness(
  parts: ReadinessParts,
  { id, flow, release, problems }: FlowDetail,
): Promise<FlowReadiness | undefined> {
  if (!flow || release === undefined) return undefined;
  const readiness = await judgeReadiness(parts, flow, problems);
  return {
    ...readiness,
    flowId: id,
    release,
    items: readiness.items.map((item) => ({ ...item, findings: [...item.findings] })),
  };
}

/** The checklist of any flow, served or not, from what the service knows now. Throws `store-unavailable`. */
export async function judgeReadiness(parts: ReadinessParts, flow: Flow, problems: readonly FoundProblem[]): Promise<Readiness> {
  const nowMs = parts.clock.nowMs();
  const [users, replies] = await Promise.all([parts.users.list(), parts.board.firstReplies()]);
  return checkReadiness({
    flow: composeFlow(flow),
    problems,
    outlook: parts.outlook(),
    sending: parts.sending(),
    measuredReplies: recentReplies(replies, nowMs).length,
    answerers: users.flatMap(({ user }) => (user.disabled ? [] : [{ teams: user.teams, languages: user.languages }])),
    template: (name, language) => parts.templates.outlookOf(name, language),
    hasSmsSender: parts.hasSmsSender,
    isRuleOn: (rule) => parts.rules().rules[rule].on,
    nowMs,
  });
}
