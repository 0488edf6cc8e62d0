/** A share in percent with one decimal, `46.9`; `-` where there is none. */
export function percentText(share: number | null): string {
  return share === null ? '-' : (100 * share).toFixed(1);
}
