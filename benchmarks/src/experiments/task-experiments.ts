import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FileFormatError, type BackendName } from '@disalign/core';
import { sceneDetectors } from '../detection-scenes/scene-detectors.js';
import { segmentationDumpOf, UsageError, type BenchmarkOptions } from '../options.js';
import type { ExperimentReport } from './experiments.js';
import { tasksPerSceneNetwork } from './segmentation/measure-segmentation.js';
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
    tasks: (options) => (segmentationDumpOf(options) ? 1 : 1 + tasksPerSceneNetwork * options.networks.length),
    run: async ({ options, ...rest }) => {
      const dump = segmentationDumpOf(options);
      if (dump) await checkDump(dump);
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

/** @throws UsageError where a dump cannot be read */
async function checkDump(dump: NamedSegmentationDump): Promise<void> {
  try {
    await openSegmentationDump(dump);
  } catch (error) {
    if (error instanceof FileFormatError || error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
