import { FileFormatError } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { checkImageLabels } from './check-image-labels.js';

describe('checkImageLabels', () => {
  it('takes every class and no label at all', () => {
    expect(() => checkImageLabels(Uint8Array.of(0, 2, 1), { file: 'labels', classes: 3 })).not.toThrow();
    expect(() => checkImageLabels(new Uint8Array(0), { file: 'labels', classes: 3 })).not.toThrow();
  });

  it('names the first label that is no class', () => {
    const check = () => checkImageLabels(Uint8Array.of(0, 2, 3, 9), { file: 'labels', classes: 3 });
    expect(check).toThrow(FileFormatError);
    expect(check).toThrow('labels: label 2 must be in 0..2, got 3');
  });
});
