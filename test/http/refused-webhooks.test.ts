import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { createRefusedWebhooks, type RefusedWebhooks } from '../../src/http/refused-webhooks.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';

const WEBHOOK = { requestId: 'request-1', path: '/webhooks/twilio/voice/incoming' };
let clock: ReturnType<typeof createManualClock>;
let captured: CapturedLog;
let counted: string[];
let refused: RefusedWebhooks;
beforeEach(() => {
  clock = createManualClock(1_790_000_000_000);
  captured = captureLog();
  counted = [];
  refused = createRefusedWebhooks({ log: captured.log, clock, counted: (code) => counted.push(code) });
});
const wrong = () => refused.note(new AppError('signature-wrong'), WEBHOOK);

describe('a refused webhook', () => {
  it('leaves a line with the request, the path and the code', () => {
    expect(wrong()).toBe(true);
    expect(captured.lines()).toMatchObject([{ ...WEBHOOK, level: 40, code: 'signature-wrong', msg: 'a webhook was refused' }]);
  });

  it('leaves one line a second and code, which says how many were left out', () => {
    for (let n = 0; n < 500; n += 1) wrong();
    refused.note(new AppError('webhook-invalid'), WEBHOOK);
    clock.advance(1_000);
    wrong();
    expect(captured.lines().map(({ code, suppressed }) => [code, suppressed])).toEqual([
      ['signature-wrong', undefined],
      ['webhook-invalid', undefined],
      ['signature-wrong', 499],
    ]);
    expect(counted).toHaveLength(502);
  });

  it('is counted for ten minutes, by what is to be done about it', () => {
    wrong();
    refused.note(new AppError('signature-missing'), WEBHOOK);
    refused.note(new AppError('body-too-large'), WEBHOOK);
    clock.advance(5 * 60_000);
    wrong();
    expect(refused.recent()).toEqual({ unsigned: 3, malformed: 1 });
    clock.advance(5 * 60_000);
    expect(refused.recent()).toEqual({ unsigned: 1, malformed: 0 });
    clock.advance(3_600_000);
    expect(refused.recent()).toEqual({ unsigned: 0, malformed: 0 });
  });

  it('is none when the failure is ours', () => {
    expect(refused.note(new AppError('store-unavailable'), WEBHOOK)).toBe(false);
    expect(refused.note(new Error('a bug'), WEBHOOK)).toBe(false);
    expect([captured.lines(), counted, refused.recent()]).toEqual([[], [], { unsigned: 0, malformed: 0 }]);
  });
});
