import * as tf from '@tensorflow/tfjs';

// Vitest's setup of files that share a process: each begins where a process of its own would, on plain JavaScript, wherever
// the one before left off.
await tf.setBackend('cpu');
