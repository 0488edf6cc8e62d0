import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { initializeParameters } from './initialize-parameters.js';
import { residualGlyphNet } from './residual-glyph-net.js';
import { resnet32 } from './resnet32.js';

const sizeOf = (parameters: ReadonlyMap<string, tf.Variable>) =>
  [...parameters.values()].reduce((sum, variable) => sum + (variable.trainable ? variable.size : 0), 0);

afterEach(() => {
  tf.disposeVariables();
});

describe('initializeParameters', () => {
  it('gives the networks the size that they have on paper', () => {
    // Glyph net, w = 16: 129,208 with its linear head of 64 x 200 + 200.
    expect(sizeOf(initializeParameters(residualGlyphNet().parameters, 0))).toBe(129_208 - 64 * 200 - 200);
    // ResNet-32: 464,154 with its linear head of 64 x 10 + 10.
    expect(sizeOf(initializeParameters(resnet32().parameters, 0))).toBe(464_154 - 64 * 10 - 10);
  });

  it('draws filters within the bounds of their rule, and starts normalisation as the identity', () => {
    const filterOf = (backbone: typeof glyphNet) =>
      Array.from(initializeParameters(backbone.parameters, 3).get('conv1.weight')?.dataSync() ?? []);
    const glyphNet = residualGlyphNet();
    const uniform = filterOf(glyphNet);
    expect(Math.max(...uniform.map(Math.abs))).toBeLessThanOrEqual(Math.fround(1 / 5));
    expect(Math.max(...uniform)).toBeGreaterThan(0.19);
    const normal = filterOf(resnet32());
    const variance = normal.reduce((sum, value) => sum + value * value, 0) / normal.length;
    // 432 draws of variance 2 / 27: five standard errors are 5 sqrt(2 / 432) = 34 %.
    expect(Math.abs(variance / (2 / 27) - 1)).toBeLessThan(0.34);
    const parameters = initializeParameters(glyphNet.parameters, 3);
    const values = (name: string) => new Set(parameters.get(name)?.dataSync());
    expect(['bn1.weight', 'bn1.bias', 'bn1.running_mean', 'bn1.running_var'].map(values)).toEqual(
      [1, 0, 0, 1].map((value) => new Set([value])),
    );
  });

  it('repeats a network for its seed, and draws another for another', () => {
    const draw = (seed: number) =>
      Array.from(
        initializeParameters(residualGlyphNet({ width: 2 }).parameters, seed)
          .get('conv2.weight')
          ?.dataSync() ?? [],
      );
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});
