import { readFileSync } from 'node:fs';
import { Environment } from '../../src/config.ts';

/** What the table says where a setting has a value of its own. */
const DEFAULTS: Readonly<Record<string, string>> = {
  PORT: '8080',
  DATA_DIR: './data',
  DEFAULT_FLOW: 'support',
  OIDC_GROUPS_CLAIM: 'groups',
  OIDC_SCOPE: 'openid profile',
  OIDC_NAME: 'Single sign-on',
  ROLE: 'all',
  LOG_LEVEL: 'info',
};

const EXAMPLES: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://relevo.example.com',
  REDIS_URL: 'redis://127.0.0.1:6379',
  CLICKHOUSE_URL: 'http://127.0.0.1:8123',
  TWILIO_ACCOUNT_SID: 'AC and 32 hexadecimal digits',
  WHATSAPP_FROM: '+34910000000',
  SMS_FROM: '+34910000009',
  AGENT_DIAL: '+34910000001',
  SECRET_KEY: 'openssl rand -base64 48',
  OIDC_ISSUER: 'https://id.example.com/realms/acme',
  OIDC_ROLES: 'contact-centre=agent; team-leads=supervisor,analyst; it=administrator',
  REQUEST_ALLOW_HOSTS: 'orders.internal:8443',
};

function settings(): readonly { readonly name: string; readonly meaning: string }[] {
  return Object.entries(Environment.shape).map(([name, schema]) => ({ name, meaning: schema.description ?? '' }));
}

/** `.env.example`: every setting with what it means, none of them set. */
export function envExample(): string {
  const blocks = settings().map(({ name, meaning }) => {
    const example = EXAMPLES[name] ? `\n# For example: ${EXAMPLES[name]}` : '';
    return `# ${meaning}${example}\n#${name}=${DEFAULTS[name] ?? ''}\n`;
  });
  return `# The settings of Relevo. Without TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN it runs in sandbox mode.\n# Made from src/config.ts by npm run docs.\n\n${blocks.join('\n')}`;
}

const BLOCK = /(<!-- settings:begin[^>]*-->\n)[\s\S]*?(<!-- settings:end -->)/;

/** The README with its table of settings made anew. */
export function readmeWithSettings(): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  if (!BLOCK.test(readme)) throw new Error('README.md has lost the marks of its table of settings.');
  const rows = settings().map(({ name, meaning }) => `| \`${name}\` | ${meaning}${DEFAULTS[name] ? ` (\`${DEFAULTS[name]}\`)` : ''} |`);
  return readme.replace(BLOCK, `$1| Variable | Meaning (default) |\n|---|---|\n${rows.join('\n')}\n$2`);
}
