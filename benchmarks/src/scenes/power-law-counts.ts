/** A long tail: class k = 1..K has `most k^-exponent`, rounded, and `least` at least. */
export interface PowerLaw {
  readonly classes: number;
  readonly most: number;
  readonly exponent: number;
  readonly least: number;
}

/** In how many scenes each class stands [K], most frequent first. */
export function powerLawCounts({ classes, most, exponent, least }: PowerLaw): number[] {
  return Array.from({ length: classes }, (_, k) => Math.max(least, Math.round(most * (k + 1) ** -exponent)));
}
