// N rows of a batch, D features, K classes.

/** The sizes of a batch. */
export interface SpeedCase {
  readonly rows: number;
  readonly featureSize: number;
  readonly classes: number;
}

/**
 * What is computed: calibrated logits; those of an image that is stored channel by channel, as PyTorch and most ONNX files have it; or the
 * alignment loss and its gradients.
 */
export type Pass = 'forward' | 'forward-nchw' | 'gradients';

/** As pages name them. */
export const passTitles: Readonly<Record<Pass, string>> = {
  forward: 'Forward',
  'forward-nchw': 'Forward, channels first (NCHW)',
  gradients: 'Loss and gradients',
};

/** Which rows: one batch again and again, which stays in the cache, or a walk over a data set much larger than it. */
export type Access = 'hot' | 'streamed';

/** What the contestants of a round do. */
export interface SpeedTask {
  readonly pass: Pass;
  readonly access: Access;
}

/** ImageNet-LT; LVIS' boxes; the pixels of ADE20K; iNaturalist 2018. */
export const speedCases: readonly SpeedCase[] = [
  { rows: 512, featureSize: 2048, classes: 1000 },
  { rows: 4096, featureSize: 1024, classes: 1204 },
  { rows: 65_536, featureSize: 512, classes: 150 },
  { rows: 256, featureSize: 2048, classes: 8142 },
];

/** An image of 512 x 512 pixels on ADE20K, with a feature vector for each of them. */
export const imageCase: SpeedCase = { rows: 512 * 512, featureSize: 512, classes: 150 };

/** The rows of a case as the pixels of an image: the one nearest to a square. */
export function imageSides({ rows }: Pick<SpeedCase, 'rows'>): { height: number; width: number } {
  let height = Math.floor(Math.sqrt(rows));
  while (rows % height !== 0) height--;
  return { height, width: rows / height };
}

/** Its name, `512x2048x1000`. */
export function caseName({ rows, featureSize, classes }: SpeedCase): string {
  return [rows, featureSize, classes].join('x');
}

/** The bytes that a batch cannot do without: x and z are read once, and calibrated logits are written once. */
export function compulsoryBytes({ rows, featureSize, classes }: SpeedCase, pass: Pass): number {
  return 4 * rows * (featureSize + (pass === 'gradients' ? 1 : 2) * classes);
}
