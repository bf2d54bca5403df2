import { createCommand } from 'commander';
import { systemClock } from '../base/clock.ts';
import { replayDelivery } from '../outbound/deliver.ts';
import type { Delivery, DeliveryQueue } from '../outbound/delivery.ts';
import { createDeliveryQueue } from '../store/redis/webhook-store.ts';
import { joinStore } from './join-store.ts';
import { noteCommand } from './join-trail.ts';

const AT_ONCE = 200;
/** As many as the log keeps. */
const MOST = 10_000;

type Noted = <T>(id: string, work: () => Promise<T>) => Promise<T>;

function withDeliveries(work: (deliveries: DeliveryQueue, noted: Noted) => Promise<void>): Promise<void> {
  return joinStore((client, config) => {
    const noted: Noted = (id, again) =>
      noteCommand({ client, config }, { action: 'webhook-delivery.replayed', object: { kind: 'webhook-delivery', id } }, again);
    return work(createDeliveryQueue(client), noted);
  });
}

/** From the newest on, as many as are wanted. */
async function* newest(deliveries: DeliveryQueue, most: number): AsyncGenerator<Delivery> {
  for (let skip = 0; skip < most; skip += AT_ONCE) {
    const found = await deliveries.list(skip, Math.min(AT_ONCE, most - skip));
    yield* found;
    if (found.length === 0) return;
  }
}

function lineOf({ id, state, type, handoffId, createdAtMs, attempts }: Delivery): string {
  const last = attempts.at(-1);
  const outcome = last ? String(last.status ?? last.problem) : 'not tried yet';
  return [id.padEnd(22), state.padEnd(9), new Date(createdAtMs).toISOString(), type.padEnd(18), handoffId, `(${outcome})`].join('  ');
}

async function list(deliveries: DeliveryQueue, options: { readonly failed?: boolean; readonly count: string }): Promise<void> {
  let shown = 0;
  for await (const delivery of newest(deliveries, MOST)) {
    if (options.failed && delivery.state !== 'failed') continue;
    console.log(lineOf(delivery));
    shown += 1;
    if (shown >= Number(options.count)) return;
  }
  if (shown === 0) console.log(options.failed ? 'No delivery has failed.' : 'Nothing was sent in the last 30 days.');
}

async function replay(
  deliveries: DeliveryQueue,
  noted: Noted,
  ids: readonly string[],
  options: { readonly failed?: boolean },
): Promise<void> {
  const wanted = [...ids];
  if (options.failed) for await (const { id, state } of newest(deliveries, MOST)) if (state === 'failed') wanted.push(id);
  for (const id of wanted) {
    const again = await noted(id, () => replayDelivery({ deliveries, clock: systemClock }, id));
    if (again) console.log(`${id} is sent again.`);
    else {
      console.error(`There is no delivery ${id}; they are kept for 30 days. "npm run webhooks -- list" shows them.`);
      process.exitCode = 1;
    }
  }
  if (wanted.length === 0) console.log(options.failed ? 'No delivery has failed.' : 'Name a delivery, or --failed.');
}

const program = createCommand('webhooks')
  .description('What was sent to webhook endpoints. Works on the store that the service uses (REDIS_URL, DATA_DIR), also while it runs.')
  .addCommand(
    createCommand('list')
      .description('Show deliveries, newest first.')
      .option('--failed', 'only those that were given up')
      .option('--count <n>', 'how many at most', '50')
      .action((options: { failed?: boolean; count: string }) => withDeliveries((deliveries) => list(deliveries, options))),
  )
  .addCommand(
    createCommand('replay')
      .description('Send deliveries again, under the same ids.')
      .argument('[ids...]', 'w_…')
      .option('--failed', 'all that were given up')
      .action((ids: string[], options: { failed?: boolean }) =>
        withDeliveries((deliveries, noted) => replay(deliveries, noted, ids, options)),
      ),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
