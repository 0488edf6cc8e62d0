import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { centralDifferences } from '../fixtures/central-differences.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { drawRows } from '../fitting/samplers.js';
import { alignmentOnHost } from '../losses/alignment-on-host.js';
import { classifierRetraining } from './classifier-retraining.js';
import { empiricalBound } from './empirical-bound.js';
import { goldenSource, methodGoldens } from './fixtures/method-goldens.js';
import { learnableWeightScaling } from './learnable-weight-scaling.js';
import { trainableLinearHead } from './trainable-head.js';

const { features, logits, labels } = methodGoldens;
const [classes, featureSize, rows] = [4, 6, labels.length];
/** One step over all that an epoch draws. */
const oneStep = { epochs: 1, batchSize: rows, learningRate: 0.5, weightDecay: 0.01, seed: 3 } as const;

/** Mean loss of logits [N, K] over the rows, each as often as it is used. */
function lossOf(scores: Float64Array, uses: ArrayLike<number>): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const one = { rows: 1, features: new Float64Array(0), labels: Int32Array.of(labels[row]) };
    const batch = { ...one, logits: scores.subarray(row * classes, (row + 1) * classes) };
    sum += uses[row] * alignmentOnHost(batch, identityCalibration(classes), new Float64Array(classes).fill(1)).loss;
    total += uses[row];
  }
  return sum / total;
}

function drawn(): Uint32Array {
  const uses = drawRows('class-balanced', Int32Array.from(labels), { seed: oneStep.seed, epoch: 0, epochs: 1 });
  if (uses === null) throw new Error('every row once');
  return uses;
}

/** `p - rate (gradient + decay p)` with the gradient of finite differences. */
function stepped(start: Float64Array, loss: (point: Float64Array) => number): Float64Array {
  const gradient = centralDifferences(loss, start);
  return start.map((value, i) => value - oneStep.learningRate * (gradient[i] + oneStep.weightDecay * value));
}

function linearScores(parameters: Float64Array): Float64Array {
  return Float64Array.from(
    features.flatMap((x) =>
      Array.from({ length: classes }, (_, j) =>
        x.reduce(
          (sum, value, d) => sum + value * parameters[j * featureSize + d],
          parameters[classes * featureSize + j],
        ),
      ),
    ),
  );
}

describeOnEveryBackend('a head that is trained anew', () => {
  const start = trainableLinearHead({ classes, featureSize }).start(oneStep.seed);

  it.each([
    ['cRT, on rows drawn class by class', classifierRetraining, drawn()],
    ['the empirical bound, on each row once', empiricalBound, new Uint32Array(rows).fill(1)],
  ] as const)('takes the step of finite differences: %s', async (_, method, uses) => {
    const { outcome, trainedParameters } = await method.fit({ train: goldenSource, balanced: goldenSource }, oneStep);
    if (outcome.kind !== 'head') throw new Error('not a head');
    const { weight, bias } = outcome.head;
    const expected = stepped(start, (point) => lossOf(linearScores(point), uses));
    expectClose([...weight, ...(bias ?? [])], expected, { relativeToLargest: 2e-5 });
    expect(trainedParameters).toBe(28);
  });

  it('draws another class as often as a large one', () => {
    const perClass = methodGoldens.counts.map((_, k) =>
      drawn().reduce((sum, use, row) => sum + (labels[row] === k ? use : 0), 0),
    );
    // 72 draws over 4 classes: 18 each, with a deviation of 3.7.
    perClass.forEach((draws) => expect(Math.abs(draws - 18)).toBeLessThan(12));
  });

  it('can be a cosine head', async () => {
    const { outcome, trainedParameters } = await classifierRetraining.fit(
      { train: goldenSource },
      { ...oneStep, head: 'cosine' },
    );
    expect(outcome).toMatchObject({ kind: 'head', head: { unitParts: 1, bias: null } });
    expect(trainedParameters).toBe(25);
  });
});

describe('learnableWeightScaling', () => {
  it('takes the step of finite differences on the scales, and on nothing else', async () => {
    const { outcome, trainedParameters } = await learnableWeightScaling.fit(
      { train: goldenSource },
      { ...oneStep, onWarning: () => {} },
    );
    if (outcome.kind !== 'calibration') throw new Error('not a calibration');
    const uses = drawn();
    const scaled = (scales: Float64Array) =>
      Float64Array.from(logits.flatMap((z) => z.map((value, j) => value * scales[j])));
    const expected = stepped(new Float64Array(classes).fill(1), (scales) => lossOf(scaled(scales), uses));
    expectClose(outcome.calibration.scale, expected, { relativeToLargest: 2e-5 });
    expect(outcome.calibration).toMatchObject({ bias: new Float64Array(classes), confidence: null });
    expect(trainedParameters).toBe(4);
  });
});
