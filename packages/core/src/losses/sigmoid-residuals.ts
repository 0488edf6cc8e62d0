/**
 * Alignment loss of one row of a head that answers yes or no for each class on its own, as one-stage detectors do, and its gradient by
 * the calibrated logits z, which takes their place.
 *
 * For class j the model says present with `sigmoid(z_j)` and absent with `sigmoid(-z_j)`. As Eq. 10 does, the reference puts `w_y` on
 * the true class being present; that any other class is absent is what a background row says in a softmax head, and weighs 1. The sum
 * over the classes of the KL divergences (Eq. 8-9) is, up to a constant,
 *
 * `-w_y log sigmoid(z_y) - sum_(j != y) log sigmoid(-z_j)`, with gradient `w_y (p_y - 1)` at y and `p_j` elsewhere.
 *
 * A weight on both answers of a class would move nothing: its two-way decision would keep its optimum. So it is on one, and the weights
 * count relative to the 1 of the other: sum them to K (`normalization: 'classes'`).
 *
 * @param background column without a logit of its own: nothing is said of it, and a row with that label has all classes absent
 */
export function sigmoidResiduals(logits: Float64Array, label: number, weight: number, background = -1): number {
  let loss = 0;
  for (let k = 0; k < logits.length; k++) {
    if (k === background) {
      logits[k] = 0;
      continue;
    }
    const isPresent = k === label;
    const classWeight = isPresent ? weight : 1;
    const wrong = isPresent ? -logits[k] : logits[k];
    // log(1 + e^x), without overflow.
    loss += classWeight * (Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
    const probability = 1 / (1 + Math.exp(-wrong));
    logits[k] = classWeight * (isPresent ? -probability : probability);
  }
  return loss;
}
