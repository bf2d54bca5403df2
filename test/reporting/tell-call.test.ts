import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../src/base/events.ts';
import type { CallId, ContactId } from '../../src/base/ids.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import type { FlowFact } from '../../src/flows/outcomes.ts';
import { playCase } from '../../src/flows/play-case.ts';
import { casesBeside, readCaseFile } from '../../src/flows/read-case-file.ts';
import { walkOf } from '../../src/flows/walk-of.ts';
import { eventsOfFacts } from '../../src/ivr/call-events.ts';
import { tellCall } from '../../src/reporting/tell-call.ts';

const CALL = { id: 'c_00_CA1' as CallId, contactId: 'p_00_A' as ContactId, to: '+34910000000', flow: 'support@1' };
const TURN = 1_000;

/** The events that the log would keep of what one line of a conversation led to. */
function logged(facts: readonly FlowFact[], side: 'call' | 'chat', atMs: number): DomainEvent[] {
  const events =
    side === 'call'
      ? eventsOfFacts(CALL, { language: 'es' }, facts, [], atMs, { said: [], by: 'keys', at: 'somewhere' })
      : [{ type: 'chat.step' as const, atMs, chatId: 't_00_A' as never, data: { ...walkOf(facts) } }];
  return events.map((event, n) => ({ ...event, id: `${atMs}-${n}`, shard: 0 }));
}

const stepsOf = (facts: readonly FlowFact[]) => facts.flatMap((fact) => (fact.type === 'step' ? [fact.step] : []));
const exitsOf = (facts: readonly FlowFact[]) => facts.flatMap((fact) => (fact.type === 'exit' ? [fact.exit] : []));

const folder = await loadFlowsFolder('flows');
const samples = folder.good.filter(({ flow }) => ['support', 'internal-helpdesk'].includes(flow.id));

describe('what the log keeps of a conversation, told again', () => {
  it.each(samples.map(({ flow, file }) => [flow.id, flow, file] as const))(
    'is the way that the engine went, in %s',
    async (_id, flow, file) => {
      const cases = (await readCaseFile(casesBeside(file)))?.value;
      const compiled = compileFlow(flow);
      let walked = 0;
      for (const each of cases?.cases ?? []) {
        const [language = 'es'] = each.languages;
        const played = playCase(compiled, { ...cases?.world, ...each.world }, language);
        const went: { call: FlowFact[]; chat: FlowFact[] } = { call: [], chat: [] };
        const events: DomainEvent[] = [];
        each.steps.forEach((step, n) => {
          const { facts, side } = played.play(typeof step.do === 'string' ? step.do : (step.do[language] ?? ''));
          went[side].push(...facts);
          events.push(...logged(facts, side, n * TURN));
        });
        const moments = tellCall(events).filter(({ kind }) => kind === 'step');
        for (const side of ['call', 'chat'] as const) {
          const told = moments.filter((moment) => moment.side === side);
          expect(
            told.map(({ step }) => step),
            each.name,
          ).toEqual(stepsOf(went[side]));
          // An exit that ends the conversation leads to no step, and none is told twice.
          const exits = told.flatMap(({ by }) => (by?.name ? [by.name] : []));
          expect(exitsOf(went[side]).slice(0, exits.length), each.name).toEqual(exits);
          walked += told.length;
        }
        const times = moments.map(({ atMs, untilMs = Number.POSITIVE_INFINITY }) => untilMs - atMs);
        expect(times.every((time) => time >= 0)).toBe(true);
      }
      expect(walked).toBeGreaterThan(50);
    },
  );
});
