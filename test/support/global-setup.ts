import { spawnSync } from 'node:child_process';

/** The programs the suite is real with, and the Debian package of each. */
const PROGRAMS = [
  { names: ['redis-server'], package: 'redis-server', override: undefined },
  { names: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium', override: 'CHROMIUM_BIN' },
];

function isThere(name: string): boolean {
  return spawnSync('which', [name], { stdio: 'ignore' }).status === 0;
}

/** A real Redis and a real browser are there before the first test; where the machine lets us, missing ones are installed. */
export default function setUp(): void {
  const missing = PROGRAMS.filter(({ names, override }) => !(override && process.env[override]) && !names.some(isThere)).map(
    (program) => program.package,
  );
  if (missing.length === 0) return;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !isThere('apt-get')) {
    throw new Error(
      `The tests run on a real Redis and in a real browser. Missing here: ${missing.join(', ')}. On Debian or Ubuntu: sudo sh -c '${command}'`,
    );
  }
  console.log(`Installing what the tests need: ${missing.join(', ')} …`);
  const done = spawnSync('sh', ['-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status !== 0) throw new Error(`"${command}" failed; install ${missing.join(' and ')} and run the tests again.`);
}
