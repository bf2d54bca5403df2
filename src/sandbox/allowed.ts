/** What of the configuration matters here; Config fits. */
export interface CarrierSettings {
  readonly twilio?: { readonly accountSid: string };
}

/** Refuses to run the emulator beside real credentials: a test message must never meet a real account. Throws Error. */
export function assertSandboxAllowed(config: CarrierSettings): void {
  if (config.twilio === undefined) return;
  throw new Error(
    'The carrier emulator does not start beside real carrier credentials. Unset TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN for sandbox mode, or keep them and use the real carrier.',
  );
}
