import type { LiveChoice } from './live-panel.js';

/** The text of a choice: equal choices have equal texts. */
export function choiceText({ rho, magnitude, margin, confidence, targetPrior }: LiveChoice): string {
  const parts = Object.entries({ magnitude, margin, confidence }).flatMap(([name, on]) => (on ? [name] : []));
  return `rho ${rho}, ${parts.join(' + ') || 'nothing'}, ${targetPrior} prior`;
}
