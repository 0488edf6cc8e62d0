import type { CountingResult } from '../counting/measure-counting.js';
import { quartiles } from '../rounds/quartiles.js';
import { speedRatio } from '../rounds/timing.js';
import { atLeast, type Bar } from './bar.js';

const RATE = 400;
const OVER_NUMPY = 3;
const RIVAL = 'numpy fast_hist';

/** Judges how fast confusions are counted: by itself, and against numpy's bincount. */
export function countingBars(results: readonly CountingResult[]): Bar[] {
  return results.flatMap(({ maps, pixels, timings }) => {
    const ours = timings.find(({ kind }) => kind === 'fused');
    const numpy = timings.find(({ name }) => name === RIVAL);
    const rates = ours?.samples.map(({ milliseconds }) => pixels / milliseconds / 1000);
    return [
      atLeast(`confusion of ${maps}, 1 core: Mpixel/s`, RATE, rates ? quartiles(rates) : null),
      atLeast(
        `confusion of ${maps}, 1 core: ours over ${RIVAL}`,
        OVER_NUMPY,
        ours && numpy ? speedRatio(ours, numpy, pixels) : null,
      ),
    ];
  });
}
