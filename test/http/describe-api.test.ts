import { describe, expect, it } from 'vitest';
import { findRight } from '../../src/access/rights.ts';
import type { ApiRoute } from '../../src/http/contract/routes/route.ts';
import { API } from '../../src/http/contract/routes.ts';
import { describeApi } from '../../src/http/describe-api.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, unknown>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

const document = JSON.parse(JSON.stringify(describeApi('0.1.0'))) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (key === '$ref' ? [String(each)] : references(each)));
}

describe('the OpenAPI document', () => {
  it('has every route of the contract', () => {
    const missing = Object.values<ApiRoute>(API).filter(({ path, method }) => !document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method]);
    expect(missing).toEqual([]);
    expect(operations.length).toBeGreaterThan(Object.keys(API).length);
  });

  it('refers to nothing that it does not define', () => {
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    const used = references(document);
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((reference) => !known.includes(reference))).toEqual([]);
  });

  it('names every operation once, with a summary and its answers', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations) {
      expect(operation.summary.length).toBeGreaterThan(5);
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  it('declares each parameter of a path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(declared, path).toEqual(inPath);
    }
  });

  it('asks for a sign-in where the table of rights does', () => {
    for (const { path, method, operation } of operations) {
      const right = findRight(method.toUpperCase(), path.replace(/\{\w+\}/g, 'x'));
      expect(operation.security.length === 0, `${method} ${path}`).toBe(right?.who === 'anyone');
    }
  });

  it('lists in pages', () => {
    const lists = operations.filter(
      ({ method, operation }) => method === 'get' && JSON.stringify(operation.responses['200']).includes('"items"'),
    );
    expect(lists.length).toBeGreaterThanOrEqual(5);
    for (const { operation } of lists) {
      expect(operation.parameters?.map(({ name }) => name)).toEqual(expect.arrayContaining(['limit', 'cursor']));
    }
  });
});
