import { type Service, startService } from './app.ts';
import { readConfig, SettingError } from './config.ts';

/** EX_CONFIG of sysexits: the settings are wrong; starting again changes nothing. */
const EX_CONFIG = 78;

const result = readConfig(process.env);
if (!result.ok) {
  console.error(`Relevo can't start, its settings are wrong:\n${result.problems.map((problem) => `  - ${problem}`).join('\n')}`);
  process.exit(EX_CONFIG);
}

let service: Service | undefined;
let stopping = false;

/** Closes the service and ends the process; asked twice, it ends at once. */
function stop(exitCode: number): void {
  if (stopping || !service) process.exit(exitCode === 0 && !stopping ? 0 : 1);
  stopping = true;
  service.close().then(
    () => process.exit(exitCode),
    () => process.exit(1),
  );
}

try {
  service = await startService(result.config, {
    banner: (line) => console.log(line),
    lost: (problem) => {
      console.error(`Relevo ends: ${problem.message}`);
      stop(1);
    },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(0));
} catch (error) {
  const isSetting = error instanceof SettingError || (error as { code?: unknown }).code === 'flow-invalid';
  console.error(`Relevo can't start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(isSetting ? EX_CONFIG : 1);
}
