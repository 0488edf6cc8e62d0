import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import type { ArmAblation, ScoredRun } from './ablate-arm.js';
import { ablationArms } from './ablation-arm.js';
import { combineArms } from './combine-arms.js';

// Two classes, many-shot and medium-shot, of two test rows each; no few-shot class.
const trainCounts = [500, 50];
const testLabels = Int32Array.of(0, 0, 1, 1);

/** By arm, network and stage-2 seed: which rows are right. The accuracies follow. */
type Rows = readonly [number, number, number, number];

function runOf(networkSeed: number, fitSeed: number, rows: Rows): ScoredRun {
  const [many, medium] = [(rows[0] + rows[1]) / 2, (rows[2] + rows[3]) / 2];
  const test = { overall: (many + medium) / 2, many, medium, few: null };
  return { networkSeed, fitSeed, rho: 1.5, validation: 0.5, test, correct: Uint8Array.from(rows) };
}

function ablationOf(arm: number, networkSeed: number, rows: readonly Rows[]): ArmAblation {
  const trainAccuracy = arm === 6 ? networkSeed / 10 : null;
  const runs = rows.map((row, fitSeed) => runOf(networkSeed, fitSeed, row));
  return { networkSeed, arm, classes: 2, featureSize: 3, trainCounts, trainAccuracy, testLabels, runs };
}

const baseline: readonly Rows[] = [
  [1, 1, 0, 0],
  [1, 1, 0, 0],
];
// Overall 0.5 and 1 on network 4, 0.75 and 0.75 on network 5.
const learned: Readonly<Record<number, readonly Rows[]>> = {
  4: [
    [1, 1, 0, 0],
    [1, 1, 1, 1],
  ],
  5: [
    [1, 1, 1, 0],
    [1, 0, 1, 1],
  ],
};

/** Every arm on networks 4 and 5. */
const arms = ablationArms.flatMap((_, arm) => [4, 5].map((n) => ablationOf(arm, n, arm === 0 ? baseline : learned[n])));

describe('combineArms', () => {
  const table = combineArms('glyph-lt', arms);

  it('says what was tested', () => {
    const { dataSet, classes, testImages, classesByGroup, trainAccuracy } = table;
    expect({ dataSet, classes, testImages }).toEqual({ dataSet: 'glyph-lt', classes: 2, testImages: 4 });
    expect(classesByGroup).toEqual({ many: 1, medium: 1, few: 0 });
    expect(trainAccuracy).toEqual([0.4, 0.5]);
  });

  it('has a row for each arm in its order, with all runs of it as plain data', () => {
    expect(table.rows.map(({ arm }) => arm)).toEqual(ablationArms.map(({ name }) => name));
    expect(table.rows.map(({ trainedParameters }) => trainedParameters)).toEqual([0, 0, 8, 2, 2, 4, 8]);
    const { runs } = table.rows[3];
    expect(runs.map(({ networkSeed, fitSeed }) => [networkSeed, fitSeed])).toEqual([
      [4, 0],
      [4, 1],
      [5, 0],
      [5, 1],
    ]);
    expect(runs[1]).toEqual({
      networkSeed: 4,
      fitSeed: 1,
      rho: 1.5,
      validation: 0.5,
      test: { overall: 1, many: 1, medium: 1, few: null },
    });
  });

  it('means over runs, and deviations over networks and over the seeds of a network', () => {
    const { mean, deviationOverNetworks, deviationOverFits } = table.rows[6];
    // Overall: networks 0.75 and 0.75. Many: (1, 1) and (1, 0.5), so 1 and 0.75. Medium: (0, 1) and (0.5, 1), so 0.5 and 0.75.
    expect(mean).toEqual({ overall: 0.75, many: 0.875, medium: 0.625, few: null });
    // Two values a and b deviate by |a - b| / sqrt(2).
    expect(deviationOverNetworks).toMatchObject({ overall: 0, few: null });
    const overNetworks = [deviationOverNetworks.many, deviationOverNetworks.medium].map(Number);
    expectClose(overNetworks, [0.25 / Math.SQRT2, 0.25 / Math.SQRT2], { relative: 1e-12 });
    // Within networks, variances: overall 0.5^2 / 2 and 0, many 0 and 0.5^2 / 2, medium 1 / 2 and 0.5^2 / 2.
    const { overall, many, medium, few } = deviationOverFits;
    const roots = [Math.sqrt(0.125 / 2), Math.sqrt(0.125 / 2), Math.sqrt((0.5 + 0.125) / 2)];
    expectClose([overall, many, medium].map(Number), roots, { relative: 1e-12 });
    expect(few).toBeNull();
  });

  it('has no deviation of a single network or a single seed', () => {
    const single = ablationArms.map((_, arm) => ablationOf(arm, 4, [learned[4][1]]));
    const { rows } = combineArms('glyph-lt', single);
    expect(rows[6].mean).toEqual({ overall: 1, many: 1, medium: 1, few: null });
    const none = { overall: null, many: null, medium: null, few: null };
    expect(rows[6]).toMatchObject({ deviationOverNetworks: none, deviationOverFits: none });
  });

  it('compares each arm with the baseline of the same network', () => {
    expect(table.rows[0].overBaseline).toBeNull();
    // Row by row, in the mean over four runs: 0, -1/4, 3/4, 1/2.
    expect(table.rows[6].overBaseline).toMatchObject({
      overall: { estimate: 0.25 },
      many: { estimate: -0.125 },
      medium: { estimate: 0.625 },
      few: null,
    });
    const shuffled = combineArms('glyph-lt', [...arms].reverse());
    expect(shuffled.rows[6].overBaseline).toEqual(table.rows[6].overBaseline);
  });

  it('gives an arm that does what the baseline does an interval of zero', () => {
    const networks: readonly Rows[] = [
      [1, 0, 0, 0],
      [0, 1, 1, 1],
    ];
    const same = ablationArms.flatMap((_, arm) => networks.map((rows, seed) => ablationOf(arm, seed, [rows])));
    const { overBaseline } = combineArms('glyph-lt', same).rows[2];
    expect(overBaseline?.overall).toEqual({ estimate: 0, lower: 0, upper: 0 });
  });

  it('refuses what is no table', () => {
    const every = '`arms` must hold every arm, each on every network';
    expect(() => combineArms('glyph-lt', [])).toThrow(every);
    expect(() => combineArms('glyph-lt', arms.slice(1))).toThrow(every);
    expect(() => combineArms('glyph-lt', arms.slice(0, -2))).toThrow(every);
    const elsewhere = { ...arms[13], testLabels: Int32Array.of(0, 1, 1, 1) };
    expect(() => combineArms('glyph-lt', [...arms.slice(0, 13), elsewhere])).toThrow('tested on the same rows');
    const shorter = { ...arms[13], testLabels: Int32Array.of(0, 0, 1) };
    expect(() => combineArms('glyph-lt', [...arms.slice(0, 13), shorter])).toThrow('tested on the same rows');
    const other = ablationOf(6, 9, learned[5]);
    expect(() => combineArms('glyph-lt', [...arms.slice(0, 13), other])).toThrow('network 9 must have a baseline');
  });
});
