import { type ContentApi, type ContentDraft, contentHash, type StoredContent } from './content.ts';

/** One language of a template file, in the carrier's terms: places numbered. */
export interface TemplateWording {
  /** Small letters, digits and underscores. */
  readonly name: string;
  /** BCP 47, as in the file. */
  readonly language: string;
  readonly category: string;
  readonly body: string;
  readonly buttons: readonly { readonly id: string; readonly title: string }[];
  readonly samples: Readonly<Record<string, string>>;
  /** Pinned in the file. */
  readonly contentSid?: string;
}

/** What is known of one language of a template, and whether it may be sent. */
export interface TemplateState {
  readonly name: string;
  readonly language: string;
  readonly contentSid?: string;
  /** The carrier's word; `missing` when it is not there, `unread` when its state could not be read. */
  readonly status: string;
  /** As returned: WhatsApp may turn a utility template into marketing without asking. */
  readonly category?: string;
  readonly rejectionReason?: string;
  readonly sendable: boolean;
  /** The carrier refused it: it is left alone for a while. */
  readonly held?: { readonly code: string; readonly untilMs: number };
}

/** What `push` did with one language of a template. */
export type PushResult = TemplateState & { readonly done: 'created' | 'submitted' | 'unchanged' | 'pinned' };

/** The content that a wording becomes; its name carries a fingerprint, so that a new wording is a new template. */
export function toContent(wording: TemplateWording): ContentDraft {
  const content = {
    language: wording.language.replace('-', '_'),
    variables: wording.samples,
    types: {
      'twilio/quick-reply': {
        body: wording.body,
        actions: wording.buttons.map((button) => ({ type: 'QUICK_REPLY', title: button.title, id: button.id })),
      },
    },
  };
  const friendlyName = `${wording.name}_${content.language.toLowerCase()}_${contentHash(content)}`;
  return { friendlyName, ...content };
}

/**
 * The state of every wording, by its pinned id or its name. A pinned id whose state can't be read counts as approved; read
 * as anything but approved it is not sent. When the carrier can't be asked, what was `known` before stays.
 */
export async function readTemplateStates(
  contents: ContentApi,
  wordings: readonly TemplateWording[],
  known: readonly TemplateState[] = [],
): Promise<readonly TemplateState[]> {
  const stored = await contents.list().catch(() => undefined);
  return Promise.all(
    wordings.map(async (wording) => {
      const found = stored && findStored(stored, wording);
      if (found) return stateOf(wording, found);
      if (wording.contentSid) return readPinned(contents, wording, wording.contentSid);
      const before = known.find((state) => state.name === wording.name && state.language === wording.language);
      if (stored === undefined && before) return before;
      return { name: wording.name, language: wording.language, status: stored ? 'missing' : 'unread', sendable: false };
    }),
  );
}

/** Creates what is not there and asks approval for what was never submitted; doing it twice changes nothing. */
export async function pushTemplates(contents: ContentApi, wordings: readonly TemplateWording[]): Promise<readonly PushResult[]> {
  const stored = await contents.list();
  const results: PushResult[] = [];
  for (const wording of wordings) {
    if (wording.contentSid) {
      results.push({ ...(await readPinned(contents, wording, wording.contentSid)), done: 'pinned' });
      continue;
    }
    results.push(await pushOne(contents, stored, wording));
  }
  return results;
}

async function pushOne(contents: ContentApi, stored: readonly StoredContent[], wording: TemplateWording): Promise<PushResult> {
  const draft = toContent(wording);
  const same = stored.find((content) => content.friendlyName === draft.friendlyName);
  if (same && same.status !== 'unsubmitted') return { ...stateOf(wording, same), done: 'unchanged' };
  const sid = same?.sid ?? (await contents.create(draft));
  await contents.requestApproval(sid, draft.friendlyName, wording.category);
  const approval = await contents.readApproval(sid);
  const content = { sid, friendlyName: draft.friendlyName, language: draft.language, ...approval };
  return { ...stateOf(wording, content), done: same ? 'submitted' : 'created' };
}

/** By the pinned id; else this very wording; else one that an operator made under the plain name and language. */
function findStored(stored: readonly StoredContent[], wording: TemplateWording): StoredContent | undefined {
  if (wording.contentSid) return stored.find((content) => content.sid === wording.contentSid);
  const draft = toContent(wording);
  const plain = new Set([wording.name, `${wording.name}_${draft.language}`]);
  return (
    stored.find((content) => content.friendlyName === draft.friendlyName) ??
    stored.find((content) => plain.has(content.friendlyName) && content.language.replace('-', '_') === draft.language)
  );
}

async function readPinned(contents: ContentApi, wording: TemplateWording, sid: string): Promise<TemplateState> {
  const approval = await contents.readApproval(sid).catch(() => undefined);
  if (!approval) return { name: wording.name, language: wording.language, contentSid: sid, status: 'unread', sendable: true };
  return stateOf(wording, { sid, friendlyName: '', language: wording.language, ...approval });
}

function stateOf(wording: TemplateWording, stored: StoredContent): TemplateState {
  return {
    name: wording.name,
    language: wording.language,
    contentSid: stored.sid,
    status: stored.status,
    ...(stored.category && { category: stored.category }),
    ...(stored.rejectionReason && { rejectionReason: stored.rejectionReason }),
    sendable: stored.status === 'approved',
  };
}
