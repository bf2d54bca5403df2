import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnPath } from '../../src/access/return-path.ts';

const OURS = 'https://relevo.example';

describe('the way back after a sign-in', () => {
  it('keeps a page of ours with its search', () => {
    expect(returnPath('/flows/support?side=chat#step')).toBe('/flows/support?side=chat#step');
    expect(returnPath(undefined)).toBe('/');
  });

  it('never leaves our origin, whatever is asked for', () => {
    const part = fc.constantFrom('/', '\\', '\t', '\n', '.', '..', '@', ':', '?', '#', '%2f', 'https:', 'evil.example', ' ', ';');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
        ),
        (wanted) => {
          const path = returnPath(wanted);
          expect(new URL(path, OURS).origin).toBe(OURS);
          expect(path).toMatch(/^\/(?![/\\])/);
        },
      ),
    );
  });
});
