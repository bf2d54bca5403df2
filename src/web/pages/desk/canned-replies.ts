import type { CannedReply, DeskChat } from '../../../http/contract/desk.ts';

/** The replies for what was typed after the slash, those in the customer's language first. */
export function findCanned(canned: readonly CannedReply[], typed: string, language: string): CannedReply[] {
  const wanted = typed.toLocaleLowerCase();
  const fits = (reply: CannedReply) => `${reply.shortcut} ${reply.title}`.toLocaleLowerCase().includes(wanted);
  const rank = (reply: CannedReply) =>
    (reply.language === language ? 0 : 2) + (reply.shortcut.toLocaleLowerCase().startsWith(wanted) ? 0 : 1);
  return canned
    .filter(fits)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 8);
}

/** The reply with its blanks filled in; a blank without a value is left out. */
export function fillCanned(text: string, chat: Pick<DeskChat, 'name' | 'caseNumber'>, agentName: string): string {
  const values: Record<string, string> = { customer: chat.name ?? '', caseNumber: chat.caseNumber, agent: agentName };
  return text
    .replace(/\{\{(\w+)\}\}/g, (_match, name: string) => values[name] ?? '')
    .replace(/[ ,]+([,.!?;:])/g, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
}
