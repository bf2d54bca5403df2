import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { runBuilt } from '../support/run-built.ts';

async function flow(args: readonly string[], input = '') {
  const { code, out, err } = await runBuilt('cli/flow', args, { input });
  return { status: code, out, err };
}

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relevo-cli-'));
  await cp('flows', folder, { recursive: true });
  file = join(folder, 'support.flow.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function bend(path: string, from: string, to: string): Promise<void> {
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
}

describe('flow check', () => {
  test('finds nothing in the sample flow, its cases and its templates', async () => {
    const { status, out } = await flow([
      'check',
      file,
      join(folder, 'support.cases.json'),
      join(folder, 'templates', 'call-continue.json'),
    ]);
    expect([status, out]).toEqual([0, '3 files checked: 0 errors, 0 warnings.\n']);
  });

  test('names the file, the line, the code and what to do, and fails', async () => {
    await bend(file, '"next": "choose-language"', '"next": "nowhere"');
    const { status, out } = await flow(['check', file]);
    expect(status).toBe(1);
    expect(out).toMatch(
      /support\.flow\.json:\d+:\d+ error F010 The exit next of "greeting" leads to "nowhere".* \(call\.steps\.greeting\.next\)/,
    );
  });

  test('says what is wrong with a file that is not there, no JSON, or misnamed', async () => {
    const broken = join(folder, 'broken.flow.json');
    await writeFile(broken, '{"id": }');
    const misnamed = join(folder, 'other.flow.json');
    await cp(file, misnamed);
    const { status, out } = await flow(['check', join(folder, 'none.flow.json'), broken, misnamed, folder]);
    expect(status).toBe(1);
    expect(out).toContain('F003');
    expect(out).toContain('there is no such file');
    expect(out).toContain('it is a folder');
    expect(out).toMatch(/broken\.flow\.json:1:8 error F001/);
    expect(out).toContain('F004 The flow "support" stands in other.flow.json');
  });

  test('refuses, as the service does, a flow whose template has errors, and says where to look', async () => {
    await bend(join(folder, 'templates', 'call-continue.json'), '"revealsCall": false', '"revealsCall": false, "misspelt": 1');
    const { status, out } = await flow(['check', file]);
    const { refused } = await loadFlowsFolder(folder);
    expect(status).toBe(1);
    expect(out).toContain('F044 The offer "offer" uses the template "call-continue", whose file has errors: check it.');
    expect(refused.find(({ flowId }) => flowId === 'support')?.problems.map(({ code }) => code)).toContain('F044');
  });

  test('warnings alone do not fail', async () => {
    await bend(file, '"variables": {', '"variables": { "leftover": { "type": "string" },');
    const { status, out } = await flow(['check', file]);
    expect(status).toBe(0);
    expect(out).toContain('warning F080');
  });

  test('asks for a file when there is none', async () => {
    const { status, err } = await flow(['check']);
    expect(status).not.toBe(0);
    expect(err).toContain("missing required argument 'file'");
  });
});

