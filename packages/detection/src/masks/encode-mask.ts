import { checkImageSize, type ImageSize, type RunLengthMask } from './run-length-mask.js';

/** How the pixels of a mask lie in memory: row after row as images do, or column after column as COCO's RLE does. */
export type PixelOrder = 'row-major' | 'column-major';

/** Size and layout of an array of pixels. */
export interface PixelLayout extends ImageSize {
  /** Default 'row-major'. */
  readonly order?: PixelOrder;
}

/**
 * Runs of a binary mask.
 *
 * @param pixels [H, W] or, with `order: 'column-major'`, [W, H]; 0 is background, anything else foreground
 * @throws RangeError on another number of pixels than H W, or a size that is none
 * @example
 * import { encodeMask } from '@disalign/detection';
 * encodeMask(Uint8Array.of(0, 1, 0, 1), { height: 2, width: 2 }).runs; // [2, 2]
 */
export function encodeMask(pixels: Uint8Array | Uint8ClampedArray, layout: PixelLayout): RunLengthMask {
  checkImageSize('encodeMask', layout);
  const { height, width, order = 'row-major' } = layout;
  if (pixels.length !== height * width) {
    throw new RangeError(`encodeMask: \`pixels\` must be ${height} x ${width} values, got ${pixels.length}`);
  }
  const columns = order === 'column-major' ? pixels : transposePixels(pixels, height, width);
  return { height, width, runs: runsOf(columns) };
}

/** [rows, columns] to [columns, rows]. */
export function transposePixels(pixels: Uint8Array | Uint8ClampedArray, rows: number, columns: number): Uint8Array {
  const transposed = new Uint8Array(pixels.length);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let column = 0, to = row; column < columns; column++, to += rows) transposed[to] = pixels[from++];
  }
  return transposed;
}

let scratch = new Uint32Array(1024);

/** Four pixels at a time: words as the pixel before them are passed over, in the others each bit that differs from its neighbour ends a run. */
function runsOf(pixels: Uint8Array | Uint8ClampedArray): Uint32Array {
  const words = wordsOf(pixels);
  let [runs, start, last] = [0, 0, 0];
  const end = (position: number) => {
    if (runs + 2 > scratch.length) scratch = grown(scratch);
    scratch[runs++] = position - start;
    start = position;
  };
  for (let at = skipWords(words, 0, 0); at < words.length; at = skipWords(words, at + 1, last * 0x01010101)) {
    const word = onesOf(words[at]);
    for (let changes = word ^ ((word << 8) | last); changes !== 0; changes &= changes - 1) {
      end(4 * at + (Math.clz32(changes & -changes) ^ 31) / 8);
    }
    last = word >>> 24;
  }
  for (let at = 4 * words.length; at < pixels.length; at++) {
    const pixel = pixels[at] === 0 ? 0 : 1;
    if (pixel !== last) end(at);
    last = pixel;
  }
  end(pixels.length);
  return scratch.slice(0, runs);
}

/** Four pixels with 1 for any foreground. */
function onesOf(word: number): number {
  if ((word & 0xfefefefe) === 0) return word;
  const one = (shift: number) => (((word >>> shift) & 0xff) === 0 ? 0 : 1 << shift);
  return one(0) | one(8) | one(16) | one(24);
}

/** The first word from `at` on that is not `same`; sixteen pixels at a time. */
function skipWords(words: Int32Array, at: number, same: number): number {
  const last = words.length - 3;
  while (at < last) {
    const differences = (words[at] ^ same) | (words[at + 1] ^ same) | (words[at + 2] ^ same) | (words[at + 3] ^ same);
    if (differences !== 0) break;
    at += 4;
  }
  while (at < words.length && words[at] === same) at++;
  return at;
}

/** The pixels in fours; the last one to three are left out. */
function wordsOf(pixels: Uint8Array | Uint8ClampedArray): Int32Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : Uint8Array.from(pixels);
  return new Int32Array(aligned.buffer, aligned.byteOffset, pixels.length >> 2);
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}
