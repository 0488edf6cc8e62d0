import * as tf from '@tensorflow/tfjs';
import { isFused } from '../../kernels/is-fused.js';
import { ALIGN_KERNEL } from '../../kernels/kernel-contract.js';
import { runSgdOnTensors } from '../tensors/run-sgd-on-tensors.js';
import { tensorStore } from '../tensors/tensor-store.js';
import type { FitEngine } from './fit-engine.js';
import type { FitEngineSubject } from './start-fit-engine.js';

/** Float32 on the TensorFlow.js backend that runs, by the fused kernel where it has one. Rows and parameters stay there. */
export function tensorEngine({ source, layout }: FitEngineSubject): FitEngine {
  const store = tensorStore(source, layout.confidence);
  return {
    kernel: `tensors-float32-${tf.getBackend()}${isFused(ALIGN_KERNEL) ? '-fused' : ''}`,
    descend: (problem, ...rest) => runSgdOnTensors({ store, ...problem }, ...rest),
    close: () => store.close(),
  };
}
