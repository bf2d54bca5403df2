import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { systemRandom } from '../../src/base/random.ts';
import { createSandbox, LIFELIKE } from '../../src/sandbox/sandbox.ts';
import { ACCOUNT, ENTRY_NUMBER } from './caller.ts';

// The carrier emulator in a process of its own. Arguments: port, address of the service. Asked `messages`, it tells them.
const [port, serviceUrl = ''] = process.argv.slice(2);
const sandbox = createSandbox({
  accountSid: ACCOUNT.sid,
  authToken: ACCOUNT.token,
  serviceUrl: () => serviceUrl,
  whatsappFrom: ENTRY_NUMBER,
  entryNumbers: [ENTRY_NUMBER],
  clock: systemClock,
  random: systemRandom,
  log: silentLogger,
  delays: LIFELIKE,
});
await sandbox.listen(Number(port));
process.send?.('ready');
process.on('message', () => process.send?.(sandbox.messages().map(({ to, status, createdAtMs }) => ({ to, status, createdAtMs }))));
process.on('disconnect', () => process.exit(0));
