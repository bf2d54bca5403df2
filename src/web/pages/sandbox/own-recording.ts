/** The address of a recording that this service itself plays; undefined for music from elsewhere, which the page may not fetch. */
export function ownRecording(address: string): string | undefined {
  const path = URL.canParse(address) ? new URL(address).pathname : address;
  return path.startsWith('/audio/') ? path : undefined;
}
