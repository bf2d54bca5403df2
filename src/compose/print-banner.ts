import type { FirstUsers } from '../access/prepare-first-users.ts';

export interface BannerFacts extends FirstUsers {
  readonly publicUrl: string;
  readonly role: 'all' | 'web' | 'worker';
  /** Where this process listens. */
  readonly port: number;
  readonly sandbox: boolean;
  readonly store: { readonly kind: string; readonly durable: boolean; readonly description: string };
  readonly refused: readonly string[];
}

/** What whoever started the service needs to know: addresses, sign-in, what is kept and what is not. */
export function printBanner(print: (line: string) => void, facts: BannerFacts): void {
  if (facts.role === 'worker') {
    print(`Relevo is ready (worker: it sends and keeps time; port ${facts.port} answers /healthz, /readyz and /metrics alone).`);
  } else printPlaces(print, facts);
  printSignIns(print, facts);
  print(`  Store     ${facts.store.description}`);
  for (const flow of facts.refused) print(`  Refused   ${flow}`);
  printSandboxUsers(print, facts);
  if (facts.store.durable) return;
  print('');
  if (facts.store.kind !== 'in-memory') {
    print('  !! This Redis keeps no append-only file: calls, chats and consents are gone when it restarts. Set its appendonly to yes.');
    return;
  }
  print('  !! NOTHING IS KEPT. No Redis could be found or unpacked: calls, chats and consents live in memory and are gone');
  print('  !! when this process ends. Install redis-server or valkey-server, or set REDIS_URL.');
}

/** One line each; those of the sandbox, who share a password, after the first in one line. */
function printSignIns(print: (line: string) => void, { signIns }: BannerFacts): void {
  const [first, ...others] = signIns;
  if (!first) return;
  print(`  Sign in   ${first.username} / ${first.password}   (${first.roles.join(', ')})`);
  if (others.length > 0) print(`  or as     ${others.map(({ username }) => username).join(', ')}   with the same password`);
}

function printSandboxUsers(print: (line: string) => void, { fromSandbox }: BannerFacts): void {
  if (fromSandbox.length === 0) return;
  print('');
  print('  !! The demo users can no longer sign in. These were added while this was a sandbox and still can:');
  print(`  !! ${fromSandbox.map(({ username, roles }) => `${username} (${roles.join(', ')})`).join(', ')}.`);
  print('  !! Give them new passwords (npm run users -- set-password NAME), or disable them (npm run users -- disable NAME).');
}

function printPlaces(print: (line: string) => void, facts: BannerFacts): void {
  const { publicUrl } = facts;
  print(`Relevo is ready${facts.sandbox ? ' (sandbox: no carrier account is needed, nothing leaves this machine)' : ''}.`);
  print(`  Overview  ${publicUrl}/`);
  print(`  Desk      ${publicUrl}/desk`);
  print(`  Flows     ${publicUrl}/flows`);
  print(`  Reports   ${publicUrl}/reports`);
  print(`  Settings  ${publicUrl}/settings`);
  if (facts.sandbox) print(`  Sandbox   ${publicUrl}/sandbox   a phone and a WhatsApp handset to play with`);
}
