import type { AgentPresence } from './agent.ts';

/** An agent whose desk was not heard of for so long is offline. The page sends a heartbeat every 15 s. */
export const PRESENCE_TTL_MS = 45_000;

/** The agents as they are now: whoever was not heard of in time is offline. */
export function presentNow(agents: readonly AgentPresence[], nowMs: number): readonly AgentPresence[] {
  return agents.map((agent) => (nowMs - agent.seenAtMs > PRESENCE_TTL_MS ? { ...agent, status: 'offline' as const } : agent));
}

/** May this agent be offered a chat of that team? An agent without teams serves all; a chat without team is for all. */
export function servesTeam(teams: readonly string[], team: string | undefined): boolean {
  return team === undefined || teams.length === 0 || teams.includes(team);
}

/** Does the agent speak it? Regions don't matter; an agent without languages speaks all. */
export function speaks(languages: readonly string[], language: string): boolean {
  if (languages.length === 0) return true;
  const bare = bareLanguage(language);
  return languages.some((known) => bareLanguage(known) === bare);
}

function bareLanguage(tag: string): string {
  return tag.split('-')[0] as string;
}
