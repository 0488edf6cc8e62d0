/**
 * Weighted cross-entropy of one row, `-w log softmax(z)_y`, and its gradient by the calibrated logits z, `w (p_j - [j = y])`, which
 * takes their place.
 */
export function softmaxResiduals(logits: Float64Array, label: number, weight: number): number {
  let largest = -Infinity;
  for (const value of logits) if (value > largest) largest = value;
  const atLabel = logits[label] - largest;
  let total = 0;
  for (let k = 0; k < logits.length; k++) total += logits[k] = Math.exp(logits[k] - largest);
  const perExponential = weight / total;
  for (let k = 0; k < logits.length; k++) logits[k] = logits[k] * perExponential - (k === label ? weight : 0);
  return weight * (Math.log(total) - atLabel);
}
