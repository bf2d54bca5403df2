import { type CaseWorld, readDeed } from '../flows/cases.ts';
import { compileFlow } from '../flows/compile-flow.ts';
import type { Flow } from '../flows/flow.ts';
import type { FlowFact } from '../flows/outcomes.ts';
import { type Happening, type PlayedCase, playCase, UnplayableLine } from '../flows/play-case.ts';
import { recordFacts } from '../flows/record-facts.ts';

export interface Talk {
  readonly flow: Flow;
  readonly world: CaseWorld;
  readonly language?: string;
  /** Begin in the chat, as somebody who writes without having called. */
  readonly chat: boolean;
}

interface Terminal {
  readonly lines: AsyncIterable<string>;
  readonly print: (line: string) => void;
  /** Shown before each line that is typed; nothing when the input is piped. */
  readonly prompt: (text: string) => void;
}

export const TALK_HELP = `On the phone:
  1, 123456#, *        presses the keys
  say my order         says something
  say 30% my order     says something that is heard badly
  (an empty line)      is silent until the time is up
  wait 30              waits so many seconds
  agent answers, queue full, queue fails                      while waiting in a queue
  person answers, nobody answers, person busy, line fails     while being put through
  hang up              ends the call
  chat                 opens the chat from the invitation (ends the call)
In the chat:
  any text             writes it
  tap order            taps the answer with that id
  share 40.4, -3.7     shares a place
  send a photo         sends a file; also: a video, a voice message, a PDF
  agent done           the agent hands back
  agent closes         the agent closes the chat
Always: help, quit`;

const SHORT: Readonly<Record<string, string>> = {
  '': 'is silent',
  'hang up': 'hangs up',
  chat: 'opens the chat',
  'agent answers': 'an agent answers',
  'queue full': 'the queue is full',
  'queue fails': 'the queue fails',
  'person answers': 'the person answers',
  'person busy': 'the person is busy',
  'nobody answers': 'nobody answers',
  'line fails': 'the line fails',
  'agent done': 'the agent is done',
};

/** What was typed as a line of a case. */
function asLine(typed: string, inChat: boolean): string {
  const text = typed.trim();
  if (inChat) {
    const tap = /^tap (\S+)$/.exec(text);
    if (tap) return `taps ${tap[1]}`;
    if (text === 'agent done') return 'the agent is done';
    if (text === 'agent closes') return 'the agent closes';
    const done = /^(share|send) (.+)$/.exec(text);
    const line = done && `${done[1]}s ${done[2]}`;
    return line && readDeed(line) ? line : `writes ${text}`;
  }
  const short = Object.hasOwn(SHORT, text) ? SHORT[text] : undefined;
  if (short !== undefined) return short;
  if (/^[0-9*#]+$/.test(text)) return `presses ${text}`;
  return text.replace(/^say /, 'says ').replace(/^wait /, 'waits ');
}

/** Talks with a flow, line by line, until it is over or the input ends. */
export async function talkToFlow(talk: Talk, terminal: Terminal): Promise<void> {
  const { print } = terminal;
  const played = playCase(compileFlow(talk.flow), talk.world, talk.language, talk.language);
  const facts: FlowFact[] = [];
  const show = (happening: Happening) => {
    facts.push(...happening.facts);
    for (const text of happening.hears) print(`  ☎ ${text}`);
    for (const text of happening.reads) print(`  💬 ${text}`);
    for (const text of happening.sends) print(`  ✉ sends ${text}`);
    print(`  … ${happening.now}`);
    return happening.side === 'chat';
  };
  print('Type help for what you can do.');
  let inChat = show(played.play(talk.chat ? 'writes first' : 'calls'));
  terminal.prompt('> ');
  for await (const typed of terminal.lines) {
    const word = typed.trim();
    if (word === 'quit' || (inChat && word === '')) break;
    if (word === 'help') print(TALK_HELP);
    else inChat = attempt(played, asLine(typed, inChat), show, print) ?? inChat;
    if (inChat && played.isOver()) break;
    if (played.isOver() && word !== 'help') print('  The call is over. Type chat to go on in the chat, or quit.');
    terminal.prompt('> ');
  }
  const records = recordFacts(facts);
  if (records.length > 0) print(`Recorded:\n${records.map((record) => `  - ${record}`).join('\n')}`);
}

function attempt(played: PlayedCase, line: string, show: (happening: Happening) => boolean, print: (line: string) => void) {
  try {
    return show(played.play(line));
  } catch (thrown) {
    if (!(thrown instanceof UnplayableLine)) throw thrown;
    print(`  ! ${thrown.message} Type help for what you can do.`);
    return undefined;
  }
}
