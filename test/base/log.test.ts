import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/base/log.ts';

function write(fields: object): Record<string, unknown> {
  const lines: string[] = [];
  createLogger('info', { write: (line) => void lines.push(line) }).info(fields, 'said');
  return JSON.parse(lines[0] ?? '');
}

describe('createLogger', () => {
  it('hides what stands under `pii`, in the line and two levels below, and leaves what was handed in as it is', () => {
    const fields = {
      callId: 'c_07_1',
      pii: { from: '+34600000001' },
      a: { pii: 'x', b: { pii: ['y'], kept: 1 } },
      list: [{ pii: 'z', n: 2 }],
    };
    const given = structuredClone(fields);
    expect(write(fields)).toMatchObject({
      callId: 'c_07_1',
      pii: '[hidden]',
      a: { pii: '[hidden]', b: { pii: '[hidden]', kept: 1 } },
      list: [{ pii: '[hidden]', n: 2 }],
      msg: 'said',
    });
    expect(fields).toEqual(given);
  });

  it('hides it in what a child logger carries along', () => {
    const lines: string[] = [];
    createLogger('info', { write: (line) => void lines.push(line) })
      .child({ pii: '+34600000001', part: 'calls' })
      .info('said');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ pii: '[hidden]', part: 'calls' });
  });

  it('tells of an error its kind and message', () => {
    expect(write({ err: new RangeError('too far') })).toMatchObject({ err: { type: 'RangeError', message: 'too far' } });
  });

  it('writes the time of the line in ISO 8601', () => {
    const before = Date.now();
    const { time } = write({}) as { time: string };
    expect(new Date(time).toISOString()).toBe(time);
    expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
  });
});
