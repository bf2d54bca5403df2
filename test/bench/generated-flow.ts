import type { Redis } from 'ioredis';
import { Flow } from '../../src/flows/flow.ts';
import { flowFingerprint } from '../../src/flows/flow-fingerprint.ts';
import { createNumberAssignments, createReleaseStore } from '../../src/store/redis/release-store.ts';

/** A flow of so many steps: menus that lead from one to the next, and at the end a person. */
export function generateFlow(steps: number): Flow {
  const menus = steps - 2;
  const step = (n: number) => {
    const to = n + 1 < menus ? `menu-${n + 1}` : 'person';
    return {
      type: 'menu',
      prompt: { es: `Este es el menú número ${n}. Para seguir, pulse 1. Para hablar con una persona, pulse 0.` },
      options: [
        { key: '1', label: { es: 'seguir' }, to },
        { key: '0', label: { es: 'una persona' }, to: 'person', person: true },
      ],
      invalid: 'person',
      noInput: 'person',
    };
  };
  return Flow.parse({
    specVersion: 1,
    id: `bench-${steps}`,
    name: `Bench, ${steps} steps`,
    business: 'Luz Clara',
    timeZone: 'Europe/Madrid',
    languages: ['es'],
    voices: { es: 'Polly.Lucia-Neural' },
    variables: {},
    call: {
      start: 'menu-0',
      steps: {
        ...Object.fromEntries(Array.from({ length: menus }, (_, n) => [`menu-${n}`, step(n)])),
        person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
        bye: { type: 'hangup' },
      },
    },
    chat: {
      start: 'assign',
      acknowledgeDirect: { es: 'Su caso es el {{caseNumber}}. {{expectation}}' },
      acknowledge: { es: 'Seguimos con su llamada: {{caseNumber}}. {{expectation}}' },
      steps: { assign: { type: 'assign' } },
    },
  });
}

/** The number that reaches a generated flow. */
export function numberOf(steps: number): string {
  return `+34910000${String(steps).padStart(3, '0')}`;
}

/** Publishes generated flows, as a studio would, each on a number of its own. */
export async function publishGenerated(redis: Redis, sizes: readonly number[]): Promise<void> {
  const releases = createReleaseStore(redis);
  const numbers = createNumberAssignments(redis);
  for (const steps of sizes) {
    const flow = generateFlow(steps);
    const release = { flowId: flow.id, number: 1, flow, publishedAtMs: Date.now(), author: 'bench', sha256: flowFingerprint(flow) };
    await releases.append({ release });
    await numbers.assign(numberOf(steps), flow.id);
  }
}
