import type { FeatureSource } from '../../features/feature-source.js';
import { gatheringStore } from '../gathering-store.js';
import { hostObjective } from '../host-objective.js';
import type { SummingEngine } from './fit-engine.js';
import { withHostSteps } from './with-host-steps.js';

/** Float64 in plain JavaScript. */
export function hostEngine(source: FeatureSource): SummingEngine {
  return withHostSteps({
    kernel: 'host-float64',
    rows: (setting) => gatheringStore(source, hostObjective(setting)),
    close: async () => {},
  });
}
