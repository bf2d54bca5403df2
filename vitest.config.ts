import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/support/global-setup.ts',
    reporters: ['default', './test/support/count-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files of one worker share the modules they load: loading them anew for each took two minutes of the run.
    isolate: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
