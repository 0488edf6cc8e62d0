import type { ImageSize, LabelMap } from '../labels/label-map.js';
import type { LogitPatch } from './logit-pass.js';
import type { PixelMap } from './pixel-map.js';
import type { Taps } from './taps.js';

/**
 * The class with the largest interpolated logit at every pixel, of equal ones the lowest: what `scoreRows` leads to, bit by bit, without
 * interpolating what cannot win.
 *
 * All pixels between the same cells are means of these cells' logits. So a class whose largest logit there is below another's least is the
 * best at none of them, and mostly a single class is left.
 *
 * @param patch of finite logits, over the whole image
 */
export function labelPatch({ logits, across, along }: LogitPatch, { height, width }: ImageSize): LabelMap {
  const labels = new Uint8Array(height * width);
  const contenders = createContenders(logits);
  const columnSpans = spansOf(along);
  for (const rows of spansOf(across)) {
    for (const columns of columnSpans) {
      const classes = contenders.among(rows.inputs, columns.inputs);
      if (classes.length > 1) labelBlock({ logits, across, along }, { rows, columns, classes }, labels);
      else
        for (let y = rows.start; y < rows.end; y++)
          labels.fill(classes[0], y * width + columns.start, y * width + columns.end);
    }
  }
  return { height, width, labels };
}

/** Outputs of an axis, one after the other, that are made of the same inputs. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly inputs: Int32Array;
}

function spansOf({ ends, indices }: Taps): Span[] {
  const spans: Span[] = [];
  for (let output = 0; output < ends.length; output++) {
    const inputs = indices.subarray(output === 0 ? 0 : ends[output - 1], ends[output]);
    const last = spans.at(-1);
    const isSame = last?.inputs.length === inputs.length && inputs.every((input, i) => input === last.inputs[i]);
    if (last && isSame) spans[spans.length - 1] = { ...last, end: output + 1 };
    else spans.push({ start: output, end: output + 1, inputs });
  }
  return spans;
}

/** Of the largest logit: more than float32 rounds away in the few additions of an interpolation. */
const ROUNDING = 2 ** -20;

function createContenders({ width, channels, data }: PixelMap) {
  const least = new Float32Array(channels);
  const largest = new Float32Array(channels);
  const classes = new Uint8Array(channels);
  return {
    /** Those classes, in their order, that may have the largest mean of these cells. */
    among(rows: Int32Array, columns: Int32Array): Uint8Array {
      least.fill(Infinity);
      largest.fill(-Infinity);
      for (const row of rows) {
        for (const column of columns) {
          const cell = (row * width + column) * channels;
          for (let k = 0; k < channels; k++) {
            const logit = data[cell + k];
            if (logit < least[k]) least[k] = logit;
            if (logit > largest[k]) largest[k] = logit;
          }
        }
      }
      let bound = -Infinity;
      let magnitude = 0;
      for (let k = 0; k < channels; k++) {
        bound = Math.max(bound, least[k]);
        magnitude = Math.max(magnitude, Math.abs(least[k]), Math.abs(largest[k]));
      }
      bound -= ROUNDING * magnitude;
      let count = 0;
      for (let k = 0; k < channels; k++) if (largest[k] >= bound) classes[count++] = k;
      return classes.subarray(0, count);
    },
  };
}

interface Block {
  readonly rows: Span;
  readonly columns: Span;
  readonly classes: Uint8Array;
}

/** Interpolates the contenders at each pixel of a block, as `rowInterpolator` does. */
function labelBlock(
  { logits: { width, channels, data }, across, along }: LogitPatch,
  { rows, columns, classes }: Block,
  labels: Uint8Array,
): void {
  const taps = columns.inputs.length;
  const combined = new Float64Array(taps);
  const best = new Float32Array(columns.end - columns.start);
  for (let y = rows.start; y < rows.end; y++) {
    const rowWeights = across.weights.subarray(across.ends[y] - rows.inputs.length, across.ends[y]);
    best.fill(-Infinity);
    for (const k of classes) {
      for (let tap = 0; tap < taps; tap++) {
        let sum = 0;
        for (let i = 0; i < rowWeights.length; i++) {
          sum += rowWeights[i] * data[(rows.inputs[i] * width + columns.inputs[tap]) * channels + k];
        }
        combined[tap] = sum;
      }
      for (let x = columns.start; x < columns.end; x++) {
        const first = along.ends[x] - taps;
        let score = 0;
        for (let tap = 0; tap < taps; tap++) score = Math.fround(score + along.weights[first + tap] * combined[tap]);
        if (score <= best[x - columns.start]) continue;
        best[x - columns.start] = score;
        labels[y * along.ends.length + x] = k;
      }
    }
  }
}
