import { predictClasses } from '@disalign/core';
import type { ImageSize, LabelMap } from '../labels/label-map.js';
import { labelPatch } from './label-patch.js';
import type { LogitPass } from './logit-pass.js';
import { findNonFinite } from './pixel-map.js';
import { scoreRows } from './score-rows.js';

/** The class with the largest score at every pixel of an image, of equal ones the lowest; a row at a time, so that memory stays flat. */
export function labelPasses(passes: readonly LogitPass[], { height, width }: ImageSize): LabelMap {
  const [[patch, ...patches], ...others] = passes;
  if (patches.length === 0 && others.length === 0 && findNonFinite(patch.logits.data) < 0) {
    return labelPatch(patch, { height, width });
  }
  const labels = new Uint8Array(height * width);
  let row = 0;
  for (const scores of scoreRows(passes)) labels.set(predictClasses(scores, scores.length / width), width * row++);
  return { height, width, labels };
}
