import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FileFormatError, type BackendName } from '@disalign/core';
import { sceneDetectors } from '../detection-scenes/scene-detectors.js';
import { segmentationDumpOf, segmentationModelOf, type BenchmarkOptions } from '../options.js';
import { UsageError } from '../usage-error.js';
import type { ExperimentReport } from './experiments.js';
import { dumpOnnxNetwork } from './segmentation/dump-onnx-network.js';
import { tasksPerSceneNetwork } from './segmentation/measure-segmentation.js';
import { readPreprocessing } from './segmentation/read-preprocessing.js';
import { openSegmentationDump, type NamedSegmentationDump } from './segmentation/segmentation-data.js';
import { runTable6 } from './segmentation/table6.js';
import { picturesFolder, regionFiles } from './table8/detector-task.js';
import { table8, table8Key } from './table8/table8.js';
import type { TaskExperimentName } from './task-experiment-names.js';

/** What an experiment with data of its own is given. */
export interface TaskExperimentOptions {
  readonly options: BenchmarkOptions;
  readonly backend: BackendName;
  /** Told which share of a task is done. */
  readonly onProgress: (task: string, share: number) => void;
  readonly signal?: AbortSignal;
}

/** A named experiment that brings its own data and networks. */
export interface TaskExperiment {
  /** What names its results. @throws UsageError for options that do not go together */
  readonly key: (options: BenchmarkOptions) => string;
  /** How many tasks it reports progress of. */
  readonly tasks: (options: BenchmarkOptions) => number;
  readonly run: (options: TaskExperimentOptions) => Promise<ExperimentReport>;
}

/** Every such experiment by its name. */
export const taskExperiments: Readonly<Record<TaskExperimentName, TaskExperiment>> = {
  table6: {
    key: (options) => segmentationDumpOf(options)?.name ?? 'glyph-scenes-150',
    tasks: (options) => {
      if (!segmentationDumpOf(options)) return 1 + tasksPerSceneNetwork * options.networks.length;
      return segmentationModelOf(options) ? 2 : 1;
    },
    run: async ({ options, ...rest }) => {
      const dump = segmentationDumpOf(options);
      if (dump) await readyDump(dump, options, rest);
      return runTable6({
        ...rest,
        dump,
        networkSeeds: options.networks,
        visuals: options['save-visuals'] ?? null,
      });
    },
  },
  table8: {
    key: ({ regions: dumps }) => table8Key({ dumps }),
    tasks: ({ regions: dumps, networks }) =>
      dumps ? 2 * dumps.length : 1 + networks.length * (1 + sceneDetectors.length) + sceneDetectors.length,
    run: async ({ options, ...rest }) => {
      const { networks: seeds, regions: dumps, background, 'save-visuals': visuals = null } = options;
      dumps?.forEach((folder) => checkRegions(folder, visuals !== null));
      return table8({ ...rest, seeds, dumps, background, visuals });
    },
  },
};

/** @throws UsageError where a folder does not hold what a dump of regions must */
function checkRegions(folder: string, withPictures: boolean): void {
  const needed = [...regionFiles, ...(withPictures ? [picturesFolder] : [])];
  const lacks = needed.find((name) => !existsSync(join(folder, name)));
  if (lacks) throw new UsageError(`--regions: ${folder} must hold ${needed.join(', ')}, got no ${lacks}`);
}

/** Fills a dump where a network is given, and sees whether it can be read. @throws UsageError where it cannot, or the network cannot be run */
async function readyDump(
  dump: NamedSegmentationDump,
  options: BenchmarkOptions,
  { onProgress, signal }: Pick<TaskExperimentOptions, 'onProgress' | 'signal'>,
): Promise<void> {
  const network = segmentationModelOf(options);
  try {
    if (network) {
      const { model, preprocessing: named } = network;
      const preprocessing = await readPreprocessing(named);
      const task = `${dump.name}, maps`;
      await dumpOnnxNetwork({ model, preprocessing }, dump, { signal, onProgress: (share) => onProgress(task, share) });
      onProgress(task, 1);
    }
    await openSegmentationDump(dump);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FileFormatError || error instanceof RangeError) throw new UsageError(error.message);
    if (error instanceof Error && isOfUser(error)) throw new UsageError(error.message);
    throw error;
  }
}

/** A file that is not there; or what onnxruntime says of itself and of models, which is a plain Error. */
function isOfUser(error: Error): boolean {
  if ('syscall' in error) return 'code' in error && error.code === 'ENOENT';
  return error.constructor === Error;
}
