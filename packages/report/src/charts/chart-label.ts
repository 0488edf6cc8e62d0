import type { Chart } from '../document/chart.js';

/** How the frame of a chart is called on a page. */
export function chartLabel({ title }: Chart): string {
  return `${title}: the arrow keys go through its points`;
}
