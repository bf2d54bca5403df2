import type { VoiceWait } from './call-outcomes.ts';
import { type CaseWorld, DEEDS, type Deed, readDeed } from './cases.ts';
import type { ChatChoice, ChatWait } from './chat-outcomes.ts';
import type { CompiledFlow } from './compile-flow.ts';
import type { FlowSide } from './exits.ts';
import type { FlowFact, Variables } from './outcomes.ts';
import { type PlayedAfterCall, playAfterCall } from './play-after-call.ts';
import { type PlayedCall, playCall } from './play-call.ts';
import { type PlayedChat, playChat } from './play-chat.ts';
import { createPlayWorld } from './play-world.ts';
import type { CaseTables } from './tables/table.ts';

/** What came of one line of a conversation. */
export interface Happening {
  readonly hears: readonly string[];
  readonly reads: readonly string[];
  readonly sends: readonly string[];
  readonly now: string;
  readonly facts: readonly FlowFact[];
  readonly side: FlowSide;
}

/** A conversation that is played line by line, first on the phone, then in the chat. */
export interface PlayedCase {
  /** Throws UnplayableLine when the line makes no sense here. */
  readonly play: (line: string) => Happening;
  readonly isOver: () => boolean;
  /** The rows of tables that were looked at. */
  readonly tablesLooked: () => CaseTables;
  /** Where it stands; undefined before its first line. */
  readonly state: () => PlayedState | undefined;
}

/** Where a played conversation stands, and what it knows. */
export type PlayedState = {
  readonly language: string;
  readonly intent?: string;
  readonly variables: Variables;
} & (
  | {
      readonly side: 'call';
      readonly wait: VoiceWait;
      readonly hungUp: boolean;
      /** In how many seconds it is decided whether a message follows the call. */
      readonly dueInSeconds?: number;
    }
  | { readonly side: 'chat'; readonly wait: ChatWait; readonly choices: readonly ChatChoice[] }
);

function describeVoice(wait: VoiceWait): string {
  switch (wait.kind) {
    case 'input':
      return `is asked in ${wait.step}`;
    case 'hold':
      return `is held in ${wait.step}`;
    case 'queue':
      return `waits in the queue ${wait.queue}${wait.input ? ' and is asked' : ''}`;
    case 'dial':
      return `is put through to ${wait.to ?? 'AGENT_DIAL'}`;
    case 'record':
      return `is recorded in ${wait.step}`;
    case 'end':
      return 'the call ends';
    default:
      return wait.kind;
  }
}

function describeChat(wait: ChatWait): string {
  if (wait.kind === 'reply' || wait.kind === 'survey') return `is asked in ${wait.step}`;
  if (wait.kind === 'file') return `waits while the file is looked at in ${wait.step}`;
  if (wait.kind === 'assign') return `waits for the team ${wait.team}`;
  return wait.kind === 'closed' ? `the chat is closed (${wait.disposition})` : wait.kind;
}

/** A line that can't be played; the runner makes a failure of it. */
export class UnplayableLine extends Error {}

