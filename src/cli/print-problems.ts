import type { Problem } from '../flows/lint/problem.ts';

/** A problem on one line, as editors and terminals can jump to it: `file:line:column severity code message (path)`. */
export function problemLine(file: string, { severity, code, message, path, line, column }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${place} ${severity} ${code} ${message}${path === '' ? '' : ` (${path})`}`;
}

/** `3 errors`, `1 error`. */
export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
