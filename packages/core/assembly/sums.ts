import { padded, Task } from './task';

// The sums of a block: float32 gradients by scale K | bias K | confidence weight D in whole vectors, and then these in float64.
export const LOSS = 0;
export const WEIGHT = 8;
export const COUNT = 16;
export const CONFIDENCE = 24;
export const LAYER_BIAS = 32;

/** Where the float64 sums begin. */
export function scalarsAt(classes: i32, featureSize: i32): usize {
  return 2 * padded(classes) + padded(featureSize);
}

/** Bytes of the sums of a block. */
export function sumBytes(classes: i32, featureSize: i32): usize {
  return scalarsAt(classes, featureSize) + 48;
}

/** How many totals there are: theta's size + 4. */
export function totalCount(task: Task): i32 {
  return 2 * task.classes + (task.hasConfidence ? task.featureSize + 1 : 0) + 4;
}

function addVector(sums: usize, totals: usize, length: i32): void {
  const end = (<usize>length) << 2;
  const vectors = end & ~7;
  let i: usize = 0;
  for (; i < vectors; i += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(sums + i));
    v128.store(totals + 2 * i, f64x2.add(v128.load(totals + 2 * i), pair));
  }
  if (i < end) store<f64>(totals + 2 * i, load<f64>(totals + 2 * i) + <f64>load<f32>(sums + i));
}

function addNumber(sum: usize, total: usize): void {
  store<f64>(total, load<f64>(total) + load<f64>(sum));
}

/**
 * Adds the sums of a block to the totals, float64 without gaps: gradient by theta, then the sums over valid rows of weighted
 * loss, weight, count and confidence.
 */
export function addSums(task: Task, sums: usize, totals: usize): void {
  const classes = task.classes;
  const featureSize = task.featureSize;
  const stride = padded(classes);
  const scalars = sums + scalarsAt(classes, featureSize);
  let to = totals;
  addVector(sums, to, classes);
  to += (<usize>classes) << 3;
  addVector(sums + stride, to, classes);
  to += (<usize>classes) << 3;
  if (task.hasConfidence) {
    addVector(sums + 2 * stride, to, featureSize);
    to += (<usize>featureSize) << 3;
    addNumber(scalars + LAYER_BIAS, to);
    to += 8;
  }
  addNumber(scalars + LOSS, to);
  addNumber(scalars + WEIGHT, to + 8);
  addNumber(scalars + COUNT, to + 16);
  addNumber(scalars + CONFIDENCE, to + 24);
}
