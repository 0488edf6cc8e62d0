import type { LiveChoice, LivePrior } from './live-panel.js';

/** What can be chosen in a panel. */
export interface LiveOptions {
  /** Rising. */
  readonly rhos: readonly number[];
  readonly priors: readonly LivePrior[];
  /** Whether a part may be switched from where the choice stands. */
  readonly canSwitch: (part: LivePart, choice: LiveChoice) => boolean;
}

/** The parts of a calibration. */
export const liveParts = ['magnitude', 'margin', 'confidence'] as const;
/** A part of a calibration. */
export type LivePart = (typeof liveParts)[number];

/** The choices that the settings of a panel leave to its reader. */
export function liveOptions(settings: readonly LiveChoice[]): LiveOptions {
  const has = (choice: LiveChoice) =>
    (!choice.magnitude && !choice.margin) ||
    settings.some((setting) => liveParts.every((part) => setting[part] === choice[part]));
  return {
    rhos: [...new Set(settings.map(({ rho }) => rho))].sort((a, b) => a - b),
    priors: [...new Set(settings.map(({ targetPrior }) => targetPrior))],
    canSwitch: (part, choice) => has({ ...choice, [part]: !choice[part] }),
  };
}