describe('flow run', () => {
  test('plays a call and the chat from a pipe, to the end', async () => {
    const typed = ['2', '1', '123456', '1', '1', '1', 'wait 3', 'hang up', 'chat', 'tap done'].join('\n');
    const { status, out } = await flow(['run', file, '--phone-wait', '240', '--chat-wait', '30'], typed);
    expect(status).toBe(0);
    expect(out).toContain('The order number is 1 2 3 4 5 6.');
    expect(out).toContain('The wait on the phone is 4 minutes; in WhatsApp, less than a minute.');
    expect(out).toContain('sends call-continue-order to the caller');
    expect(out).toContain('Your order 123456 is on its way.');
    expect(out).toContain('the chat is closed (bot-done)');
    expect(out).toContain('- orderNumber is 123456');
  });

  test('begins in the language and with the caller that are named', async () => {
    const { out } = await flow(['run', file, '--language', 'en', '--caller', 'withheld', '--desk-closed'], '2\n2\n');
    expect(out).toContain('For Spanish, press 1.');
    expect(out).toContain('waits in the queue support');
    expect(out).toContain('- offer withheld: number-unusable');
  });

  test('explains itself, and a line that makes no sense ends nothing', async () => {
    const { status, out } = await flow(['run', file], 'help\njump\n1\nhang up\nquit\n');
    expect(status).toBe(0);
    expect(out).toContain('presses the keys');
    expect(out).toContain('! "jump" says nothing that can happen.');
    expect(out).toContain('is asked in main-menu');
    expect(out).toContain('The call is over.');
  });

  test('has its hours by the clock that is given, and the arm of an experiment', async () => {
    const say = (text: string) => ({ type: 'say', text: { es: text, en: text }, next: 'choose-language' });
    const written = JSON.parse(await readFile(file, 'utf8'));
    written.calendars = { office: { week: { monday: ['09:00-14:00'] } } };
    Object.assign(written.call.steps, {
      hours: { type: 'hours', calendar: 'office', open: 'try', closed: 'shut' },
      shut: say('Abrimos {{opensAt}}.'),
      try: { type: 'split', experiment: 'greeting', arms: ['a', 'b'].map((id) => ({ id, weight: 1, to: `arm-${id}` })) },
      'arm-a': say('Rama a.'),
      'arm-b': say('Rama b.'),
    });
    written.call.steps.greeting.next = 'hours';
    await writeFile(file, JSON.stringify(written));
    expect((await flow(['run', file, '--clock', '2026-11-22T10:00:00Z'])).out).toContain('Abrimos mañana a las 9.');
    const open = ['run', file, '--clock', '2026-11-23T10:00:00Z'];
    expect((await flow(open)).out).toContain('Rama a.');
    const { out } = await flow([...open, '--arm', 'greeting=b'], 'hang up\n');
    expect(out).toContain('Rama b.');
    expect(out).toContain('in the experiment greeting: b');
    expect((await flow([...open, '--arm', 'greeting'])).err).toContain('such as greeting=short');
  });

  test('begins in the chat when told to', async () => {
    const { out } = await flow(['run', file, '--chat', '--language', 'en'], 'My order\n123456\nI want a person\n');
    expect(out).toContain('Your order 123456 is on its way.');
    expect(out).toContain('waits for the team support');
  });

  test('refuses a flow with errors, a language it has not, and a wrong option', async () => {
    const language = await flow(['run', file, '--language', 'fr']);
    expect([language.status, language.out]).toEqual([1, `${file} does not speak fr; it speaks es, en.\n`]);
    expect((await flow(['run', file, '--caller', 'ghost'])).err).toContain('Allowed choices are mobile, landline, withheld');
    expect((await flow(['run', file, '--phone-wait', 'long'])).err).toContain('whole number of seconds');
    const missing = await flow(['run', join(folder, 'none.flow.json')]);
    expect(missing.status).toBe(1);
    expect(missing.out).toContain('can’t be run');
  });
});

describe('flow test', () => {
  test('plays the cases beside the flow and prints the coverage', async () => {
    const { status, out } = await flow(['test', file]);
    expect(status).toBe(0);
    expect(out).toMatch(/Coverage: (\d+) of \1 steps, (\d+) of \2 exits\.\n.*support\.cases\.json: \d+ passed, 0 failed/);
  });

  test('fails when what is heard has changed; --update takes the change over', async () => {
    await bend(file, '"No le hemos oído."', '"No hemos oído nada."');
    const failed = await flow(['test', file]);
    expect(failed.status).toBe(1);
    expect(failed.out).toContain('FAILED Silence in the main menu leads to a person (es)');
    expect(failed.out).toContain('No hemos oído nada.');
    const updated = await flow(['test', file, '--update']);
    expect(updated.status).toBe(0);
    expect(updated.out).toContain('Look at the difference before you keep it.');
    expect((await flow(['test', file])).status).toBe(0);
    const [before, after] = await Promise.all([
      readFile('flows/support.cases.json', 'utf8'),
      readFile(join(folder, 'support.cases.json'), 'utf8'),
    ]);
    expect(after).toBe(before.replaceAll('No le hemos oído.', 'No hemos oído nada.'));
  });

  test('a flow without cases is not tested, and says so', async () => {
    await rm(join(folder, 'support.cases.json'));
    const { status, out } = await flow(['test', file]);
    expect(status).toBe(1);
    expect(out).toContain('a flow without recorded cases is not tested');
  });

  test('cases of a wrong shape are named', async () => {
    await writeFile(join(folder, 'support.cases.json'), '{"flow": "support", "cases": [{"name": "x"}]}');
    const { status, out } = await flow(['test', file]);
    expect(status).toBe(1);
    expect(out).toMatch(/support\.cases\.json:1:\d+ error F002 cases\[0\]\.languages/);
  });
});
