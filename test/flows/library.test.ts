import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkFlows } from '../../src/cli/check-flows.ts';
import { flowFingerprint } from '../../src/flows/flow-fingerprint.ts';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { BASICS, both } from '../support/flow-folder.ts';

const OFFICE = { week: { monday: ['09:00-14:00'] } };
const PART = {
  name: 'Tell the hours',
  exits: ['told'],
  call: {
    start: 'ask',
    steps: {
      ask: { type: 'branch', cases: [{ when: 'hours.office.open', to: 'out' }], otherwise: 'tell' },
      tell: { type: 'say', text: both('Está cerrado.', 'It is closed.'), next: 'out' },
      out: { type: 'return', exit: 'told' },
    },
  },
};
const FLOW = {
  ...BASICS,
  specVersion: 1,
  id: 'support',
  call: {
    start: 'tell',
    steps: {
      tell: { type: 'run', part: 'tell-hours', exits: { told: 'person' } },
      person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós.', 'Goodbye.') },
    },
  },
};

describe('calendars and parts beside the flows', () => {
  let folder: string;
  const write = (path: string, content: unknown) =>
    writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relevo-flows-'));
    for (const each of ['templates', 'calendars', 'parts']) await mkdir(join(folder, each));
    await write('support.flow.json', FLOW);
    await write('calendars/office.calendar.json', OFFICE);
    await write('calendars/unused.calendar.json', OFFICE);
    await write('parts/tell-hours.part.json', PART);
    return () => rm(folder, { recursive: true });
  });

  const loaded = async () => {
    const { good, refused } = await loadFlowsFolder(folder);
    return { flow: good[0]?.flow, problems: [...good, ...refused].flatMap(({ problems }) => problems.map(({ code }) => code)) };
  };

  test('are put into the flows that use them, and into no other', async () => {
    const { flow, problems } = await loaded();
    expect(problems).toEqual([]);
    expect(Object.keys(flow?.calendars ?? {})).toEqual(['office']);
    expect(Object.keys(flow?.parts ?? {})).toEqual(['tell-hours']);
  });

  test('are part of the release: a changed one is a new release', async () => {
    const fingerprint = async () => flowFingerprint((await loaded()).flow as never);
    const before = await fingerprint();
    expect(await fingerprint()).toBe(before);
    await write('calendars/office.calendar.json', { week: { monday: ['09:00-15:00'] } });
    const later = await fingerprint();
    expect(later).not.toBe(before);
    await write('parts/tell-hours.part.json', { ...PART, name: 'Tell them' });
    expect(await fingerprint()).not.toBe(later);
  });

  test('give way to those of the flow itself', async () => {
    const own = { week: { sunday: ['10:00-11:00'] } };
    await write('support.flow.json', { ...FLOW, calendars: { office: own } });
    expect((await loaded()).flow?.calendars).toEqual({ office: own });
  });

  test.each([
    ['a calendar with a wrong shape', 'calendars/office.calendar.json', '{"week": {"monday": ["9-14"]}}', ['F030']],
    ['a calendar that overlaps', 'calendars/office.calendar.json', '{"week": {"monday": ["09:00-14:00", "13:00-15:00"]}}', ['F092']],
    ['a part with a wrong shape', 'parts/tell-hours.part.json', '{}', ['F110', 'F130']],
    ['a part that is no JSON', 'parts/tell-hours.part.json', '{', ['F110', 'F130']],
  ])('%s refuses the flow that uses it, and is named by the check of its own file', async (_, file, content, codes) => {
    await write(file, content);
    expect(codes).toEqual(expect.arrayContaining((await loaded()).problems.filter((code) => code !== 'F011')));
    const lines: string[] = [];
    expect(await checkFlows([join(folder, file)], (line) => lines.push(line))).toBe(1);
    expect(lines[0]).toContain(file.split('/')[1]);
    expect(lines[0]).toMatch(/F001|F002|F092/);
  });

  test('are checked on the command line as they stand', async () => {
    const lines: string[] = [];
    const files = ['support.flow.json', 'calendars/office.calendar.json', 'parts/tell-hours.part.json'].map((file) => join(folder, file));
    expect(await checkFlows(files, (line) => lines.push(line))).toBe(0);
    expect(lines).toEqual(['3 files checked: 0 errors, 0 warnings.']);
  });
});
