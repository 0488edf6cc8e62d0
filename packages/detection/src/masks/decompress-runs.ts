import { checkImageSize, type ImageSize, type RunLengthMask } from './run-length-mask.js';

/** What a scan of a compressed string found. */
export interface ScannedRuns {
  readonly runs: number;
  /** Pixels of the foreground. */
  readonly area: number;
}

/**
 * Reads the compressed string of COCO's RLE, as `compressRuns` writes it.
 *
 * @throws RangeError on a character that is none of the 64, a cut-off or oversized number, a negative run, or runs that do not sum
 * to H W (the reference reads past them)
 * @example
 * import { decompressRuns } from '@disalign/detection';
 * decompressRuns('11', { height: 1, width: 2 }).runs; // [1, 1]
 */
export function decompressRuns(counts: string, { height, width }: ImageSize): RunLengthMask {
  checkImageSize('decompressRuns', { height, width });
  const { runs } = scanRuns('decompressRuns', counts, height * width);
  return { height, width, runs: scratch.slice(0, runs) };
}

let scratch = new Uint32Array(1024);

/** Reads into the scratch array, and checks. */
export function scanRuns(caller: string, counts: string, pixels: number): ScannedRuns {
  if (scratch.length < counts.length) scratch = new Uint32Array(2 * counts.length);
  const { length } = counts;
  let runs = 0;
  let sum = 0;
  let area = 0;
  for (let at = 0; at < length;) {
    let value = 0;
    let shift = 0;
    let group: number;
    do {
      // NaN past the end.
      group = counts.charCodeAt(at++) - 48;
      if (!(group >= 0 && group < 64)) throw badCharacter(caller, counts, at - 1);
      // Six groups fit the 31 bits of a run; a seventh holds its sign.
      if (shift < 25) value |= (group & 0x1f) << shift;
      else if (shift <= 30) value += (group & 0x1f) * 2 ** shift;
      else
        throw new RangeError(
          `${caller}: \`counts\` must hold runs below 2^31, got a longer one in character ${at - 1}`,
        );
      shift += 5;
    } while ((group & 0x20) !== 0);
    if ((group & 0x10) !== 0) value -= 2 ** shift;
    if (runs > 2) value += scratch[runs - 2];
    if (value < 0 || value > pixels) throw badRun(caller, runs, value, pixels);
    scratch[runs++] = value;
    sum += value;
    if ((runs & 1) === 0) area += value;
  }
  if (sum !== pixels) {
    throw new RangeError(`${caller}: \`counts\` must sum to the ${pixels} pixels of the mask, got ${sum}`);
  }
  return { runs, area };
}

function badCharacter(caller: string, counts: string, at: number): RangeError {
  if (at >= counts.length) return new RangeError(`${caller}: \`counts\` must end with a whole run, got a run cut off`);
  const character = JSON.stringify(counts[at]);
  return new RangeError(
    `${caller}: \`counts\` must hold characters of the codes 48 to 111, got ${character} in place ${at}`,
  );
}

function badRun(caller: string, run: number, value: number, pixels: number): RangeError {
  return new RangeError(`${caller}: \`counts\` must hold runs of 0 to ${pixels} pixels, got ${value} as run ${run}`);
}
