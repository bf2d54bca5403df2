import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createSeededRandom } from '../../src/base/random.ts';
import { createSandbox, LIFELIKE } from '../../src/sandbox/sandbox.ts';
import { createManualScheduler } from '../../src/sandbox/scheduler.ts';
import { ACCOUNT, ANA, addInvite, ENTRY, SENDER, send, startSandbox, startService } from './support.ts';

const INCOMING = '/webhooks/twilio/voice/incoming';

describe('a manual scheduler', () => {
  it('runs what is due in the order of its time, at its time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 })), fc.integer({ min: 1, max: 1200 }), (delays, untilMs) => {
        const scheduler = createManualScheduler(createManualClock(0));
        const ran: { due: number; at: number }[] = [];
        for (const due of delays) scheduler.schedule(due, () => ran.push({ due, at: scheduler.nowMs() }));
        while (scheduler.runNext(untilMs));
        expect(ran).toEqual(
          delays
            .filter((due) => due <= untilMs)
            .sort((a, b) => a - b)
            .map((due) => ({ due, at: due })),
        );
      }),
    );
  });

  it('forgets what is cancelled', () => {
    const scheduler = createManualScheduler(createManualClock(0));
    const ran: number[] = [];
    scheduler.schedule(5, () => ran.push(5))();
    scheduler.schedule(7, () => ran.push(7));
    while (scheduler.runNext(10));
    expect(ran).toEqual([7]);
  });
});

describe('a voice with a speed', () => {
  const text = 'a'.repeat(140);

  it('takes its time: fourteen characters a second', async () => {
    const { service, sandbox } = await startSandbox({ delays: { charactersPerSecond: 14 } });
    service.on(INCOMING, `<Response><Say>${text}</Say><Redirect>/next</Redirect></Response>`);
    await sandbox.call({ from: ANA });
    await sandbox.advance(9999);
    expect(service.at('/next')).toHaveLength(0);
    await sandbox.advance(1);
    expect(service.at('/next')).toHaveLength(1);
  });

  it('is interrupted by a key in a Gather; its timeout starts when it has spoken', async () => {
    const { service, sandbox } = await startSandbox({ delays: { charactersPerSecond: 14 } });
    service.on(
      INCOMING,
      `<Response><Gather numDigits="1" timeout="5" action="/input"><Say>${text}</Say></Gather><Redirect>/silence</Redirect></Response>`,
    );
    const first = await sandbox.call({ from: ANA });
    await sandbox.advance(3000);
    await first.press('1');
    expect(service.at('/input')).toHaveLength(1);
    await sandbox.call({ from: ANA });
    await sandbox.advance(14_999);
    expect(service.at('/silence')).toHaveLength(0);
    await sandbox.advance(1);
    expect(service.at('/silence')).toHaveLength(1);
  });

  it('goes on when a key is pressed that nobody listens to', async () => {
    const { service, sandbox } = await startSandbox({ delays: { charactersPerSecond: 14 } });
    service.on(INCOMING, `<Response><Say>${text}</Say><Gather numDigits="1" action="/input"/></Response>`);
    const call = await sandbox.call({ from: ANA });
    await call.waitForGather();
    expect(sandbox.state().nowMs - call.view().startedAtMs).toBe(10_000);
  });
});

describe('lifelike messages', () => {
  it('are sent, delivered and read one after the other', async () => {
    const { api, sandbox } = await startSandbox({ delays: LIFELIKE });
    sandbox.behave('deliver-and-read');
    await send(api, { To: `whatsapp:${ANA}`, From: `whatsapp:${SENDER}`, ContentSid: addInvite(sandbox) });
    const seen: (string | undefined)[] = [];
    for (const ms of [0, LIFELIKE.sentMs, LIFELIKE.deliveredMs, LIFELIKE.readMs]) {
      await sandbox.advance(ms);
      seen.push(sandbox.messages()[0]?.status);
    }
    expect(seen).toEqual(['queued', 'sent', 'delivered', 'read']);
  });
});

describe('an emulator that is stopped', () => {
  it('leaves live calls alone and frees its port', async () => {
    const service = await startService();
    service.on(INCOMING, '<Response><Gather timeout="60" action="/input"/></Response>');
    const clock = createManualClock(0);
    const sandbox = createSandbox({
      accountSid: ACCOUNT.sid,
      authToken: ACCOUNT.token,
      serviceUrl: () => `${service.url}/`,
      whatsappFrom: SENDER,
      entryNumbers: [ENTRY],
      clock,
      scheduler: createManualScheduler(clock),
      random: createSeededRandom(1),
      log: silentLogger,
    });
    const api = await sandbox.listen();
    const call = await sandbox.call({ from: ANA });
    await sandbox.close();
    await expect(fetch(api)).rejects.toThrow();
    await call.hangUp();
    expect(service.received.map((request) => request.path)).toEqual([INCOMING]);
  });

  it('says where it listens, at a port of choice', async () => {
    const { sandbox } = await startSandbox();
    const taken = new URL(await sandbox.listen()).port;
    await expect(sandbox.listen(Number(taken))).rejects.toThrow('EADDRINUSE');
  });
});
