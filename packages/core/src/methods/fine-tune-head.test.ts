import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { linearLogitsOnHost, type LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import { alignmentOnHost } from '../losses/alignment-on-host.js';
import { fineTuneHead } from './fine-tune-head.js';

const head: LinearHeadArrays = {
  classes: 3,
  featureSize: 2,
  weight: Float32Array.of(0.1, -0.2, 0.3, 0.4, -0.5, 0.6),
  bias: Float32Array.of(0, 0.1, -0.1),
};
const classWeights = Float64Array.of(0.2, 0.3, 0.5);

/** Weighted mean loss of a head in float64 on the host. */
async function lossOf(source: ReturnType<typeof drawFeatures>, tuned: LinearHeadArrays): Promise<number> {
  const { features, labels, rows } = await source.read({ start: 0, end: source.rows });
  const batch = { rows, features, labels, logits: linearLogitsOnHost(features, tuned) };
  const { loss, weight } = alignmentOnHost(batch, identityCalibration(3), classWeights);
  return loss / weight;
}

describeOnEveryBackend('fineTuneHead', () => {
  it('takes the step that finite differences ask for', async () => {
    const source = drawFeatures({ rows: 12, featureSize: 2, classes: 3 });
    const tuned = await fineTuneHead(source, head, { classWeights, epochs: 1, batchSize: 12, learningRate: 1 });
    // One step of rate 1 from rest: what moved is minus the gradient.
    const h = 1e-2;
    const expected = [];
    for (const i of head.weight.keys()) {
      const shifted = async (by: number) =>
        lossOf(source, { ...head, weight: head.weight.map((value, at) => (at === i ? value + by : value)) });
      expected.push(-((await shifted(h)) - (await shifted(-h))) / (2 * h));
    }
    const moved = tuned.weight.map((value, i) => value - head.weight[i]);
    expectClose(moved, expected, { relativeToLargest: 1e-3 }); // the error of the differences is of h^2
  });

  it('lowers the loss, and leaves the given head alone', async () => {
    const source = drawFeatures({ rows: 90, featureSize: 2, classes: 3 });
    const before = head.weight.slice();
    const losses: number[] = [];
    const onProgress = ({ loss }: { loss: number }) => losses.push(loss);
    const tuned = await fineTuneHead(source, head, {
      classWeights,
      epochs: 5,
      batchSize: 32,
      learningRate: 0.3,
      onProgress,
    });
    expect(await lossOf(source, tuned)).toBeLessThan(await lossOf(source, head));
    expect(head.weight).toEqual(before);
    expect(losses).toHaveLength(15);
  });
});

it('fineTuneHead refuses a head of other sizes', async () => {
  const source = featuresInMemory({ features: [[1]], logits: [[0, 1, 2]], labels: [0] });
  await expect(fineTuneHead(source, head, { classWeights })).rejects.toThrow(
    new RangeError('fineTuneHead: `head` must be [3, 1], as the source is, got [3, 2]'),
  );
});
