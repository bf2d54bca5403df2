import { FlowDraft, FlowFiles, SavedDraft } from '../http/contract/drafts.ts';
import { pageOf } from '../http/contract/paging.ts';
import { FlowRelease, GateVerdict } from '../http/contract/releases.ts';

/** What the service refused, as it said it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;

  constructor(status: number, code: string, message: string, details: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export interface StudioAddress {
  readonly url: string;
  /** Of an API key with the scopes flows:read and, for pushing, flows:write and flows:publish. */
  readonly apiKey: string;
}

interface Publishing {
  readonly draftRevision: number;
  readonly note: string;
  readonly makeLive: boolean;
  readonly despite?: string;
}

/** Asks the API of a running service. Throws Refusal; Error when nobody answers there. */
export function createApiClient({ url, apiKey }: StudioAddress) {
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`No service answers at ${url}. Name another with --to.`, { cause });
    });
    if (response.status === 204) return undefined;
    const said = (await response.json().catch(() => undefined)) as
      | { readonly error?: { readonly code?: string; readonly message?: string; readonly details?: unknown } }
      | undefined;
    if (response.ok) return said;
    const { code = 'internal', message = response.statusText, details } = said?.error ?? {};
    throw new Refusal(response.status, code, message, details);
  };
}

/** The studio of a running service over its API. Throws Refusal; Error when nobody answers there. */
export function createStudioClient(address: StudioAddress) {
  const api = createApiClient(address);
  const ask = (method: string, path: string, body?: unknown) => api(method, `/api/flows${path}`, body);
  return {
    /** Which service it is: releases are numbered by each. */
    origin: new URL(address.url).origin,
    /** Undefined: there is no flow of that id. */
    files: async (id: string, of: string): Promise<FlowFiles | undefined> => {
      try {
        return FlowFiles.parse(await ask('GET', `/${id}/files?of=${encodeURIComponent(of)}`));
      } catch (thrown) {
        if (thrown instanceof Refusal && thrown.code === 'flow-not-found') return undefined;
        throw thrown;
      }
    },
    create: async (id: string, flow: string, cases: string | undefined) =>
      FlowDraft.parse(await ask('POST', '', { id, flow, ...(cases !== undefined && { cases }) })).revision,
    save: async (id: string, baseRevision: number, flow: string, cases: string | undefined) =>
      SavedDraft.parse(await ask('PUT', `/${id}/draft`, { baseRevision, flow, cases: cases ?? null })).revision,
    revert: async (id: string, revision: number) => void (await ask('DELETE', `/${id}/draft?revision=${revision}`)),
    check: async (id: string, draftRevision: number) => GateVerdict.parse(await ask('POST', `/${id}/check`, { draftRevision })),
    publish: async (id: string, { note, ...what }: Publishing) =>
      FlowRelease.parse(await ask('POST', `/${id}/releases`, { note, ...what, fromFiles: true })),
    /** Asks a second person to publish it. */
    askApproval: async (id: string, { note, ...what }: Publishing) =>
      void (await ask('POST', `/${id}/approvals`, { note, asked: { kind: 'publish', ...what, fromFiles: true } })),
    /** Newest first, the newest 200. */
    releases: async (id: string) => pageOf(FlowRelease).parse(await ask('GET', `/${id}/releases?limit=200`)).items,
  };
}

export type StudioClient = ReturnType<typeof createStudioClient>;
