import { describe, expect, it } from 'vitest';
import { restoreRemovedHelpers } from './restore-removed-helpers.js';

describe('restoreRemovedHelpers', () => {
  it('puts back what Node 23 removed', () => {
    const util: { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean } = {};
    restoreRemovedHelpers(util);
    expect([null, undefined, 0, '', false].map((value) => util.isNullOrUndefined!(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([[], {}].map((value) => util.isArray!(value))).toEqual([true, false]);
  });

  it('leaves what is there', () => {
    const own = () => true;
    const util = { isNullOrUndefined: own, isArray: own, inspect: own };
    restoreRemovedHelpers(util);
    expect(util).toEqual({ isNullOrUndefined: own, isArray: own, inspect: own });
  });
});
