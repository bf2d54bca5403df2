/** What callers call a language, in the languages around; for menus that ask for the language. Plain enough to be hints. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  es: ['español', 'castellano', 'castellà', 'castelán', 'gaztelania', 'espanyol', 'espanhol', 'spanish'],
  en: ['inglés', 'english', 'anglès', 'ingelesa', 'ingelesez', 'inglês'],
  ca: ['catalán', 'català', 'valenciano', 'valencià', 'katalana', 'catalão', 'catalan'],
  gl: ['gallego', 'galego', 'gallec', 'galiziera', 'galician'],
  eu: ['euskera', 'euskara', 'euskaraz', 'vasco', 'basc', 'éuscaro', 'basque'],
  pt: ['portugués', 'português', 'portuguès', 'portugesa', 'portuguese'],
  fr: ['francés', 'français', 'francès', 'frantsesa', 'francês', 'french'],
  de: ['alemán', 'deutsch', 'alemany', 'alemana', 'alemão', 'german'],
  it: ['italiano', 'italià', 'italiera', 'italian'],
};

/** The names of a language; none for a language that we have none for. */
export function namesOfLanguage(language: string): readonly string[] {
  return NAMES[language.split('-')[0] as string] ?? [];
}
