import { fileURLToPath } from 'node:url';
import type { TaskDataSet } from '../experiments/task-experiment-names.js';
import type { SceneHead } from '../scene-networks/scene-network.js';
import type { CheckpointDataSet, NetworkVariant } from './checkpoint-recipe.js';

/**
 * Where the checkpoint of a data set and a network seed lies: `benchmarks/checkpoints/glyph-lt-0.safetensors`, of another backbone
 * `glyph-lt-resnet-10-0.safetensors`, with the head of a segmentation network `glyph-scenes-150-fcn-0.safetensors`.
 */
export function checkpointPath(
  dataSet: CheckpointDataSet | TaskDataSet,
  seed: number,
  variant?: NetworkVariant | SceneHead,
): string {
  const name = [dataSet, ...(variant ? [variant] : []), seed].join('-');
  return fileURLToPath(new URL(`../../checkpoints/${name}.safetensors`, import.meta.url));
}
