import { readDetections } from '../data/read-detections.js';
import { readGroundTruth } from '../data/read-ground-truth.js';
import type { CategoryResult } from '../evaluation/category-results.js';
import { evaluateCoco, type CocoMetrics } from '../evaluation/evaluate-coco.js';
import { evaluateLvis, lvisFixed, type LvisMetrics } from '../evaluation/evaluate-lvis.js';
import { pooledPrecisions, type PooledPrecisions } from '../evaluation/pooled-precisions.js';
import { saveImageVisuals } from '../visuals/save-image-visuals.js';
import type { CommandOptions } from './command-options.js';
import { cocoLines, lvisLines, threeDigits } from './official-lines.js';

/** What an evaluation of two files gives. */
export interface FileResults {
  readonly metrics: LvisMetrics | CocoMetrics;
  readonly pool?: PooledPrecisions;
  readonly perCategory: readonly CategoryResult[];
  /** The numbers as the official code prints them. */
  readonly lines: readonly string[];
}

/** Reads, draws where that is asked for, and evaluates what the command line names. @throws FileFormatError; UsageError; what the file system throws */
export async function evaluateFiles(options: CommandOptions): Promise<FileResults> {
  const { format, 'iou-type': iouType } = options;
  const segmentations = iouType !== 'bbox';
  const truth = await readGroundTruth(options.gt, {
    format,
    segmentations,
    officialQuirks: options['official-quirks'],
  });
  const read = (file: string) => readDetections(file, truth, { segmentations, ignoreBoxes: options['mask-areas'] });
  const detections = await read(options.dt);
  if (options['save-visuals'] !== undefined && options.images !== undefined) {
    const before = options.before === undefined ? undefined : await read(options.before);
    const { images, visuals } = options;
    await saveImageVisuals(options['save-visuals'], { truth, detections, before, images }, { most: visuals });
  }
  if (format === 'coco') {
    const { metrics, perCategory } = evaluateCoco(truth, detections, {
      iouType: iouType === 'segm' ? 'segm' : 'bbox',
    });
    return { metrics, perCategory, lines: cocoLines(metrics) };
  }
  const limit = options['max-dets'] < 0 ? undefined : options['max-dets'];
  const limits = options.fixed ? lvisFixed : { perImage: limit };
  const { metrics, perCategory, matches } = evaluateLvis(truth, detections, { ...limits, iouType });
  const lines = lvisLines(metrics, options.fixed ? `${lvisFixed.perCategory}/cat` : `${limit ?? -1}`);
  if (!options.pool) return { metrics, perCategory, lines };
  const pool = pooledPrecisions(matches);
  const poolLines = Object.entries(pool).map(
    ([name, value]: [string, number]) => ` AP-pooled-${name} = ${threeDigits(value)}`,
  );
  return { metrics, pool, perCategory, lines: [...lines, ...poolLines] };
}
