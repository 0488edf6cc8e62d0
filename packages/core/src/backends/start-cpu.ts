import * as tf from '@tensorflow/tfjs';
import { activateBackend } from './activate-backend.js';
import type { RunningBackend } from './backend-starter.js';
import { stopBackend } from './stop-backend.js';

export async function startCpu(): Promise<RunningBackend> {
  await activateBackend('cpu');
  // At its first tensor this backend advertises tfjs-node: let that happen now, in silence.
  tf.scalar(0).dispose();
  return { device: 'plain JavaScript', stop: async () => stopBackend('cpu') };
}
