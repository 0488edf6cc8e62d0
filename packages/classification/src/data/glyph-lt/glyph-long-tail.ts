import { createRandom } from '@disalign/core';
import { createImageSplit } from '../create-image-split.js';
import type { ImageDataSet, ImageSplit } from '../image-data-set.js';
import { lomaxCounts } from '../long-tail-counts/lomax-counts.js';
import { drawDistortion } from './draw-distortion.js';
import type { GlyphMasters } from './glyph-masters.js';
import { loadGlyphMasters } from './load-glyph-masters.js';
import { glyphImageSide, renderGlyph } from './render-glyph.js';

/** Which images of Glyph-LT are drawn. */
export interface GlyphLongTailOptions {
  /** Another seed draws other images of the same classes. */
  readonly seed: number;
  /** How strongly glyphs are distorted; 1 is mild. Default 1.1. */
  readonly difficulty?: number;
  /** Training images of the largest class. Default 841, which keeps the groups many, medium and few as in ImageNet-LT. */
  readonly maxTrainCount?: number;
  /** Images of each class. Defaults 20, 50 and 120. */
  readonly validationPerClass?: number;
  readonly testPerClass?: number;
  readonly fullPerClass?: number;
}

/** Glyph-LT, with one split more: what the training set would be without its long tail. */
export interface GlyphLongTail extends ImageDataSet {
  readonly splits: ImageDataSet['splits'] & {
    /** Balanced, in the training fonts, no image of it in `train`: for the empirical bound of a frozen feature extractor. */
    readonly full: ImageSplit;
  };
}

// Which rank is which character: fixed, so that a class is as frequent under every seed.
const rankShuffleSeed = 20210;

// Each split draws from streams of its own. A new one takes a new number: the others must keep their images.
const splitNumbers = { train: 1, validation: 2, test: 3, full: 4 };

/**
 * Glyph-LT: 200 characters, long-tailed like a small ImageNet-LT, rendered when read. Nothing to download.
 *
 * 23,894 training images (81 classes many, 91 medium, 28 few; 841 down to 5), 4,000 for validation, 10,000 for the test, 24,000 in
 * `full`; grey, 32 x 32. Families of fonts differ between train (18), validation (5) and test (5). Each image
 * depends on (seed, split, class, number in the class) alone. Rows stand class by class: shuffle for training.
 * An image is rounded to bytes from doubles that pass through `Math.sin`, `exp` and `log`, whose last bit JavaScript engines may choose:
 * one engine gives the same bytes on every machine, another may differ by one step in a rare pixel.
 *
 * @throws RangeError when `difficulty` is not in (0, 3], a count is not a positive integer, or `seed` is not a safe integer
 * @throws FileFormatError when the glyph masters of this package are damaged
 *
 * @example
 * ```ts
 * import { glyphLongTail } from '@disalign/classification';
 * const data = await glyphLongTail({ seed: 1 });
 * const pixels = await data.splits.train.read({ start: 0, end: 64 }); // Uint8Array [64, 32, 32, 1]
 * ```
 */
export async function glyphLongTail({
  seed,
  difficulty = 1.1,
  maxTrainCount = 841,
  validationPerClass = 20,
  testPerClass = 50,
  fullPerClass = 120,
}: GlyphLongTailOptions): Promise<GlyphLongTail> {
  checkOptions({ seed, difficulty, maxTrainCount, validationPerClass, testPerClass, fullPerClass });
  const masters = await loadGlyphMasters();
  const classes = masters.characters.length;
  const fontsOf = {
    train: fontRows(masters, 'train'),
    validation: fontRows(masters, 'validation'),
    test: fontRows(masters, 'test'),
  };

  const trainCounts = longTail(classes, maxTrainCount);
  const split = (name: keyof typeof splitNumbers, counts: readonly number[]): ImageSplit => {
    const fonts = fontsOf[name === 'full' ? 'train' : name];
    return createSplit(counts, (character, number) => {
      const random = createRandom(seed, splitNumbers[name], character, number);
      const font = fonts[random.nextInt(fonts.length)];
      const distortion = drawDistortion(random, difficulty, classes);
      return renderGlyph(masters, { font, character }, { distortion, random });
    });
  };
  const balanced = (perClass: number) => new Array<number>(classes).fill(perClass);
  return {
    name: 'Glyph-LT',
    classNames: masters.characters,
    height: glyphImageSide,
    width: glyphImageSide,
    channels: 1,
    trainCounts,
    splits: {
      train: split('train', trainCounts),
      validation: split('validation', balanced(validationPerClass)),
      test: split('test', balanced(testPerClass)),
      full: split('full', balanced(fullPerClass)),
    },
  };
}

function checkOptions({ seed, difficulty, ...counts }: Required<GlyphLongTailOptions>): void {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`glyphLongTail: \`seed\` must be a safe integer, got ${seed}`);
  }
  if (!(difficulty > 0 && difficulty <= 3)) {
    throw new RangeError(`glyphLongTail: \`difficulty\` must be in (0, 3], got ${difficulty}`);
  }
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(`glyphLongTail: \`${name}\` must be a positive integer, got ${count}`);
    }
  }
}

function longTail(classes: number, max: number): number[] {
  const classOfRank = createRandom(rankShuffleSeed).shuffle(Int32Array.from({ length: classes }, (_, rank) => rank));
  const counts = new Array<number>(classes);
  lomaxCounts({ classes, max, min: Math.min(5, max) }).forEach((count, rank) => (counts[classOfRank[rank]] = count));
  return counts;
}

function fontRows({ fonts }: GlyphMasters, split: 'train' | 'validation' | 'test'): number[] {
  return fonts.flatMap((font, row) => (font.split === split ? [row] : []));
}

function createSplit(counts: readonly number[], render: (label: number, number: number) => Uint8Array): ImageSplit {
  const labels = Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
  const numbers = counts.flatMap((count) => Array.from({ length: count }, (_, number) => number));
  const shape = { height: glyphImageSide, width: glyphImageSide, channels: 1 };
  return createImageSplit(labels, shape, (row) => render(labels[row], numbers[row]));
}
