import type { DetectorArm, EvaluatedType } from './detector-task.js';

/** What the authors' repository says of Mask R-CNN with ResNet-50 and FPN, in percent; its numbers are a little above those it says were printed. */
export interface PublishedDetector {
  readonly dataSet: 'LVIS v0.5' | 'LVIS v1';
  readonly type: EvaluatedType;
  readonly detector: 'linear-plain' | 'cosine-plain' | 'linear-rfs' | 'cosine-rfs';
  readonly arm: Exclude<DetectorArm, 'logit adjustment'>;
  /** AP, AP50, AP75, APr, APc, APf */
  readonly values: readonly [number, number, number, number, number, number];
}

type Row = readonly [PublishedDetector['detector'], PublishedDetector['arm'], ...PublishedDetector['values']];

const tables: readonly (readonly [PublishedDetector['dataSet'], EvaluatedType, readonly Row[]])[] = [
  [
    'LVIS v0.5',
    'bbox',
    [
      ['linear-plain', 'baseline', 20.355, 33.703, 21.448, 2.131, 18.613, 29.815],
      ['cosine-plain', 'baseline', 22.998, 38.454, 23.488, 9.719, 21.584, 30.073],
      ['linear-rfs', 'baseline', 23.544, 38.87, 24.63, 12.802, 22.497, 29.145],
      ['cosine-rfs', 'baseline', 24.552, 40.542, 25.833, 12.421, 24.332, 29.671],
      ['linear-plain', 'DisAlign', 23.723, 38.4, 25.371, 6.614, 24.277, 29.861],
      ['cosine-plain', 'DisAlign', 26.315, 43.225, 27.051, 15.206, 26.363, 30.692],
      ['cosine-rfs', 'DisAlign', 27.117, 44.318, 28.715, 17.581, 27.771, 30.107],
    ],
  ],
  [
    'LVIS v0.5',
    'segm',
    [
      ['linear-plain', 'baseline', 20.724, 32.543, 21.705, 2.37, 20.217, 28.69],
      ['cosine-plain', 'baseline', 23.789, 36.971, 24.961, 10.452, 23.872, 29.011],
      ['linear-rfs', 'baseline', 24.192, 37.406, 25.854, 14.45, 24.031, 28.284],
      ['cosine-rfs', 'baseline', 24.92, 38.519, 26.438, 13.017, 25.795, 28.578],
      ['linear-plain', 'DisAlign', 24.319, 37.314, 25.816, 8.205, 26.062, 28.572],
      ['cosine-plain', 'DisAlign', 27.137, 41.394, 28.85, 16.253, 28.765, 29.445],
      ['cosine-rfs', 'DisAlign', 27.49, 42.007, 29.61, 18.697, 29.165, 28.905],
    ],
  ],
  [
    'LVIS v1',
    'bbox',
    [
      ['linear-plain', 'baseline', 18.757, 30.718, 19.725, 0.91, 15.132, 30.646],
      ['cosine-plain', 'baseline', 21.33, 35.031, 22.279, 5.954, 18.767, 30.949],
      ['linear-rfs', 'baseline', 22.921, 37.266, 24.247, 11.406, 20.924, 30.211],
      ['cosine-rfs', 'baseline', 23.768, 38.515, 25.082, 12.407, 22.012, 30.721],
      ['linear-plain', 'DisAlign', 21.928, 35.07, 23.489, 3.304, 21.068, 31.075],
      ['cosine-plain', 'DisAlign', 24.729, 39.558, 26.434, 13.387, 23.377, 31.224],
    ],
  ],
  [
    'LVIS v1',
    'segm',
    [
      ['linear-plain', 'baseline', 18.296, 28.835, 19.203, 1.011, 15.64, 28.858],
      ['cosine-plain', 'baseline', 21.114, 33.009, 22.344, 6.747, 19.58, 29.14],
      ['linear-rfs', 'baseline', 22.455, 35.015, 23.69, 12.274, 20.904, 28.662],
      ['cosine-rfs', 'baseline', 23.347, 36.266, 24.773, 13.784, 22.117, 28.922],
      ['linear-plain', 'DisAlign', 21.289, 32.879, 22.536, 3.156, 21.382, 29.154],
      ['cosine-plain', 'DisAlign', 24.151, 37.17, 25.862, 13.207, 23.815, 29.337],
    ],
  ],
];

/** All of them. Numbers that were printed in the paper's Table 8 could not be obtained. */
export const publishedDetectors: readonly PublishedDetector[] = tables.flatMap(([dataSet, type, rows]) =>
  rows.map(([detector, arm, ...values]) => ({ dataSet, type, detector, arm, values })),
);
