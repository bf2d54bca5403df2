import { describe, expect, it } from 'vitest';
import { CLAIMS, collectProofs, joinProofs, readShown } from '../../tools/docs/collect-proofs.ts';

const proof = { file: 'test/a.test.ts', words: 'it works' };

describe('the page of proofs', () => {
  it('has something for each rule, class of failures, type of step and exit', async () => {
    const proofs = await collectProofs();
    expect(CLAIMS.length).toBeGreaterThan(100);
    expect([...proofs.keys()]).toEqual(CLAIMS);
    expect([...proofs].filter(([, each]) => each.length === 0)).toEqual([]);
  });

  it('is not made while something is shown by nothing, or something is shown that does not exist', () => {
    expect(() => joinProofs(['rule:a', 'rule:b'], [['rule:a', proof]])).toThrow('Nothing shows rule:b:');
    expect(() => joinProofs(['rule:a'], [['rule:c', proof]])).toThrow('test/a.test.ts shows rule:c, which does not exist.');
  });

  it('takes nothing from tests that do not run, or that can’t be read', () => {
    const text = "it(shows('rule:vip', 'it works').words, () => {});";
    expect(readShown('test/a.test.ts', text)).toEqual([['rule:vip', proof]]);
    expect(() => readShown('test/a.test.ts', `${text} it.skip('more', () => {});`)).toThrow('leaves tests out');
    expect(() => readShown('test/a.test.ts', 'it(shows(name, words).words, () => {});')).toThrow('can’t be read');
  });
});
