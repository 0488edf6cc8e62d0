import type { HeadArrays } from './head-arrays.js';
import { linearLogitsOnHost } from './linear-logits-on-host.js';
import { unitPartsOnHost } from './unit-parts.js';

// N rows, D features, K classes.

/**
 * Logits of a head of any kind in plain JavaScript: `z_j = w_j . x + b_j`, of unit features where the head says so, summed in float64 and rounded to float32 once.
 *
 * @param features float32 [N, D], row-major
 * @returns float32 [N, K], row-major
 * @throws RangeError when weight, bias, parts or features do not fit K and D
 * @example
 * import { headLogitsOnHost } from '@disalign/core';
 * const head = { classes: 2, featureSize: 2, weight: Float32Array.of(1, 0, 0, 1), bias: null, unitParts: 1 };
 * headLogitsOnHost(Float32Array.of(3, 4), head); // [0.6, 0.8]
 */
export function headLogitsOnHost(features: Float32Array, head: HeadArrays): Float32Array {
  checkHead('headLogitsOnHost', features, head);
  const units = head.unitParts === null ? features : unitPartsOnHost(features, head.featureSize / head.unitParts);
  return linearLogitsOnHost(units, head);
}

/** Number of rows. @throws RangeError when weight, bias, parts or features do not fit K and D */
export function checkHead(caller: string, features: Float32Array, head: HeadArrays): number {
  const { classes, featureSize, weight, bias } = head;
  const parts = head.unitParts ?? 1;
  if (weight.length !== classes * featureSize) {
    throw new RangeError(
      `${caller}: \`head.weight\` must be [${classes}, ${featureSize}], got ${weight.length} numbers`,
    );
  }
  if (bias !== null && bias.length !== classes) {
    throw new RangeError(`${caller}: \`head.bias\` must be [${classes}], got ${bias.length} numbers`);
  }
  if (!Number.isSafeInteger(parts) || parts < 1 || featureSize % parts !== 0) {
    throw new RangeError(`${caller}: \`head.unitParts\` must divide the ${featureSize} features, got ${parts}`);
  }
  const rows = features.length / featureSize;
  if (Number.isInteger(rows)) return rows;
  throw new RangeError(
    `${caller}: \`features\` must hold rows of ${featureSize} numbers, got ${features.length} numbers`,
  );
}
