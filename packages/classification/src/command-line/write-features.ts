import { join } from 'node:path';
import { resumeFeatureShards, type WrittenFeatureShards } from '@disalign/core/node';
import type { ImageDataSet } from '../data/image-data-set.js';
import { featureBatches } from '../training/feature-batches.js';
import type { RunningClassifier } from '../training/run-classifier.js';
import type { CommandOptions } from './command-options.js';

export interface WriteFeaturesOptions {
  readonly command: CommandOptions;
  /** Told which share of a split is done. */
  readonly onProgress: (split: string, share: number) => void;
  readonly signal?: AbortSignal;
}

/** Shards of one split, and where they are. */
export interface WrittenSplit extends WrittenFeatureShards {
  readonly folder: string;
}

/** Runs the network over the splits of a data set that have pictures, and writes each into a folder of its own, or goes on with it. */
export async function writeFeatures(
  network: RunningClassifier,
  { splits }: ImageDataSet,
  { command, onProgress, signal }: WriteFeaturesOptions,
): Promise<WrittenSplit[]> {
  const { out, seed, weights, backbone, size, 'batch-size': batchSize } = command;
  const written: WrittenSplit[] = [];
  for (const [name, split] of Object.entries(splits)) {
    if (split.count === 0) continue;
    const folder = join(out, name);
    const views = name === 'train' ? command.views : 1;
    // Shards of another run are recognised by these, and refused.
    const metadata = { split: name, backbone, weights, size: `${size}`, seed: `${seed}`, pictures: `${split.count}` };
    const batchesFrom = (start: number) =>
      featureBatches(network, split, {
        views,
        seed,
        batchSize,
        augmentation: { kind: 'photograph' },
        rows: { start, end: split.count },
        onProgress: ({ done }) => onProgress(name, (start + done) / split.count),
        signal,
      });
    written.push({ folder, ...(await resumeFeatureShards(folder, batchesFrom, { metadata })) });
  }
  return written;
}
