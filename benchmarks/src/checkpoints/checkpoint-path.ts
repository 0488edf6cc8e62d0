import { fileURLToPath } from 'node:url';
import type { CheckpointDataSet } from './checkpoint-recipe.js';

/** Where the checkpoint of a data set and a network seed lies: `benchmarks/checkpoints/glyph-lt-0.safetensors`. */
export function checkpointPath(dataSet: CheckpointDataSet, seed: number): string {
  return fileURLToPath(new URL(`../../checkpoints/${dataSet}-${seed}.safetensors`, import.meta.url));
}
