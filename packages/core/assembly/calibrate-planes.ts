import { multiplyAdd } from './multiply-add';
import { sigmoid } from './rows';

/** Bytes of a plane that are worked on at a time: the confidences of so many pixels stay in the nearest cache. */
const BLOCK: usize = 16384;

/**
 * Calibrated logits [K, P] of an image that is stored channel by channel; features [D, P], theta as of `calibrate`. `out` must not overlap
 * the rest.
 */
export function calibratePlanes(
  features: usize,
  logits: usize,
  theta: usize,
  out: usize,
  pixels: i32,
  classes: i32,
  featureSize: i32,
  hasConfidence: i32,
): void {
  const planeBytes = (<usize>pixels) << 2;
  const bias = theta + ((<usize>classes) << 2);
  const weight = bias + ((<usize>classes) << 2);
  for (let start: usize = 0; start < planeBytes; start += BLOCK) {
    const bytes = min(BLOCK, planeBytes - start);
    // The confidences are kept where the first plane of the block will be, which is therefore the last to be written.
    const confidences = out + start;
    if (hasConfidence) keepConfidences(features + start, weight, confidences, bytes, planeBytes, featureSize);
    else fillOnes(confidences, bytes);
    for (let k = classes - 1; k >= 0; k--) {
      const at = start + <usize>k * planeBytes;
      const u = load<f32>(theta + ((<usize>k) << 2));
      const b = load<f32>(bias + ((<usize>k) << 2));
      calibratePlane(logits + at, u, b, confidences, out + at, bytes);
    }
  }
}

/** The confidences of a block of pixels: scores of four features at a time are added up in place. */
function keepConfidences(
  features: usize,
  weight: usize,
  confidences: usize,
  bytes: usize,
  planeBytes: usize,
  featureSize: i32,
): void {
  const layerBias = load<f32>(weight + ((<usize>featureSize) << 2));
  const vectors = bytes & ~15;
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(confidences + i, layerBias);
  let d: i32 = 0;
  for (; d + 4 <= featureSize; d += 4) {
    const w = weight + ((<usize>d) << 2);
    addFourPlanes(features + <usize>d * planeBytes, w, confidences, bytes, planeBytes);
  }
  for (; d < featureSize; d++) {
    addPlane(features + <usize>d * planeBytes, load<f32>(weight + ((<usize>d) << 2)), confidences, bytes);
  }
  let i: usize = 0;
  for (; i < vectors; i += 16) v128.store(confidences + i, sigmoid(v128.load(confidences + i)));
  for (; i < bytes; i += 4) {
    const c = sigmoid(f32x4.splat(load<f32>(confidences + i)));
    store<f32>(confidences + i, f32x4.extract_lane(c, 0));
  }
}

function addFourPlanes(x: usize, w: usize, scores: usize, bytes: usize, planeBytes: usize): void {
  const w0 = v128.load32_splat(w);
  const w1 = v128.load32_splat(w, 4);
  const w2 = v128.load32_splat(w, 8);
  const w3 = v128.load32_splat(w, 12);
  const x1 = x + planeBytes;
  const x2 = x1 + planeBytes;
  const x3 = x2 + planeBytes;
  const vectors = bytes & ~15;
  let i: usize = 0;
  for (; i < vectors; i += 16) {
    const first = multiplyAdd(w1, v128.load(x1 + i), multiplyAdd(w0, v128.load(x + i), v128.load(scores + i)));
    v128.store(scores + i, multiplyAdd(w3, v128.load(x3 + i), multiplyAdd(w2, v128.load(x2 + i), first)));
  }
  for (; i < bytes; i += 4) {
    const low = load<f32>(w) * load<f32>(x + i) + load<f32>(w + 4) * load<f32>(x1 + i);
    const high = load<f32>(w + 8) * load<f32>(x2 + i) + load<f32>(w + 12) * load<f32>(x3 + i);
    store<f32>(scores + i, load<f32>(scores + i) + low + high);
  }
}

function addPlane(x: usize, weight: f32, scores: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(scores + i, load<f32>(scores + i) + weight * load<f32>(x + i));
}

function fillOnes(to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(to + i, 1);
}

/** `(1 + c u) z + c b` of a block of one plane. */
function calibratePlane(z: usize, u: f32, b: f32, confidences: usize, to: usize, bytes: usize): void {
  const us = f32x4.splat(u);
  const bs = f32x4.splat(b);
  const vectors = bytes & ~15;
  let i: usize = 0;
  for (; i < vectors; i += 16) {
    const c = v128.load(confidences + i);
    const factor = multiplyAdd(c, us, f32x4.splat(1));
    v128.store(to + i, multiplyAdd(factor, v128.load(z + i), f32x4.mul(c, bs)));
  }
  for (; i < bytes; i += 4) {
    const c = load<f32>(confidences + i);
    store<f32>(to + i, (c * u + 1) * load<f32>(z + i) + c * b);
  }
}
