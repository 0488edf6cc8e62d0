/** What class weights make of a batch. */
export interface BatchWeights {
  /** Valid rows. */
  readonly count: number;
  /** Sum of their weights. */
  readonly weight: number;
  /** The largest of them. */
  readonly largest: number;
  /** float32 [K]: the weights over the largest, so that float32 holds them however steep they are; 0 without any. */
  readonly scaled: Float32Array;
}

/** Counts the rows of a batch, given by row numbers, and scales the weights for float32. Labels below 0 are ignored. */
export function scaleWeights(labels: Int32Array, batch: Int32Array, classWeights: Float64Array): BatchWeights {
  let [count, weight, largest] = [0, 0, 0];
  for (const row of batch) {
    const label = labels[row];
    if (label < 0) continue;
    count++;
    weight += classWeights[label];
    largest = Math.max(largest, classWeights[label]);
  }
  const scaled = new Float32Array(classWeights.length);
  if (largest > 0) {
    // A class that is not in the batch may have a larger weight, which does not matter.
    for (let k = 0; k < scaled.length; k++) scaled[k] = Math.min(classWeights[k] / largest, 1);
  }
  return { count, weight, largest, scaled };
}
