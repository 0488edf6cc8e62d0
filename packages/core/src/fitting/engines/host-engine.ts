import type { FeatureSource } from '../../features/feature-source.js';
import { gatheringStore } from '../gathering-store.js';
import { hostObjective } from '../host-objective.js';
import type { FitEngine } from './fit-engine.js';

/** Float64 in plain JavaScript. */
export function hostEngine(source: FeatureSource): FitEngine {
  return {
    kernel: 'host-float64',
    rows: (setting) => gatheringStore(source, hostObjective(setting)),
    close: async () => {},
  };
}