/** `language`: of a chat that no call led to. `callLanguage`: what the call begins in, instead of the flow's first. */
export function playCase(compiled: CompiledFlow, settings: CaseWorld, language?: string, callLanguage?: string): PlayedCase {
  const world = createPlayWorld(settings);
  let call: PlayedCall | undefined;
  let chat: PlayedChat | undefined;
  let hungUp = false;
  let after: PlayedAfterCall | undefined;

  function onCall(deed: Deed): void {
    if (after?.dueInSeconds() !== undefined && deed.kind === 'time') {
      after.pass(deed.seconds);
      return;
    }
    if (deed.kind === 'unreached') {
      if (!afterCall()?.unreached()) throw new UnplayableLine('No call was promised, or the call is not over.');
      return;
    }
    if (!call || hungUp || call.wait().kind === 'end') throw new UnplayableLine('There is no call any more.');
    if (deed.kind === 'keys') call.press(deed.text);
    else if (deed.kind === 'speech') say(call, deed);
    else if (deed.kind === 'silence') call.silence();
    else if (deed.kind === 'time') call.pass(deed.seconds);
    else if (deed.kind === 'hang-up') hungUp = true;
    else if (deed.kind === 'queue-left') leaveQueue(call, deed.outcome);
    else if (deed.kind === 'dial-ended') endDial(call, deed.outcome);
    else if (deed.kind === 'recording-failed') failRecording(call);
  }

  function say(to: PlayedCall, { text, confidence }: Extract<Deed, { kind: 'speech' }>): void {
    const wait = to.wait();
    const isHeard = wait.kind === 'record' || ('input' in wait && wait.input?.speech !== undefined);
    if (!isHeard) throw new UnplayableLine('Nobody listens to speech here, only to keys.');
    to.say(text, confidence);
  }

  function leaveQueue(from: PlayedCall, outcome: 'connected' | 'full' | 'failed'): void {
    if (from.wait().kind !== 'queue') throw new UnplayableLine('The caller is in no queue.');
    from.leaveQueue(outcome);
  }

  function endDial(from: PlayedCall, outcome: 'answered' | 'busy' | 'no-answer' | 'failed'): void {
    if (from.wait().kind !== 'dial') throw new UnplayableLine('Nobody is being dialled.');
    from.endDial(outcome);
  }

  function failRecording(of: PlayedCall): void {
    if (of.wait().kind !== 'record') throw new UnplayableLine('Nothing is being recorded.');
    of.failRecording();
  }

  function openChat(fromCall: boolean): void {
    if (fromCall && !call) throw new UnplayableLine('There was no call that the chat could go on from; use "writes first".');
    const context = fromCall ? call?.progress().snapshot.context : undefined;
    const known = context?.language ?? language;
    const leftAt = fromCall ? after?.leftAt() : undefined;
    after?.cancel('in-a-chat');
    chat = playChat(compiled, world, {
      fromCall,
      ...(leftAt !== undefined && { leftAt }),
      ...(known !== undefined && { language: known }),
      ...(context?.intent !== undefined && { intent: context.intent }),
      ...(context && { variables: context.variables }),
      ...(context?.arms && { arms: context.arms }),
    });
  }

  function inChat(deed: Deed): void {
    if (!chat || chat.wait().kind === 'closed') throw new UnplayableLine('There is no open chat.');
    if (deed.kind === 'write') chat.write(deed.text);
    else if (deed.kind === 'tap') chat.tap(deed.text);
    else if (deed.kind === 'place') chat.share(deed.place);
    else if (deed.kind === 'file') chat.sendFile(deed);
    else if (deed.kind === 'agent-takes') takeByAgent(chat);
    else if (deed.kind === 'agent-done') chat.agentDone();
    else if (deed.kind === 'agent-closed') closeByAgent(chat);
  }

  function takeByAgent(from: PlayedChat): void {
    if (from.wait().kind !== 'assign') throw new UnplayableLine('The chat waits for no agent.');
    from.agentTakes();
  }

  function closeByAgent(from: PlayedChat): void {
    if (from.wait().kind !== 'assign') throw new UnplayableLine('No agent has the chat.');
    if (!compiled.flow.chat.afterClose) throw new UnplayableLine('The flow has no afterClose: an agent’s close is the end of it.');
    from.agentClosed();
  }

  function begin(): void {
    after?.cancel('called-again');
    hungUp = false;
    call = playCall(compiled, world, callLanguage === undefined ? {} : { language: callLanguage });
  }

  /** What follows the call, from the line on with which it ended. */
  function afterCall(): PlayedAfterCall | undefined {
    if (!call || (!hungUp && call.wait().kind !== 'end')) after = undefined;
    else after ??= playAfterCall(compiled, world, call);
    return after;
  }

  function nowAfter(text: string): string {
    const due = afterCall()?.dueInSeconds();
    return due === undefined ? text : `${text}; a message may follow in ${due} s`;
  }

  function act(deed: Deed): void {
    if (deed.kind === 'call') begin();
    else if (deed.kind === 'open-chat') openChat(true);
    else if (deed.kind === 'write-first') openChat(false);
    else if (['write', 'tap', 'place', 'file', 'agent-takes', 'agent-done', 'agent-closed'].includes(deed.kind)) inChat(deed);
    else onCall(deed);
  }

  function state(): PlayedState | undefined {
    const context = chat?.progress().snapshot.context ?? call?.progress().snapshot.context;
    if (!context) return undefined;
    const { language: spoken, intent, variables } = context;
    const known = { language: spoken, variables, ...(intent !== undefined && { intent }) };
    if (chat) return { ...known, side: 'chat', wait: chat.wait(), choices: chat.choices() };
    const dueInSeconds = after?.dueInSeconds();
    return { ...known, side: 'call', wait: (call as PlayedCall).wait(), hungUp, ...(dueInSeconds !== undefined && { dueInSeconds }) };
  }

  return {
    tablesLooked: world.tablesLooked,
    state,
    isOver: () => (chat ? chat.wait().kind === 'closed' : hungUp || call?.wait().kind === 'end'),
    play: (line) => {
      const deed = readDeed(line);
      if (!deed) throw new UnplayableLine(`"${line}" says nothing that can happen. Possible are: ${DEEDS.join(', ')}.`);
      const before = after;
      act(deed);
      const told = before?.take() ?? { sends: [], facts: [] };
      if (chat) {
        const { reads, facts } = chat.take();
        return { hears: [], sends: [], reads, facts: [...told.facts, ...facts], now: describeChat(chat.wait()), side: 'chat' };
      }
      const { wait, take } = call as PlayedCall;
      const now = nowAfter(hungUp ? 'the call ends' : describeVoice(wait()));
      const { hears, sends, facts } = take();
      const ended = after === before ? undefined : after?.take();
      return {
        reads: [],
        hears,
        sends: [...told.sends, ...sends, ...(ended?.sends ?? [])],
        facts: [...told.facts, ...facts, ...(ended?.facts ?? [])],
        now,
        side: 'call',
      };
    },
  };
}
