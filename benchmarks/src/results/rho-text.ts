import type { AblationRun } from '../experiments/component-ablation/component-ablation.js';

/** The range of the rho that were chosen: `1.2`, or `0.9–1.5` where the networks differ; `-` where none was chosen. */
export function rhoText(runs: readonly Pick<AblationRun, 'rho'>[]): string {
  const rhos = runs.flatMap(({ rho }) => (rho === null ? [] : [rho]));
  if (rhos.length === 0) return '-';
  const [lowest, highest] = [Math.min(...rhos), Math.max(...rhos)].map((rho) => rho.toFixed(1));
  return lowest === highest ? lowest : `${lowest}–${highest}`;
}
