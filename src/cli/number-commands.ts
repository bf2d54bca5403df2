import { type Command, createCommand } from 'commander';
import { assignNumber } from '../flows/assign-number.ts';
import { unassignNumber } from '../flows/unassign-number.ts';
import { createNumberAssignments, createReleaseStore } from '../store/redis/release-store.ts';
import { joinStore } from './join-store.ts';
import { noteCommand } from './join-trail.ts';

type Print = (line: string) => void;

const SOON = 'A running service follows within 5 seconds.';

const noteOf = (number: string) => ({ action: 'number.assigned', object: { kind: 'number', id: number } }) as const;

/** Which flow answers which of our numbers: `assign`, `unassign`, `numbers`. */
export function numberCommands(print: Print): readonly Command[] {
  return [assignCommand(print), unassignCommand(print), numbersCommand(print)];
}

function assignCommand(print: Print): Command {
  return createCommand('assign')
    .description('Have a flow answer one of our numbers.')
    .argument('<number>', 'with its country code, such as +34911222333')
    .argument('<flow>', 'the id of a flow that has a release, such as support')
    .action((number: string, flowId: string) =>
      joinStore(async (client, config) => {
        const deps = { assignments: createNumberAssignments(client), releases: createReleaseStore(client) };
        const assigned = await noteCommand({ client, config }, noteOf(number), () => assignNumber(deps, { number, flowId }));
        print(`${assigned} is answered by ${flowId}. ${SOON}`);
      }),
    );
}

function unassignCommand(print: Print): Command {
  return createCommand('unassign')
    .description('Have the default flow answer a number again.')
    .argument('<number>', 'with its country code, such as +34911222333')
    .action((number: string) =>
      joinStore(async (client, config) => {
        const deps = { assignments: createNumberAssignments(client) };
        const entryNumber = await noteCommand({ client, config }, noteOf(number), () => unassignNumber(deps, number));
        print(`${entryNumber} is answered by ${config.defaultFlow}, the default. ${SOON}`);
      }),
    );
}

function numbersCommand(print: Print): Command {
  return createCommand('numbers')
    .description('Show which flow answers which number.')
    .action(() =>
      joinStore(async (client, { defaultFlow }) => {
        const assigned = await createNumberAssignments(client).all();
        const served = (await createReleaseStore(client).list()).map(({ flowId }) => flowId);
        for (const [number, flowId] of Object.entries(assigned).sort()) {
          print(`${number.padEnd(16)}  ${flowId}${served.includes(flowId) ? '' : '  (has no good release: the default answers)'}`);
        }
        print(`Every other number is answered by ${defaultFlow}.`);
      }),
    );
}
