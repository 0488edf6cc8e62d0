import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centralDifferences } from '../fixtures/central-differences.js';
import { foldStandardization, unfoldGradient } from './fold-standardization.js';

const finite = (size: number) => fc.double({ min: -size, max: size, noNaN: true });
const three = (value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: 3, maxLength: 3 }).map((values) => Float64Array.from(values));
const layers = fc.record({
  weight: three(finite(5)),
  bias: finite(5),
  mean: three(finite(5)),
  deviation: three(fc.double({ min: 0.01, max: 100, noNaN: true })),
});
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, d) => sum + value * b[d], 0);

describe('foldStandardization', () => {
  it('divides the weights and shifts the bias, worked by hand', () => {
    // 3 (x - 2) / 0.5 + 1 = 6 x - 11.
    const one = (value: number) => Float64Array.of(value);
    const layer = { weight: one(3), bias: 1, mean: one(2), deviation: one(0.5) };
    expect(foldStandardization(layer)).toEqual({ weight: one(6), bias: -11 });
  });

  it('gives raw features the score of standardised ones', () => {
    const property = fc.property(layers, three(finite(10)), (layer, x) => {
      const { weight, bias } = foldStandardization(layer);
      const standardised = x.map((value, d) => (value - layer.mean[d]) / layer.deviation[d]);
      const score = dot(layer.weight, standardised) + layer.bias;
      const terms = Math.abs(bias) + x.reduce((sum, value, d) => sum + Math.abs(value * weight[d]), 0);
      expectClose([dot(weight, x) + bias], [score], { absolute: 1e-13 * (terms + 10) });
    });
    fc.assert(property, { seed: 1 });
  });

  it('leaves a layer on raw features as it is', () => {
    const layer = { weight: Float64Array.of(1, -2), bias: 0.3, mean: Float64Array.of(0, 0) };
    const folded = foldStandardization({ ...layer, deviation: Float64Array.of(1, 1) });
    expect(folded).toEqual({ weight: layer.weight, bias: 0.3 });
  });
});

describe('unfoldGradient', () => {
  it('is the adjoint: <g, fold(v)> = <unfold(g), v>', () => {
    const gradients = fc.record({ weight: three(finite(5)), bias: finite(5) });
    const property = fc.property(layers, gradients, (layer, gradient) => {
      const folded = foldStandardization(layer);
      const back = unfoldGradient(gradient, layer);
      const left = dot(gradient.weight, folded.weight) + gradient.bias * folded.bias;
      const terms = [0, 1, 2].map(
        (d) => Math.abs(layer.weight[d] / layer.deviation[d]) * (5 + Math.abs(layer.mean[d] * gradient.bias)),
      );
      const absolute = 1e-13 * (25 + terms.reduce((sum, term) => sum + term, 0));
      expectClose([dot(back.weight, layer.weight) + back.bias * layer.bias], [left], { absolute });
    });
    fc.assert(property, { seed: 1 });
  });

  it('takes the gradient of a loss of the folded layer back to the standardised one', () => {
    const layer = {
      weight: Float64Array.of(0.5, -1, 2),
      bias: 0.25,
      mean: Float64Array.of(2, -1, 0.5),
      deviation: Float64Array.of(0.5, 3, 1.5),
    };
    // Not linear, so that the gradient differs by place: sum of sines of the folded parameters.
    const { weight, bias } = foldStandardization(layer);
    const gradient = { weight: weight.map(Math.cos), bias: Math.cos(bias) };
    const { weight: byWeight, bias: byBias } = unfoldGradient(gradient, layer);
    const expected = centralDifferences(
      ([w0, w1, w2, offset]) => {
        const folded = foldStandardization({ ...layer, weight: Float64Array.of(w0, w1, w2), bias: offset });
        return folded.weight.reduce((sum, value) => sum + Math.sin(value), Math.sin(folded.bias));
      },
      [...layer.weight, layer.bias],
    );
    expectClose([...byWeight, byBias], expected, { relativeToLargest: 1e-9 });
  });
});
