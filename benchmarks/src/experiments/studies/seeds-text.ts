import { counted } from '../../results/counted.js';
import type { MeasuredMethod } from '../methods/method-run.js';

/** `3 networks × 2 stage-2 seeds.`; how often what was measured was repeated. */
export function seedsText(measured: readonly MeasuredMethod[]): string {
  const networks = new Set(measured.map(({ networkSeed }) => networkSeed)).size;
  const fits = new Set(measured.flatMap(({ runs }) => runs.map(({ fitSeed }) => fitSeed))).size;
  return `${counted(networks, 'network')} × ${counted(fits, 'stage-2 seed')}.`;
}
