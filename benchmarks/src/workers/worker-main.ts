import { parentPort, workerData } from 'node:worker_threads';
import { writeLvisScenes } from '../detection-scenes/lvis-scene-folder.js';
import { ablateArm } from '../experiments/component-ablation/ablate-arm.js';
import { measureMethod } from '../experiments/methods/measure-method.js';
import { calibrateDetector } from '../experiments/table8/calibrate-detector.js';
import { compareArms } from '../experiments/table8/compare-arms.js';
import { makeSceneRegions } from '../experiments/table8/make-scene-regions.js';
import { compareOptimizers } from '../experiments/optimizers/compare-optimizers.js';
import { runSegmentationArms } from '../experiments/segmentation/run-segmentation-arms.js';
import { dumpSceneNetwork, writeGlyphScenes } from '../experiments/segmentation/scene-dump.js';
import { extractBalancedFeatures, extractStageTwoFeatures } from '../experiments/stage-two-features.js';
import type { WorkerJob } from './worker-job.js';

// The entry of a thread: does the one job it was started with, and says how far it is.
const onProgress = (share: number) => parentPort?.postMessage({ kind: 'progress', share });
parentPort?.postMessage({ kind: 'result', result: await run(workerData as WorkerJob) });

function run(job: WorkerJob): Promise<unknown> {
  switch (job.kind) {
    case 'extract-features':
      return extractStageTwoFeatures(job.task.network, job.task.folder, onProgress);
    case 'extract-balanced':
      return extractBalancedFeatures(job.task.network, job.task.folder, onProgress);
    case 'ablate-arm':
      return ablateArm(job.task, onProgress);
    case 'measure-method':
      return measureMethod(job.task, onProgress);
    case 'compare-optimizers':
      return compareOptimizers(job.task, onProgress);
    case 'write-glyph-scenes':
      return writeGlyphScenes(job.task.folder, onProgress);
    case 'dump-scene-network':
      return dumpSceneNetwork(job.task.network, job.task.folder, onProgress);
    case 'run-segmentation-arms':
      return runSegmentationArms(job.task, onProgress);
    case 'write-lvis-scenes':
      return writeLvisScenes(job.task.folder, onProgress);
    case 'make-scene-regions':
      return makeSceneRegions(job.task, onProgress);
    case 'calibrate-detector':
      return calibrateDetector(job.task, onProgress);
    case 'compare-detector-arms':
      return compareArms(job.task, onProgress);
  }
}
