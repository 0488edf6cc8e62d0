import type { Calibration } from '../calibration/calibration.js';
import { foldStandardization } from '../calibration/fold-standardization.js';
import { encodeSafetensors } from '../files/encode-safetensors.js';
import type { StoredTensor } from '../files/stored-tensor.js';
import { writeFileAtomically } from '../files/write-file-atomically.js';

// K classes, D features.

/**
 * Writes a calibration under the names of the authors' code, as safetensors that PyTorch loads: `logit_scale` and `logit_bias` [K] and, where
 * there is a confidence layer, `confidence_layer.weight` [1, D] and `confidence_layer.bias` [1], F32. Standardisation is folded in: they read
 * raw features. The metadata say `form` (`blend`, `additive`) and `confidence` (`sigmoid`, `rectified`, `none`). README has the module that
 * loads it.
 *
 * @throws what the file system throws; the old file is then as it was
 * @example
 * import { logitAdjustment } from '@disalign/core';
 * import { savePytorchCalibration } from '@disalign/core/node';
 * await savePytorchCalibration('disalign.safetensors', logitAdjustment([90, 10]));
 */
export async function savePytorchCalibration(path: string, calibration: Calibration): Promise<void> {
  const { form, scale, bias, confidence } = calibration;
  const layer = confidence && foldStandardization(confidence);
  const tensors = {
    logit_scale: float32Tensor([scale.length], scale),
    logit_bias: float32Tensor([bias.length], bias),
    ...(layer && {
      'confidence_layer.weight': float32Tensor([1, layer.weight.length], layer.weight),
      'confidence_layer.bias': float32Tensor([1], Float64Array.of(layer.bias)),
    }),
  };
  const metadata = { form, confidence: layer === null ? 'none' : (layer.form ?? 'sigmoid') };
  await writeFileAtomically(path, encodeSafetensors(tensors, metadata));
}

function float32Tensor(shape: readonly number[], values: Float64Array): StoredTensor {
  return { dtype: 'F32', shape, data: Float32Array.from(values) };
}
