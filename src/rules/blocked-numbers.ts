/** The entry of the list that a number is, or begins with (`+34806*`); undefined if none. Pure. */
export function isListed(caller: { readonly e164: string; readonly canonical: string }, entries: readonly string[]): string | undefined {
  return entries.find((entry) =>
    entry.endsWith('*')
      ? caller.e164.startsWith(entry.slice(0, -1)) || caller.canonical.startsWith(entry.slice(0, -1))
      : caller.e164 === entry || caller.canonical === entry,
  );
}
