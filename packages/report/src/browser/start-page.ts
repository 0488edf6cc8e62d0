import { startChartReadout } from './chart-readout.js';
import { startThemeButton } from './theme-button.js';

/** What every page does: change its colours, and say the numbers of its charts. */
export function startPage(): void {
  const button = document.querySelector<HTMLButtonElement>('#theme');
  const readout = document.querySelector<HTMLElement>('#readout');
  if (button) startThemeButton(button);
  if (readout) startChartReadout(readout);
}
