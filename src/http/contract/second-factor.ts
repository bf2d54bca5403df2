import { z } from 'zod';
import { RoleName } from './session.ts';

const Code = z.string().trim().min(6, 'must be six digits, or a recovery code').max(20);
const Password = z.string().min(1).max(256);

/** One's own second factor, or what it takes to set one up. */
export const OwnFactor = z
  .object({
    active: z.boolean(),
    recoveryLeft: z.number().optional().describe('Recovery codes that were not used yet.'),
    offer: z
      .object({
        secret: z.string().describe('To be typed into the app where its camera can’t be used.'),
        qr: z.string().describe('The QR code as SVG.'),
        sealed: z.string().describe('To be sent back with the first code; good for a quarter of an hour.'),
      })
      .optional(),
  })
  .meta({ id: 'OwnFactor' });

export const NewFactor = z.object({ sealed: z.string().min(1).max(500), code: Code, password: Password }).meta({ id: 'NewFactor' });
export const RecoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()).describe('Each opens once where the app is lost: shown this once.') })
  .meta({ id: 'RecoveryCodes' });
export const FactorRemoval = z.object({ code: Code, password: Password }).meta({ id: 'FactorRemoval' });

export const FactorDuty = z
  .object({
    roles: z
      .array(RoleName)
      .max(20)
      .describe('Who has one of them must have a second factor; people of an identity provider are its matter.'),
  })
  .meta({ id: 'FactorDuty' });
