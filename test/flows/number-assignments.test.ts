import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntryNumber } from '../../src/flows/number-assignments.ts';

describe('an entry number as it was typed', () => {
  it.each([
    ['+34 911 22 23 33', '+34911222333'],
    ['0034-911-222-333', '+34911222333'],
    [' +1 (415) 555.0100 ', '+14155550100'],
  ])('"%s" is %s', (typed, read) => {
    expect(readEntryNumber(typed)).toBe(read);
  });

  it.each(['', '911222333', '+0911222333', '+34', '+34911222333444555', '+34911x22333', 'sip:desk@example.com'])(
    '"%s" is none',
    (typed) => {
      expect(readEntryNumber(typed)).toBeUndefined();
    },
  );

  it('is E.164 or nothing, and read again it is the same', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[+0-9 ().-]{0,20}$/), (typed) => {
        const read = readEntryNumber(typed);
        if (read === undefined) return;
        expect(read).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(readEntryNumber(read)).toBe(read);
      }),
    );
  });
});
