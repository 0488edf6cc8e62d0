import {
  compressRuns,
  decodeMask,
  decompressRuns,
  encodeMask,
  maskIou,
  polygonMask,
  type RunLengthMask,
} from '@disalign/detection';
import { createRandom } from '@disalign/core';

/** Milliseconds for 100 masks of 480 x 640. */
export interface MaskTimes {
  /** Pixels, column after column, to the compressed string. */
  readonly encode: number;
  /** The compressed string to pixels, column after column. */
  readonly decode: number;
  /** 100 x 100 compressed strings. */
  readonly iou: number;
  /** Polygons to the compressed strings. */
  readonly polygons: number;
}

/** Its jobs. */
export const maskJobs = ['encode', 'decode', 'iou', 'polygons'] as const satisfies readonly (keyof MaskTimes)[];

const size = { height: 480, width: 640 };

/** 100 stars of 60 vertices, which overlap. */
export function drawStars(): number[][] {
  const random = createRandom(13);
  return Array.from({ length: 100 }, () => {
    const [x, y] = [200 + 240 * random.nextFloat(), 150 + 180 * random.nextFloat()];
    return Array.from({ length: 60 }, (_, at) => {
      const radius = 40 + 110 * random.nextFloat();
      const angle = (at / 30) * Math.PI;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)].map((value) => Number(value.toFixed(2)));
    }).flat();
  });
}

/** The median of `rounds` rounds for each of what a mask can do. */
export function timeMasks(stars: readonly number[][], rounds: number): MaskTimes {
  const masks = stars.map((star) => polygonMask(star, size));
  const pixels = masks.map((mask) => decodeMask(mask, 'column-major'));
  const strings = masks.map(({ runs }) => compressRuns(runs));
  const read = (): RunLengthMask[] => strings.map((counts) => decompressRuns(counts, size));
  return {
    encode: median(rounds, () =>
      pixels.map((mask) => compressRuns(encodeMask(mask, { ...size, order: 'column-major' }).runs)),
    ),
    decode: median(rounds, () => read().map((mask) => decodeMask(mask, 'column-major'))),
    iou: median(rounds, () => maskIou(read(), read())),
    polygons: median(rounds, () => stars.map((star) => compressRuns(polygonMask(star, size).runs))),
  };
}

function median(rounds: number, work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[rounds >> 1];
}
