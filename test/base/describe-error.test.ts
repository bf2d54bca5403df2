import { describe, expect, it } from 'vitest';
import { describeError } from '../../src/base/describe-error.ts';
import { AppError } from '../../src/base/errors.ts';
import { createLogger } from '../../src/base/log.ts';

const PHONE = '+34600111222';

function logged(error: unknown): string {
  const lines: string[] = [];
  createLogger('debug', { write: (line) => lines.push(line) }).error({ err: error }, 'it failed');
  return lines.join('');
}

describe('an error in the log', () => {
  it('is its type, message, code and frames, and those of its causes', () => {
    const socket = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const line = JSON.parse(logged(new AppError('store-unavailable', undefined, { cause: socket })));
    expect(line.err).toMatchObject({
      type: 'AppError',
      code: 'store-unavailable',
      cause: { type: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    });
    expect(line.err.stack).toMatch(/^\s+at .*describe-error\.test\.ts/);
  });

  it('takes nothing along that a client hung on it, however deep', () => {
    const reply = Object.assign(new Error('ERR no'), { command: { name: 'evalsha', args: [`{"phone":"${PHONE}"}`, 'mi pedido'] } });
    const output = logged(new Error('outer', { cause: new AppError('internal', undefined, { cause: reply, details: { from: PHONE } }) }));
    expect(output).toContain('ERR no');
    expect(output).not.toMatch(/34600111222|mi pedido|evalsha/);
  });

  it.each([
    [`'To' number whatsapp:${PHONE} is not valid`, "'To' number whatsapp:[number] is not valid"],
    ['no 600111222 here', 'no [number] here'],
    ['first line\nsecond line', 'first line'],
    ['call c_03_CA12345678901 is gone', 'call c_03_CA12345678901 is gone'],
    ['x'.repeat(400), 'x'.repeat(300)],
  ])('shortens and masks its message: %s', (message, shown) => {
    const described = describeError(new Error(message));
    expect(described.message).toBe(shown);
    expect(described.stack).not.toContain(PHONE);
    expect(described.stack).not.toContain('second line');
  });

  it.each(['{"text": hola', 'hola, soy Ana', '{"text":"hola\nsoy Ana" x'])('does not quote what a parser could not read: %j', (text) => {
    let thrown: unknown;
    try {
      JSON.parse(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SyntaxError);
    expect(logged(thrown)).not.toMatch(/hola|Ana/);
  });

  it('ends, though errors are each other’s cause', () => {
    const [one, other] = [new Error('one'), new Error('other')];
    one.cause = other;
    other.cause = one;
    expect(logged(one)).toContain('other');
  });

  it('may be no error at all', () => {
    expect(describeError(`no ${PHONE}`)).toEqual({ type: 'string', message: 'no [number]' });
    expect(describeError({ phone: PHONE })).toEqual({ type: 'object', message: '' });
  });
});
