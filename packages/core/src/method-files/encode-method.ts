import { calibrationFileMetadata, calibrationFileTensors } from '../calibration-files/encode-calibration.js';
import { encodeSafetensors } from '../files/encode-safetensors.js';
import type { NamedTensors } from '../files/named-tensor-entries.js';
import type { HeadArrays } from '../heads/head-arrays.js';
import type { FittedMethod } from '../methods/method.js';

export const HEAD_FORMAT = { format: 'disalign-head', version: '1' } as const;

/** Names of the tensors of a head: another one for unit features, so that nobody takes them for a linear head. */
export const HEAD_NAMES = { linear: 'head', unit: 'unitFeatureHead' } as const;

/**
 * The bytes of a fitted method: a safetensors file. A calibration is a calibration file, as `parseCalibration` reads it, that also
 * says which method made it. A head has `head.weight` [K, D] and, where there is one, `head.bias` [K], as `readHeadWeights` reads
 * them, or under the name `unitFeatureHead` where the features are brought to length 1 first.
 *
 * @example
 * import { encodeMethod, featuresInMemory, logitAdjustmentMethod, parseMethod } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * const bytes = encodeMethod(await logitAdjustmentMethod.fit({ train, counts: [90, 10] }));
 * parseMethod(bytes, 'adjusted.safetensors').chosen.tau; // 1
 */
export function encodeMethod({ outcome, ...facts }: FittedMethod): Uint8Array {
  const method = JSON.stringify(facts);
  if (outcome.kind === 'calibration') {
    const { calibration } = outcome;
    const metadata = calibrationFileMetadata({ calibration, classNames: null, fit: null });
    return encodeSafetensors(calibrationFileTensors(calibration), { ...metadata, method });
  }
  const { unitParts } = outcome.head;
  return encodeSafetensors(headTensors(outcome.head), { ...HEAD_FORMAT, unitParts: JSON.stringify(unitParts), method });
}

function headTensors({ classes, featureSize, weight, bias, unitParts }: HeadArrays): NamedTensors {
  const name = unitParts === null ? HEAD_NAMES.linear : HEAD_NAMES.unit;
  return {
    [`${name}.weight`]: { dtype: 'F32', shape: [classes, featureSize], data: weight },
    ...(bias && { [`${name}.bias`]: { dtype: 'F32', shape: [classes], data: bias } }),
  };
}
