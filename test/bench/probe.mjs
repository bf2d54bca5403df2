// Loaded before a measured program (node --import): answers its parent about CPU time, memory and a CPU profile.
import { Session } from 'node:inspector/promises';

const session = new Session();
const SAMPLE_EVERY_US = 200;

const answers = {
  cpu() {
    const { user, system } = process.cpuUsage();
    return { userUs: user, systemUs: system };
  },
  rss: () => process.memoryUsage.rss(),
  async startProfile() {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
    await session.post('Profiler.start');
  },
  async stopProfile() {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return profile;
  },
};

process.on('message', async ({ id, ask }) => {
  process.send({ id, answer: await answers[ask]() });
});
process.on('disconnect', () => process.exit(0));
