import { exponential } from './exponential';
import { addClassGradients, addFeatureGradients } from './gradients';
import { lanesOf } from './lanes';
import { calibrateRowToLargest, exponentiateRow, scoreRows, sigmoid } from './rows';
import { CONFIDENCE, COUNT, LAYER_BIAS, LOSS, scalarsAt, sumBytes, WEIGHT } from './sums';
import { padded, Task } from './task';

/** From JavaScript: AssemblyScript's own logarithm brings tables, at a fixed address of the heap. */
declare function log(x: f64): f64;

/** Bytes of scratch that `alignBlock` needs: four rows, and eight of their tails. */
export function blockScratch(classes: i32): usize {
  return 4 * padded(classes) + 8 * 16;
}

/** Element of an int32 array. */
function at(integers: usize, index: i32): i32 {
  return load<i32>(integers + ((<usize>index) << 2));
}

/** The next place of the selection whose row has a label, at least `end` if there is none. */
function nextValid(labels: usize, selection: usize, place: i32, end: i32): i32 {
  while (place < end && at(labels, at(selection, place)) < 0) place++;
  return place;
}

/** Class of a row, as an offset in a row of float32. A thread that was overtaken may meet the next rows, and must stay in bounds. */
function offsetOfLabel(labels: usize, row: i32): usize {
  return (<usize>max(at(labels, row), 0)) << 2;
}

/** Whether the next four rows of the selection come right behind a row in memory. */
function followOn(selection: usize, row: i32, place: i32, end: i32): bool {
  return place + 4 <= end && at(selection, place) == row + 1 && at(selection, place + 3) == row + 4;
}

/** Copies what the last vector of a row holds to `to`, 0 behind it as before; returns where a row with that end would begin. */
function copyTail(row: usize, to: usize, start: usize, end: usize): usize {
  for (let i = start; i < end; i += 4) store<f32>(to + (i - start), load<f32>(row + i));
  return to - start;
}

/**
 * Replaces a row by `sum (p_k - [k = label])`, sum that of its exponentials; returns the exponentials' sum off the label.
 * At the label it is minus that sum, which keeps its digits where p is near 1.
 */
function rowResiduals(h: usize, label: usize, largest: f32, bytes: usize, ahead: usize, aheadEnd: usize): f32 {
  store<f32>(h + label, -Infinity);
  const others = exponentiateRow(h, largest, bytes, ahead, aheadEnd);
  store<f32>(h + label, -others);
  return others;
}

/** `w (log sum - (h_label - largest))`, given h_label - largest, its exponential, and the others; 0 without a weight. */
function rowLoss(weight: f32, lead: f32, atLabel: f32, others: f32): f64 {
  return weight == 0 ? 0 : <f64>weight * (log(<f64>atLabel + <f64>others) - <f64>lead);
}

/** The losses of four rows. */
function sumLosses(weights: v128, leads: v128, atLabels: v128, others: v128): f64 {
  let sum: f64 = 0;
  sum += rowLoss(
    f32x4.extract_lane(weights, 0),
    f32x4.extract_lane(leads, 0),
    f32x4.extract_lane(atLabels, 0),
    f32x4.extract_lane(others, 0),
  );
  sum += rowLoss(
    f32x4.extract_lane(weights, 1),
    f32x4.extract_lane(leads, 1),
    f32x4.extract_lane(atLabels, 1),
    f32x4.extract_lane(others, 1),
  );
  sum += rowLoss(
    f32x4.extract_lane(weights, 2),
    f32x4.extract_lane(leads, 2),
    f32x4.extract_lane(atLabels, 2),
    f32x4.extract_lane(others, 2),
  );
  sum += rowLoss(
    f32x4.extract_lane(weights, 3),
    f32x4.extract_lane(leads, 3),
    f32x4.extract_lane(atLabels, 3),
    f32x4.extract_lane(others, 3),
  );
  return sum;
}

/**
 * The sums over the batch from place `start` to place `end` of its selection. Gives up, and returns false, when the word at
 * `claim` is no longer `claimed`: somebody else has done the block.
 */
