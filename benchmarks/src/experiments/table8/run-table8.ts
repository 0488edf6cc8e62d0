import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { MissingDataSetError } from '@disalign/classification';
import type { BackendName } from '@disalign/core';
import { sceneDetectorsPath } from '../../checkpoints/scene-detectors-path.js';
import { detectionSplits } from '../../detection-scenes/glyph-scenes-lvis.js';
import { sceneDetectors } from '../../detection-scenes/scene-detectors.js';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable, resumableFolder } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import type { DetectorRow } from './compare-arms.js';
import type { DetectorResult, DetectorTask } from './detector-task.js';

/** What is calibrated. */
export interface Table8Options {
  readonly seeds: readonly number[];
  readonly backend: BackendName;
  /** Folders of regions that were dumped elsewhere, a detector each. Default: the detectors of GlyphScenes. */
  readonly dumps?: readonly string[];
  /** Where the background stands in the dumps. Default 'last'. */
  readonly background?: 'first' | 'last';
  readonly onProgress: (task: string, share: number) => void;
  readonly signal?: AbortSignal;
}

/** What came of all detectors. */
export interface Table8 {
  readonly rows: readonly DetectorRow[];
  readonly results: readonly DetectorResult[];
}

/** Calibrates detectors and scores them, a thread each: DisAlign beside the untouched detector and logit adjustment. */
export async function runTable8(options: Table8Options): Promise<Table8> {
  const { onProgress, signal } = options;
  const tasks = options.dumps ? dumpTasks(options.dumps, options.background) : await sceneTasks(options);
  const results = await mapConcurrently(tasks, availableParallelism(), async (task) => {
    const name = `${task.name}-${task.seed}, calibration`;
    return resumable(
      'table8-detector',
      task,
      () =>
        runInWorker({ kind: 'calibrate-detector', task }, { signal, onProgress: (share) => onProgress(name, share) }),
      { files: filesOf(task) },
    );
  });
  const names = [...new Set(tasks.map(({ name }) => name))];
  const rows = await mapConcurrently(names, availableParallelism(), async (name) => {
    const own = results.filter(({ task }) => task.name === name);
    return resumable(
      'table8-row',
      own.map(({ task }) => task),
      () =>
        runInWorker(
          { kind: 'compare-detector-arms', task: own },
          { signal, onProgress: (share) => onProgress(`${name}, intervals`, share) },
        ),
      { files: own.flatMap(({ task }) => filesOf(task)) },
    );
  });
  return { rows, results };
}

/** What a detector was dumped to: other files under the same names are another dump. */
function filesOf({ annotationsFolder, regionsFolder }: DetectorTask): string[] {
  return [
    ...detectionSplits.map((split) => join(annotationsFolder, `${split}.json`)),
    ...detectionSplits.map((split) => join(regionsFolder, split, '*.safetensors')),
  ];
}

/** A folder holds the annotations of its detector too. */
function dumpTasks(folders: readonly string[], background?: 'first' | 'last'): DetectorTask[] {
  return folders.map((folder) => ({
    name: basename(folder),
    seed: 0,
    background,
    annotationsFolder: folder,
    regionsFolder: folder,
  }));
}

async function sceneTasks({ seeds, backend, onProgress, signal }: Table8Options): Promise<DetectorTask[]> {
  const present = presentSeeds(seeds);
  const scenes = await resumableFolder('table8-scenes', {}, (folder) =>
    runInWorker(
      { kind: 'write-lvis-scenes', task: { folder } },
      { signal, onProgress: (share) => onProgress('painting', share) },
    ),
  );
  const folders = await mapConcurrently(present, availableParallelism(), async (seed) => {
    const task = { seed, backend, scenes };
    const folder = await resumableFolder(`table8-regions-${seed}`, task, (unfinished) =>
      runInWorker(
        { kind: 'make-scene-regions', task: { ...task, folder: unfinished } },
        { signal, onProgress: (share) => onProgress(`glyph-scenes-lvis-${seed}, regions`, share) },
      ),
    );
    return { seed, folder };
  });
  return sceneDetectors.flatMap(({ name }) =>
    folders.map(({ seed, folder }) => ({
      name,
      seed,
      annotationsFolder: scenes,
      regionsFolder: `${folder}/${name}`,
    })),
  );
}

/** The seeds whose detectors are here. @throws MissingDataSetError when there are none */
function presentSeeds(seeds: readonly number[]): readonly number[] {
  const present = seeds.filter((seed) => existsSync(sceneDetectorsPath(seed)));
  if (present.length > 0) return present;
  const paths = seeds.map(sceneDetectorsPath);
  throw new MissingDataSetError({
    dataSet: 'detectors for GlyphScenes',
    lookedFor: paths.map((path) => basename(path)),
    lookedIn: [dirname(paths[0])],
    howToGet: `Train them: npx nx benchmark -- --retrain --data-set glyph-scenes-lvis --networks ${seeds.join()}`,
  });
}
