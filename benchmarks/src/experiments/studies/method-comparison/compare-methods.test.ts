import { pairedBootstrapOverSeeds } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { comparedNames } from '../../methods/compared-methods.js';
import { findRuns } from '../find-runs.js';
import { smallFindings, smallSubject } from '../fixtures/small-findings.js';
import { answerOf, BOOTSTRAP, compareMethods, pairRuns } from './compare-methods.js';
import { comparisonSentences } from './comparison-sentences.js';

const rows = compareMethods(smallFindings);
const rowOf = (name: string) => rows.find(({ method }) => method === name)!;
const { measured } = smallFindings;

describe('compareMethods', () => {
  it('has a row for each method, in the order of the table', () => {
    expect(rows.map(({ method }) => method)).toEqual(comparedNames);
    expect(rowOf('disalign').chosen).toEqual({ rho: [1.5, 1.5] });
  });

  it('takes the mean over networks of the means over seeds', () => {
    const networks = findRuns(measured, { method: 'crt' });
    const overall = networks.map((runs) => (Number(runs[0].test.overall) + Number(runs[1].test.overall)) / 2);
    expect(rowOf('crt').byPrior.uniform.mean.overall).toBeCloseTo((overall[0] + overall[1]) / 2, 12);
  });

  it('compares DisAlign with each method on the same networks, seeds and rows, and not with itself', () => {
    expect(rowOf('disalign').byPrior.uniform.disalignOver).toBeNull();
    const own = findRuns(measured, { method: 'disalign' });
    const runs = own.flatMap((seeds, network) =>
      seeds.map(({ correct }, seed) => ({
        reference: findRuns(measured, { method: 'crt' })[network][seed].correct,
        candidate: correct,
      })),
    );
    const { trainCounts } = smallSubject;
    const evaluated = { labels: measured[0].testLabels, trainCounts, runs };
    expect(rowOf('crt').byPrior.uniform.disalignOver).toEqual(pairedBootstrapOverSeeds(evaluated, BOOTSTRAP));
  });

  it('pairs a method that has no seed with every seed of DisAlign', () => {
    const joint = findRuns(measured, { method: 'joint' });
    const pairs = pairRuns(joint, findRuns(measured, { method: 'disalign' }));
    expect(pairs.map(({ reference }) => reference)).toEqual(joint.flatMap(([run]) => [run.correct, run.correct]));
    expect(rowOf('joint').byPrior.uniform.deviationOverFits.overall).toBeNull();
  });

  it('weighs the difference as the prior weighs the classes', () => {
    const { mean, disalignOver } = rowOf('joint').byPrior.training;
    const own = rowOf('disalign').byPrior.training.mean;
    expect(disalignOver?.overall?.estimate).toBeCloseTo(Number(own.overall) - Number(mean.overall), 12);
    // The largest class decides, of which the baseline gets more right.
    expect(disalignOver?.overall?.estimate).toBeLessThan(0);
    expect(rowOf('joint').byPrior.backward.disalignOver?.overall?.lower).toBeGreaterThan(0);
  });
});

it('answers by the interval', () => {
  expect(answerOf({ estimate: 0.02, lower: 0.01, upper: 0.03 })).toBe('beats');
  expect(answerOf({ estimate: 0.02, lower: 0, upper: 0.03 })).toBe('ties with');
  expect(answerOf({ estimate: -0.02, lower: -0.03, upper: -0.01 })).toBe('loses to');
});

it('has a sentence for each method, one for the bound and one for each further prior', () => {
  const sentences = comparisonSentences(rows, 'Glyph-LT');
  expect(sentences).toHaveLength(comparedNames.length - 2 + 3);
  expect(sentences[0]).toMatch(/^On Glyph-LT DisAlign beats Joint: \+\d+\.\d \[\+\d+\.\d, \+\d+\.\d\] points\.$/);
  expect(sentences.at(-3)).toMatch(/^On Glyph-LT the empirical bound is at .* and closes \d+ % of the way\.$/);
  expect(sentences.at(-2)).toMatch(/under the training prior DisAlign .*loses to .*Joint/);
});
