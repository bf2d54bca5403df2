import { expect, it } from 'vitest';
import { CaseWorld } from '../../src/flows/cases.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { Flow } from '../../src/flows/flow.ts';
import { playCase } from '../../src/flows/play-case.ts';
import { CALLBACK_FLOW } from '../scenario/callback-flow.ts';

const recovery = { unreached: { template: 'call-missed', afterSeconds: 60 } };

function played(lines: readonly string[], world: object, more: object = { recovery }) {
  const conversation = playCase(
    compileFlow(Flow.parse({ specVersion: 1, id: 'support', ...CALLBACK_FLOW, ...more })),
    CaseWorld.parse(world),
  );
  return lines.map((line) => conversation.play(line)).at(-1);
}

const PROMISED = ['calls', 'presses 1', 'presses 1', 'presses 1', 'is not reached'];

it('a recorded conversation says that who was promised a call was not reached, and what is then sent', () => {
  expect(played(PROMISED, { consent: 'calls' })).toMatchObject({ sends: [], now: 'the call ends; a message may follow in 60 s' });
  expect(played([...PROMISED, 'waits 60'], { consent: 'calls' })).toMatchObject({
    sends: ['call-missed to the caller'],
    facts: [{ type: 'recovered', kind: 'unreached', template: 'call-missed' }],
  });
});

it('nobody is written to who agreed to nothing, who wrote meanwhile, or where the flow names no template', () => {
  expect(played(PROMISED, {})?.facts).toContainEqual({ type: 'not-recovered', reason: 'no-consent' });
  expect(played([...PROMISED, 'writes first'], { consent: 'calls' })?.facts).toContainEqual({ type: 'not-recovered', reason: 'in-a-chat' });
  expect(played([...PROMISED, 'waits 60'].slice(0, 5), { consent: 'calls' }, {})).toMatchObject({ sends: [], facts: [] });
});

it('it makes sense only after a call was promised', () => {
  expect(() => played(['calls', 'hangs up', 'is not reached'], { consent: 'calls' })).toThrow('No call was promised');
  expect(() => played(['calls', 'is not reached'], { consent: 'calls' })).toThrow('No call was promised');
});
