/** The name of a type of tickets in the language of the page, else in whichever it has. */
export function nameOf({ id, name }: { readonly id: string; readonly name: Readonly<Record<string, string>> }, language: string): string {
  return name[language] ?? Object.values(name)[0] ?? id;
}
