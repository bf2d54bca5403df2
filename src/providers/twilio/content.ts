import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { Answer, RestClient } from './rest-client.ts';

/** A piece of content as the Content API takes it. */
export interface ContentDraft {
  readonly friendlyName: string;
  readonly language: string;
  /** Samples by number. */
  readonly variables: Readonly<Record<string, string>>;
  /** By wire name, such as `twilio/quick-reply`. */
  readonly types: object;
}

const Approval = z.object({
  name: z.string().nullish(),
  category: z.string().nullish(),
  status: z.string().nullish(),
  rejection_reason: z.string().nullish(),
});

const Content = z.object({
  sid: z.string(),
  friendly_name: z.string().nullish(),
  language: z.string().nullish(),
  approval_requests: Approval.nullish(),
});

const ContentPage = z.object({
  contents: z.array(Content),
  meta: z.object({ next_page_url: z.string().nullish() }).nullish(),
});

/** Stored content and what WhatsApp said of it; `status` is the carrier's word. */
export interface StoredContent {
  readonly sid: string;
  readonly friendlyName: string;
  readonly language: string;
  readonly status: string;
  readonly category?: string;
  readonly rejectionReason?: string;
}

/** The carrier's store of templates. Only `findOrCreate` never throws; the others throw `carrier-unavailable` or `carrier-refused`. */
export interface ContentApi {
  list(): Promise<readonly StoredContent[]>;
  create(draft: ContentDraft): Promise<string>;
  requestApproval(sid: string, name: string, category: string): Promise<void>;
  /** State and returned category of one piece of content, as WhatsApp gave them. */
  readApproval(sid: string): Promise<Pick<StoredContent, 'status' | 'category' | 'rejectionReason'>>;
  /** The id of content by that name, made when it is not there; undefined when the carrier can't be asked. */
  findOrCreate(draft: ContentDraft): Promise<string | undefined>;
}

const BASE = 'https://content.twilio.com/v1';
const MOST_PAGES = 50;

/** Source: https://www.twilio.com/docs/content/content-api-resources */
export function createContentApi(rest: RestClient): ContentApi {
  const request = async (operation: string, method: 'get' | 'post', uri: string, data?: object): Promise<unknown> => {
    const headers = data ? { 'Content-Type': 'application/json' } : {};
    return bodyOf(
      await rest.ask(operation, async (sdk) => {
        const response = await sdk.request({ method, uri, headers, ...(data && { data }) });
        return bodyOfResponse(response.statusCode, response.body);
      }),
    );
  };
  const list = async () => {
    const found: StoredContent[] = [];
    let next: string | null | undefined = `${BASE}/ContentAndApprovals?PageSize=500`;
    for (let n = 0; next && n < MOST_PAGES; n += 1) {
      const page: z.infer<typeof ContentPage> = expect(ContentPage, await request('content-list', 'get', next));
      found.push(...page.contents.map(toStored));
      next = page.meta?.next_page_url;
    }
    return found;
  };
  const create = async (draft: ContentDraft) => {
    const { friendlyName, language, variables, types } = draft;
    const body = await request('content-create', 'post', `${BASE}/Content`, { friendly_name: friendlyName, language, variables, types });
    return expect(Content, body).sid;
  };
  return {
    list,
    create,
    requestApproval: async (sid, name, category) => {
      await request('content-approve', 'post', `${BASE}/Content/${sid}/ApprovalRequests/whatsapp`, { name, category });
    },
    readApproval: async (sid) => {
      const body = await request('content-approval', 'get', `${BASE}/Content/${sid}/ApprovalRequests`);
      return toApproval(expect(z.object({ whatsapp: Approval.nullish() }), body).whatsapp);
    },
    findOrCreate: async (draft) => {
      try {
        const same = (await list()).find((content) => content.friendlyName === draft.friendlyName);
        return same?.sid ?? (await create(draft));
      } catch {
        return undefined;
      }
    },
  };
}

/** The SDK's raw request lets a refusal through; here it becomes the error that its other calls throw. */
function bodyOfResponse(status: number, answered: unknown): unknown {
  const body: unknown = typeof answered === 'string' && answered !== '' ? JSON.parse(answered) : answered;
  if (status < 300) return body;
  const { code, message } = (body ?? {}) as { code?: unknown; message?: unknown };
  throw Object.assign(new Error(String(message ?? `HTTP ${status}`)), { status, code });
}

/** Throws `carrier-refused` or `carrier-unavailable` for what is no success. */
export function bodyOf<T>(answer: Answer<T>): T {
  if (answer.kind === 'ok') return answer.value;
  if (answer.kind === 'refused') throw new AppError('carrier-refused', `The carrier refused (${answer.code}): ${answer.message}`);
  throw new AppError('carrier-unavailable', undefined, { cause: answer.cause });
}

function expect<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError('carrier-unavailable', 'The carrier’s answer is not what its documentation says.', { cause: parsed.error });
}

function toStored(content: z.infer<typeof Content>): StoredContent {
  return {
    sid: content.sid,
    friendlyName: content.friendly_name ?? '',
    language: content.language ?? '',
    ...toApproval(content.approval_requests),
  };
}

function toApproval(approval: z.infer<typeof Approval> | null | undefined): Pick<StoredContent, 'status' | 'category' | 'rejectionReason'> {
  return {
    status: approval?.status?.toLowerCase() || 'unsubmitted',
    ...(approval?.category && { category: approval.category }),
    ...(approval?.rejection_reason && { rejectionReason: approval.rejection_reason }),
  };
}

/** A short fingerprint of content: the same for the same wording, samples and language. */
export function contentHash(draft: Pick<ContentDraft, 'language' | 'variables' | 'types'>): string {
  const text = JSON.stringify([draft.language, Object.entries(draft.variables).sort(), draft.types]);
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
