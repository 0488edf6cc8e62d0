import { identityScale } from '../calibration/identity-calibration.js';
import type { FoldedCalibration } from '../losses/alignment-on-host.js';

/**
 * The parameters of a calibration as the kernels take them: float32
 * [scale change K | bias K | confidence weight D | confidence bias], the last two only with a confidence layer.
 */
export function thetaOf({ form, scale, bias, confidence }: FoldedCalibration): Float32Array {
  const classes = scale.length;
  const theta = new Float32Array(2 * classes + (confidence ? confidence.weight.length + 1 : 0));
  const identity = identityScale(form);
  for (let k = 0; k < classes; k++) theta[k] = scale[k] - identity;
  theta.set(bias, classes);
  if (confidence) {
    theta.set(confidence.weight, 2 * classes);
    theta[theta.length - 1] = confidence.bias;
  }
  return theta;
}
