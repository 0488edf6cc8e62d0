import { runSgd } from '../run-sgd.js';
import type { SummingEngine } from './fit-engine.js';

/** An engine whose sums come to the host, with the steps that are taken there, in float64. */
export function withHostSteps(engine: Omit<SummingEngine, 'descend'>): SummingEngine {
  return {
    ...engine,
    descend: ({ setting, groups }, ...rest) => runSgd({ store: engine.rows(setting), groups }, ...rest),
  };
}
