import { pairedBootstrapOverSeeds } from '@disalign/core';
import type { NetworkComparison } from './compare-optimizers.js';
import { comparedNames, type OptimizerComparison, type OptimizerRow } from './optimizer-comparison.js';

/**
 * The comparison of several networks, with a paired interval of each way against the first over validation images.
 *
 * @throws RangeError without networks
 */
export function combineComparisons(dataSet: string, networks: readonly NetworkComparison[]): OptimizerComparison {
  const [first] = networks;
  if (first === undefined) throw new RangeError('combineComparisons: `networks` must hold at least one, got none');
  const rows = comparedNames.map((optimizer, way): OptimizerRow => {
    const pairs = networks.map(({ runs }) => ({ reference: runs[0].correct, candidate: runs[way].correct }));
    const evaluated = { labels: first.validationLabels, trainCounts: first.trainCounts, runs: pairs };
    return {
      optimizer,
      runs: networks.map(({ runs }) => {
        const { networkSeed, rho, validation, seconds } = runs[way];
        return { networkSeed, rho, validation, seconds };
      }),
      overFirst: way === 0 ? null : pairedBootstrapOverSeeds(evaluated, { seed: 0 }).overall,
    };
  });
  return { dataSet, validationImages: first.validationLabels.length, rows };
}
