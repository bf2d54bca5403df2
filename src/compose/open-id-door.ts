import { OPENID_PATH } from '../access/openid-errand.ts';
import type { OpenIdDoor } from '../http/routes/openid-routes.ts';
import { createOpenIdProvider } from '../providers/openid/openid-provider.ts';
import type { Ground } from './ground.ts';

/** The identity provider of the settings; nothing is asked of it yet. */
export function openIdDoor({ config, log, publicUrl }: Ground): OpenIdDoor | undefined {
  if (!config.openId) return undefined;
  const { name, rolesOfGroups, ...settings } = config.openId;
  const provider = createOpenIdProvider({ ...settings, redirectUri: `${publicUrl}${OPENID_PATH}/callback`, log });
  return { name, rolesOfGroups, provider };
}
