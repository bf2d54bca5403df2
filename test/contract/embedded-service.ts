import { createLogger } from '../../src/base/log.ts';
import { connectRedis } from '../../src/store/redis/connect.ts';

/** A service of which nothing is there but its store: connects, writes what it is told, says so, stays until it is ended. */
const [dataDir = '', value] = process.argv.slice(2);
const connection = await connectRedis({ dataDir, logger: createLogger('info') });
process.on('SIGTERM', () => void connection.close().then(() => process.exit(0)));
if (value !== undefined) await connection.client.set('written', value);
process.stdout.write(`${JSON.stringify({ ready: { kind: connection.kind, durable: connection.durable, text: connection.describe() } })}\n`);
setInterval(() => {}, 1_000);
