import type * as tf from '@tensorflow/tfjs';
import { calibrateComposed, type CalibrateTensors } from './calibrate-composed.js';
import { CALIBRATE_KERNEL } from './kernel-contract.js';
import { runIfRegistered } from './run-if-registered.js';

/** Calibrated logits, float32 [N, K]: the fused kernel where the active backend has it, else its twin. */
export function runCalibrate(inputs: CalibrateTensors): tf.Tensor2D {
  return (runIfRegistered(CALIBRATE_KERNEL, () => inputs) as tf.Tensor2D | null) ?? calibrateComposed(inputs);
}
