/** Confidences are summed in multiples of 2^-32: integers, so that sums do not depend on their order. */
const UNITS = 2 ** 32;

/** A confidence in units, rounded to the nearest. */
export function confidenceUnits(confidence: number): bigint {
  return BigInt(Math.round(confidence * UNITS));
}

/** The confidence that a number of units stands for. */
export function confidenceOfUnits(units: bigint): number {
  return Number(units) / UNITS;
}

/**
 * The bin b in 0..bins with `b / bins <= confidence < (b + 1) / bins`. A confidence of exactly 1 has bin `bins` to itself,
 * as in torchmetrics.
 */
export function confidenceBin(confidence: number, bins: number): number {
  const bin = Math.floor(confidence * bins);
  // The product is rounded, so that it may lie on the other side of an edge.
  if (confidence < bin / bins) return bin - 1;
  return confidence >= (bin + 1) / bins ? bin + 1 : bin;
}
