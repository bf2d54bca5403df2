import { resumeChat } from '../flows/run-chat.ts';
import { isSilenced } from './chat.ts';
import type { ChatDraft } from './chat-draft.ts';
import type { ReceiveDeps } from './receive-deps.ts';
import { applyRun, runToWait } from './run-bot.ts';
import { serviceWindow } from './service-window.ts';

/**
 * Where the flow says so, the customer of a chat that an agent has just closed is asked how it was: inside the window
 * alone, once in a chat, never somebody who opted out. A survey that fails must not undo the close: it is left out.
 */
export async function askAfterClose(deps: ReceiveDeps, draft: ChatDraft, disposition: string): Promise<void> {
  const { chat, nowMs } = draft;
  const { snapshot } = chat;
  if (!snapshot || snapshot.done || chat.survey || isSilenced(chat) || !serviceWindow(chat.lastInboundAtMs, nowMs).open) return;
  const published = await deps.flows.find(chat.flow);
  if (!published?.compiled.flow.chat.afterClose?.dispositions.includes(disposition)) return;
  const { compiled } = published;
  try {
    const step = (surroundings: Parameters<typeof resumeChat>[3]) => resumeChat(compiled, snapshot, { type: 'AGENT_CLOSED' }, surroundings);
    applyRun(deps, draft, compiled, await runToWait(deps, draft, { compiled, contact: undefined, step }));
  } catch (error) {
    deps.log.error({ err: error, chatId: chat.id, flow: chat.flow }, 'the survey after a close failed');
    deps.stepFailed(chat.flow);
  }
}
