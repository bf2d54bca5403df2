import type { Redis } from 'ioredis';
import supertest from 'supertest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { systemRandom } from '../../src/base/random.ts';
import { createTemplates } from '../../src/compose/invite-catalogue.ts';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { createTwilioCarrier } from '../../src/providers/twilio/carrier.ts';
import { sign } from '../../src/providers/twilio/signature.ts';
import { createSandbox, INSTANT, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { freePort } from './redis.ts';

const ACCOUNT = { accountSid: `AC${'b'.repeat(32)}`, authToken: 'the token of a carrier account' };
export const PROCESS_SECRET = 'a secret of the tests, longer than thirty-two bytes';
export const PROCESS_ENTRY = '+34910000000';

/** A carrier beside the service as a process: an account with approved templates, and the settings that connect the process to it. */
export interface CarrierForProcesses {
  readonly carrier: Sandbox;
  /** Of the process; REDIS_URL and DATA_DIR are the test's own. */
  readonly environment: Readonly<Record<string, string>> & { readonly PUBLIC_URL: string };
  /** A signed form, as the carrier would send it, to the process that listens at `at`. */
  post(at: string, path: string, fields: Readonly<Record<string, string>>, token?: string): supertest.Test;
}

/** The carrier listens in this process; webhooks go to one free port of this machine. */
export async function startCarrierForProcesses(): Promise<CarrierForProcesses> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const carrier = createSandbox({
    ...ACCOUNT,
    serviceUrl: () => publicUrl,
    whatsappFrom: PROCESS_ENTRY,
    entryNumbers: [PROCESS_ENTRY],
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    delays: INSTANT,
  });
  const apiUrl = await carrier.listen();
  const { templates } = await loadFlowsFolder('flows');
  const { contents } = createTwilioCarrier({ ...ACCOUNT, publicUrl, timeoutMs: 10_000, log: silentLogger, apiUrl });
  await createTemplates({
    files: templates,
    contents,
    log: silentLogger,
    businessOf: () => 'Luz Clara',
    holdOf: () => undefined,
    localTime: () => '12:00',
  }).push();
  return {
    carrier,
    environment: {
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
      TWILIO_API_URL: apiUrl,
      WHATSAPP_FROM: PROCESS_ENTRY,
      AGENT_DIAL: '+34910000001',
      SECRET_KEY: PROCESS_SECRET,
    },
    post(at, path, fields, token) {
      const request = supertest(at)
        .post(path)
        .type('form')
        .set('X-Twilio-Signature', sign(ACCOUNT.authToken, publicUrl + path, Object.entries(fields)));
      return (token === undefined ? request : request.set('I-Twilio-Idempotency-Token', token)).send(
        new URLSearchParams(fields).toString(),
      );
    },
  };
}

/** Somebody is at the desk for a day: without anybody nothing is offered. */
export async function staffDesk(client: Redis): Promise<void> {
  await createAgentBoard(client, Date.now).setPresence({
    userId: 'agent-1',
    name: 'Agente',
    teams: [],
    skills: [],
    languages: [],
    status: 'available',
    capacity: 5,
    seenAtMs: Date.now() + 86_400_000,
  });
}
