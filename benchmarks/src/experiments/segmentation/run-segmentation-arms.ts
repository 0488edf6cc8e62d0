import { startBackend, type BackendName, type Calibration } from '@disalign/core';
import { scoreImages, type FeatureMapSplit, type LongTailGroup } from '@disalign/segmentation';
import { imageCounts, type ImageCounts } from './image-counts.js';
import { labelCells } from './label-cells.js';
import { fitCandidates, segmentationArms, type Candidate, type SegmentationArm } from './segmentation-arm.js';
import { openSegmentationDump, type SegmentationDump } from './segmentation-data.js';
import { segmentationScores, type SegmentationScores } from './segmentation-scores.js';

/** All arms on one frozen network. */
export interface SegmentationTask {
  readonly dump: SegmentationDump;
  /** [K] */
  readonly groups: readonly LongTailGroup[];
  readonly backend: BackendName;
}

/** A strength of an arm and what it does on the selection split. */
export interface SweptStrength {
  /** rho, or tau; null where there is none to choose. */
  readonly strength: number | null;
  readonly scores: SegmentationScores;
}

/** An arm on one network. */
export interface ArmOutcome {
  readonly arm: string;
  /** That with the best mIoU on the selection split, of equal ones the least. */
  readonly strength: number | null;
  readonly sweep: readonly SweptStrength[];
  readonly calibration: Calibration;
  /** Images of the test split under that strength. */
  readonly test: readonly ImageCounts[];
}

/** Plain data, so that it can come from a thread. */
export interface SegmentationOutcome {
  /** Share of the pixels of the fit that the network gets right as it is. */
  readonly trainAccuracy: number;
  readonly trainPixels: number;
  readonly selectionImages: number;
  readonly arms: readonly ArmOutcome[];
}

/** Of the whole task, for its progress: fits, choice, test. */
const parts = { fits: 0.4, selection: 0.25, test: 0.35 } as const;

/**
 * Fits every arm under every strength, chooses on the selection split, and tests each arm's choice, once.
 *
 * @param arms default: those of the table
 */
export async function runSegmentationArms(
  { dump, groups, backend }: SegmentationTask,
  onProgress: (share: number) => void,
  arms: readonly SegmentationArm[] = segmentationArms,
): Promise<SegmentationOutcome> {
  await startBackend(backend);
  const { selection, test, ...pixels } = await openSegmentationDump(dump);
  const candidates: Candidate[][] = [];
  for (const [index, arm] of arms.entries()) {
    const report = (share: number) => onProgress((parts.fits * (index + share)) / arms.length);
    candidates.push(await fitCandidates(arm, pixels, report));
  }
  const sweeps = await sweepStrengths(labelCells(selection), candidates, {
    groups,
    onProgress: (share) => onProgress(parts.fits + parts.selection * share),
  });
  const chosen = candidates.map((ofArm, arm) => ofArm[bestOf(sweeps[arm])]);
  const tested = await countImages(test, chosen, (share) =>
    onProgress(parts.fits + parts.selection + parts.test * share),
  );
  return {
    trainAccuracy: candidates.flat().find(({ trainAccuracy }) => trainAccuracy !== null)?.trainAccuracy ?? 0,
    trainPixels: pixels.train.rows,
    selectionImages: selection.count,
    arms: arms.map(({ name }, arm) => ({
      arm: name,
      strength: chosen[arm].strength,
      calibration: chosen[arm].calibration,
      sweep: sweeps[arm],
      test: tested[arm],
    })),
  };
}

interface SweepOptions {
  readonly groups: readonly LongTailGroup[];
  readonly onProgress: (share: number) => void;
}

async function sweepStrengths(
  images: FeatureMapSplit,
  candidates: readonly (readonly Candidate[])[],
  { groups, onProgress }: SweepOptions,
): Promise<SweptStrength[][]> {
  const calibrations = candidates.flat().map(({ calibration }) => calibration);
  const counts = await scoreImages(images, calibrations, { onProgress: ({ done, total }) => onProgress(done / total) });
  let next = 0;
  return candidates.map((ofArm) =>
    ofArm.map(({ strength }) => ({ strength, scores: segmentationScores([imageCounts(counts[next++])], groups) })),
  );
}

function bestOf(sweep: readonly SweptStrength[]): number {
  const scores = sweep.map((swept) => swept.scores.mIoU);
  return scores.indexOf(Math.max(...scores));
}

/** Counts by candidate, then by image. */
async function countImages(
  images: FeatureMapSplit,
  candidates: readonly Candidate[],
  onProgress: (share: number) => void,
): Promise<ImageCounts[][]> {
  const counted = candidates.map((): ImageCounts[] => []);
  const calibrations = candidates.map(({ calibration }) => calibration);
  for (let image = 0; image < images.count; image++) {
    const one = { count: 1, read: async () => images.read(image) };
    const counts = await scoreImages(one, calibrations);
    for (const [index, ofCandidate] of counts.entries()) counted[index].push(imageCounts(ofCandidate));
    onProgress((image + 1) / images.count);
  }
  return counted;
}
