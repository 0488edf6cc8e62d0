import type { SegmentationCounts } from './segmentation-counts.js';

// K classes.

/** What there is to say about one class. Ratios are in [0, 1], and null where they would be 0 / 0. */
export interface ClassMetrics {
  /** Pixels of the class that were predicted as it. */
  readonly intersection: number;
  /** Labelled pixels predicted as the class. */
  readonly predicted: number;
  /** Pixels of the class. */
  readonly labelled: number;
  /** intersection / union. Null: the class occurs in neither; 0 where it is only predicted. */
  readonly iou: number | null;
  /** intersection / labelled, which is the recall too. Null: no pixel has the class. */
  readonly accuracy: number | null;
  /** 2 intersection / (predicted + labelled), null where `iou` is. */
  readonly dice: number | null;
  /** `(1 + b^2) p r / (b^2 p + r)` of precision p and recall r. Null: one of them is null, or both are 0. */
  readonly fscore: number | null;
  /** intersection / predicted. Null: the class is never predicted. */
  readonly precision: number | null;
  /** As `accuracy`. */
  readonly recall: number | null;
}

/** How class metrics are computed. */
export interface ClassMetricsOptions {
  /** Weight of the recall in the F-score, b. Default 1. */
  readonly beta?: number;
}

/**
 * Metrics of every class from counts over all images, as mmsegmentation defines them. The F-score of a class that is missed
 * altogether is null while its Dice is 0: a mean F-score leaves such classes out.
 *
 * @returns [K] in class order
 * @throws RangeError unless `beta` is positive
 * @example
 * import { classMetrics, SegmentationCounts } from '@disalign/segmentation';
 * const counts = new SegmentationCounts(4);
 * const labels = { height: 1, width: 4, labels: Uint8Array.of(0, 0, 1, 255) };
 * counts.add({ ...labels, labels: Uint8Array.of(0, 1, 1, 2) }, labels);
 * classMetrics(counts).map(({ iou }) => iou); // [0.5, 0.5, null, null]
 */
export function classMetrics(counts: SegmentationCounts, { beta = 1 }: ClassMetricsOptions = {}): ClassMetrics[] {
  if (!(beta > 0 && beta < Infinity)) throw new RangeError(`classMetrics: \`beta\` must be positive, got ${beta}`);
  const { classes, confusion } = counts;
  const columns = classes + 1;
  const labelled = new Float64Array(classes);
  const predicted = new Float64Array(columns);
  for (let label = 0; label < classes; label++) {
    for (let column = 0; column < columns; column++) {
      labelled[label] += confusion[label * columns + column];
      predicted[column] += confusion[label * columns + column];
    }
  }
  return Array.from(labelled, (pixels, k) => {
    const sides = { intersection: confusion[k * columns + k], predicted: predicted[k], labelled: pixels };
    return { ...sides, ...ratiosOf(sides, beta) };
  });
}

function ratiosOf(
  { intersection, predicted, labelled }: Pick<ClassMetrics, 'intersection' | 'predicted' | 'labelled'>,
  beta: number,
): Omit<ClassMetrics, 'intersection' | 'predicted' | 'labelled'> {
  const precision = ratio(intersection, predicted);
  const recall = ratio(intersection, labelled);
  return {
    iou: ratio(intersection, predicted + labelled - intersection),
    accuracy: recall,
    dice: ratio(2 * intersection, predicted + labelled),
    fscore:
      precision === null || recall === null
        ? null
        : ratio((1 + beta ** 2) * precision * recall, beta ** 2 * precision + recall),
    precision,
    recall,
  };
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