export function alignBlock(
  task: Task,
  start: i32,
  end: i32,
  scratch: usize,
  sums: usize,
  claim: usize,
  claimed: i32,
): bool {
  const selection = task.selection;
  const labels = task.labels;
  const classWeights = task.classWeights;
  const classes = task.classes;
  const featureSize = task.featureSize;
  const hasConfidence = task.hasConfidence;
  const classBytes = (<usize>classes) << 2;
  const featureBytes = (<usize>featureSize) << 2;
  const stride = padded(classes);
  const featureStride = padded(featureSize);
  const fullClasses = classBytes & ~15;
  const fullFeatures = featureBytes & ~15;

  const h = scratch;
  const tails = h + 4 * stride;
  const change = task.parameters;
  const bias = change + stride;
  const weight = bias + stride;
  const layerBias = load<f32>(weight + featureStride);
  const scaleGradient = sums;
  const biasGradient = scaleGradient + stride;
  const weightGradient = biasGradient + stride;
  memory.fill(sums, 0, sumBytes(classes, featureSize));
  memory.fill(tails, 0, 8 * 16);

  let loss: f64 = 0;
  let weights: f64 = 0;
  let count: f64 = 0;
  let confidences: f64 = 0;
  let layerBiasGradient: f64 = 0;
  let c = f32x4.splat(1);
  let rest = f32x4.splat(0);
  let next = start;
  while (true) {
    if (atomic.load<i32>(claim) != claimed) return false;
    const p0 = nextValid(labels, selection, next, end);
    if (p0 >= end) break;
    const p1 = nextValid(labels, selection, p0 + 1, end);
    const p2 = nextValid(labels, selection, p1 + 1, end);
    const p3 = nextValid(labels, selection, p2 + 1, end);
    next = p3 + 1;
    // The last rows may be less than four: the first stands in for a missing one, without a weight.
    const i0 = at(selection, p0);
    const i1 = p1 < end ? at(selection, p1) : i0;
    const i2 = p2 < end ? at(selection, p2) : i0;
    const i3 = p3 < end ? at(selection, p3) : i0;
    const y0 = offsetOfLabel(labels, i0);
    const y1 = offsetOfLabel(labels, i1);
    const y2 = offsetOfLabel(labels, i2);
    const y3 = offsetOfLabel(labels, i3);
    const w0 = load<f32>(classWeights + y0);
    const w1: f32 = p1 < end ? load<f32>(classWeights + y1) : 0;
    const w2: f32 = p2 < end ? load<f32>(classWeights + y2) : 0;
    const w3: f32 = p3 < end ? load<f32>(classWeights + y3) : 0;

    const x0 = task.features + <usize>i0 * featureBytes;
    const x1 = task.features + <usize>i1 * featureBytes;
    const x2 = task.features + <usize>i2 * featureBytes;
    const x3 = task.features + <usize>i3 * featureBytes;
    if (hasConfidence) {
      const scores = f32x4.add(scoreRows(x0, x1, x2, x3, weight, featureSize), f32x4.splat(layerBias));
      c = sigmoid(scores);
      rest = sigmoid(f32x4.neg(scores));
    }
    const c0 = f32x4.extract_lane(c, 0);
    const c1 = f32x4.extract_lane(c, 1);
    const c2 = f32x4.extract_lane(c, 2);
    const c3 = f32x4.extract_lane(c, 3);

    weights += <f64>w0 + <f64>w1 + (<f64>w2 + <f64>w3);
    count += 1;
    confidences += c0;
    if (p1 < end) {
      count += 1;
      confidences += c1;
    }
    if (p2 < end) {
      count += 1;
      confidences += c2;
    }
    if (p3 < end) {
      count += 1;
      confidences += c3;
    }

    const z0 = task.logits + <usize>i0 * classBytes;
    const z1 = task.logits + <usize>i1 * classBytes;
    const z2 = task.logits + <usize>i2 * classBytes;
    const z3 = task.logits + <usize>i3 * classBytes;
    const h1 = h + stride;
    const h2 = h1 + stride;
    const h3 = h2 + stride;
    const m0 = calibrateRowToLargest(z0, change, bias, c0, h, classes);
    const m1 = calibrateRowToLargest(z1, change, bias, c1, h1, classes);
    const m2 = calibrateRowToLargest(z2, change, bias, c2, h2, classes);
    const m3 = calibrateRowToLargest(z3, change, bias, c3, h3, classes);
    // Behind the row's end there is no class.
    for (let i = classBytes; i < stride; i += 4) {
      store<f32>(h + i, -Infinity);
      store<f32>(h1 + i, -Infinity);
      store<f32>(h2 + i, -Infinity);
      store<f32>(h3 + i, -Infinity);
    }
    const rowWeights = lanesOf(w0, w1, w2, w3);
    const leads = lanesOf(
      load<f32>(h + y0) - m0,
      load<f32>(h1 + y1) - m1,
      load<f32>(h2 + y2) - m2,
      load<f32>(h3 + y3) - m3,
    );
    const atLabels = exponential(leads);
    // Only of rows in a row: there the processor fetches on by itself, and a touch seldom waits.
    const goesOn = followOn(selection, i3, next, end);
    const ahead = goesOn ? x3 + featureBytes : x0;
    const aheadBytes = goesOn ? featureBytes : 0;
    const others = lanesOf(
      rowResiduals(h, y0, m0, stride, ahead, ahead + aheadBytes),
      rowResiduals(h1, y1, m1, stride, ahead + aheadBytes, ahead + 2 * aheadBytes),
      rowResiduals(h2, y2, m2, stride, ahead + 2 * aheadBytes, ahead + 3 * aheadBytes),
      rowResiduals(h3, y3, m3, stride, ahead + 3 * aheadBytes, ahead + 4 * aheadBytes),
    );
    loss += sumLosses(rowWeights, leads, atLabels, others);
    const shares = f32x4.div(f32x4.mul(rowWeights, c), f32x4.add(atLabels, others));
    let byScores = addClassGradients(
      z0,
      z1,
      z2,
      z3,
      h,
      stride,
      shares,
      change,
      bias,
      scaleGradient,
      biasGradient,
      0,
      fullClasses,
    );
    if (fullClasses < stride) {
      const t0 = copyTail(z0, tails, fullClasses, classBytes);
      const t1 = copyTail(z1, tails + 16, fullClasses, classBytes);
      const t2 = copyTail(z2, tails + 32, fullClasses, classBytes);
      const t3 = copyTail(z3, tails + 48, fullClasses, classBytes);
      const tail = addClassGradients(
        t0,
        t1,
        t2,
        t3,
        h,
        stride,
        shares,
        change,
        bias,
        scaleGradient,
        biasGradient,
        fullClasses,
        stride,
      );
      byScores = f32x4.add(byScores, tail);
    }

    if (hasConfidence) {
      // d score = d c  c (1 - c); the first c is in the shares.
      byScores = f32x4.mul(byScores, rest);
      layerBiasGradient +=
        <f64>f32x4.extract_lane(byScores, 0) +
        <f64>f32x4.extract_lane(byScores, 1) +
        (<f64>f32x4.extract_lane(byScores, 2) + <f64>f32x4.extract_lane(byScores, 3));
      addFeatureGradients(x0, x1, x2, x3, byScores, weightGradient, 0, fullFeatures);
      if (fullFeatures < featureStride) {
        const t0 = copyTail(x0, tails + 64, fullFeatures, featureBytes);
        const t1 = copyTail(x1, tails + 80, fullFeatures, featureBytes);
        const t2 = copyTail(x2, tails + 96, fullFeatures, featureBytes);
        const t3 = copyTail(x3, tails + 112, fullFeatures, featureBytes);
        addFeatureGradients(t0, t1, t2, t3, byScores, weightGradient, fullFeatures, featureStride);
      }
    }
  }

  const scalars = sums + scalarsAt(classes, featureSize);
  store<f64>(scalars + LOSS, loss);
  store<f64>(scalars + WEIGHT, weights);
  store<f64>(scalars + COUNT, count);
  store<f64>(scalars + CONFIDENCE, confidences);
  store<f64>(scalars + LAYER_BIAS, layerBiasGradient);
  return true;
}
