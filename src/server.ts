import { startService } from './app.ts';
import { readConfig } from './config.ts';

/** EX_CONFIG of sysexits: the settings are wrong; starting again changes nothing. */
const EX_CONFIG = 78;

const result = readConfig(process.env);
if (!result.ok) {
  console.error(`Relevo can't start, its settings are wrong:\n${result.problems.map((problem) => `  - ${problem}`).join('\n')}`);
  process.exit(EX_CONFIG);
}

try {
  const service = await startService(result.config, { banner: (line) => console.log(line) });
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      service.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (error) {
  const code = (error as { code?: unknown }).code;
  console.error(`Relevo can't start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(code === 'flow-invalid' ? EX_CONFIG : 1);
}
