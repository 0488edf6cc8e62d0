import { alignBlock, blockScratch } from './align-block';
import { addSums, sumBytes, totalCount } from './sums';
import { layParameters, parameterBytes, Task } from './task';

/** Rows whose gradients are added up in float32 before they go to the totals: short sums keep their digits. */
const ROWS_PER_SUM: i32 = 512;

/** Bytes of scratch that `align` needs: the task with a word that claims it, parameters, sums, totals, and what a block needs. */
export function alignScratch(classes: i32, featureSize: i32): usize {
  const totals = (<usize>(2 * classes + featureSize + 5)) << 3;
  return 64 + parameterBytes(classes, featureSize) + sumBytes(classes, featureSize) + blockScratch(classes) + totals;
}

/**
 * Gradient of the summed loss by theta, then the sums over valid rows of weighted loss, weight, count and confidence, of the
 * rows that `selection` names. theta = [scale change K | bias K | confidence weight D | confidence bias]; the last two where
 * `hasConfidence`.
 */
export function align(
  features: usize,
  logits: usize,
  theta: usize,
  labels: usize,
  classWeights: usize,
  selection: usize,
  out: usize,
  scratch: usize,
  rows: i32,
  classes: i32,
  featureSize: i32,
  hasConfidence: i32,
): void {
  memory.fill(scratch, 0, alignScratch(classes, featureSize));
  const task = changetype<Task>(scratch);
  const claim = scratch + 60;
  task.features = features;
  task.logits = logits;
  task.labels = labels;
  task.selection = selection;
  task.classWeights = classWeights;
  task.parameters = scratch + 64;
  task.classes = classes;
  task.featureSize = featureSize;
  task.hasConfidence = hasConfidence;
  layParameters(task, theta);

  const sums = task.parameters + parameterBytes(classes, featureSize);
  const totals = sums + sumBytes(classes, featureSize);
  const count = totalCount(task);
  const block = totals + ((<usize>(2 * classes + featureSize + 5)) << 3);
  for (let start: i32 = 0; start < rows; start += ROWS_PER_SUM) {
    alignBlock(task, start, min(start + ROWS_PER_SUM, rows), block, sums, claim, 0);
    addSums(task, sums, totals);
  }
  for (let i: i32 = 0; i < count; i++) {
    store<f32>(out + ((<usize>i) << 2), <f32>load<f64>(totals + ((<usize>i) << 3)));
  }
}
