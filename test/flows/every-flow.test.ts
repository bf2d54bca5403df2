import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { casesBeside, readCaseFile } from '../../src/flows/read-case-file.ts';
import { listFlowFiles } from '../../src/flows/read-flow-file.ts';
import { runCases } from '../../src/flows/run-cases.ts';

const folder = await loadFlowsFolder('flows');
const files = await listFlowFiles('flows');

describe('every flow that comes with the service', () => {
  it('is read, and none has a problem or a warning', () => {
    expect(folder.refused).toEqual([]);
    expect(folder.good.map(({ file }) => file).sort()).toEqual([...files].sort());
    expect(folder.good.flatMap(({ flow, problems }) => problems.map(({ code, message }) => `${flow.id} ${code} ${message}`))).toEqual([]);
  });

  it.each(folder.good.map(({ flow, file }) => [flow.id, flow, file] as const))(
    '%s plays its recorded conversations over every step and exit',
    async (id, flow, file) => {
      const cases = await readCaseFile(casesBeside(file));
      if (!cases?.value) throw new Error(`${join('flows', basename(file))} has no recorded conversations`);
      const run = runCases(flow, cases.value);
      expect(run.results.filter(({ failures }) => failures.length > 0)).toEqual([]);
      expect(run.coverage.missed, id).toEqual([]);
    },
  );
});
