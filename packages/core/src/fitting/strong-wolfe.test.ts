import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Point, searchLine } from './strong-wolfe.js';

/** A function of one number as the search sees it, and the lengths that were tried. */
function along(value: (x: number) => number, slope: (x: number) => number) {
  const tried: number[] = [];
  const at = (parameters: Float64Array): Point => {
    const [x] = parameters;
    return { parameters, value: value(x), loss: value(x), meanConfidence: 1, gradient: Float64Array.of(slope(x)) };
  };
  const evaluate = async (parameters: Float64Array) => {
    tried.push(parameters[0]);
    return at(parameters);
  };
  return { start: (x: number) => at(Float64Array.of(x)), evaluate, tried };
}

const line = (direction: number, firstLength = 1) => ({ direction: Float64Array.of(direction), firstLength });

function expectWolfe(from: Point, to: Point | null, direction: number): void {
  const slope = from.gradient[0] * direction;
  const length = (to!.parameters[0] - from.parameters[0]) / direction;
  expect(to!.value).toBeLessThanOrEqual(from.value + 1e-4 * length * slope);
  expect(Math.abs(to!.gradient[0] * direction)).toBeLessThanOrEqual(0.9 * Math.abs(slope));
}

describe('searchLine', () => {
  it('takes the first length where it will do', async () => {
    const { start, evaluate, tried } = along(
      (x) => x * x,
      (x) => 2 * x,
    );
    const found = await searchLine(start(1), line(-2, 0.5), evaluate);
    expect(found?.parameters).toEqual(Float64Array.of(0));
    expect(tried).toEqual([0]);
  });

  it('doubles the length while the function falls', async () => {
    const { start, evaluate, tried } = along(
      (x) => (x - 100) ** 2,
      (x) => 2 * (x - 100),
    );
    await searchLine(start(0), line(1), evaluate);
    // The slope, 200 at the start, is flat enough from 180 on: 184 at 8, 168 at 16.
    expect(tried).toEqual([1, 2, 4, 8, 16]);
  });

  it('finds the minimum of a quadratic in one step of its cubic', async () => {
    const { start, evaluate, tried } = along(
      (x) => (x - 3) ** 2,
      (x) => 2 * (x - 3),
    );
    const found = await searchLine(start(0), line(1, 20), evaluate);
    expect(tried[0]).toBe(20);
    expectClose(found!.parameters, [3], { relative: 1e-12 });
  });

  it('ends where the strong Wolfe conditions hold', async () => {
    const shapes = fc.record({
      curvature: fc.double({ min: 0.01, max: 100, noNaN: true }),
      wave: fc.double({ min: -20, max: 20, noNaN: true }),
      x: fc.double({ min: -10, max: 10, noNaN: true }),
      logLength: fc.double({ min: -3, max: 3, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ curvature, wave, x, logLength }) => {
        const value = (at: number) => (curvature * at * at) / 2 + wave * Math.cos(at);
        const { start, evaluate } = along(value, (at) => curvature * at - wave * Math.sin(at));
        const from = start(x);
        fc.pre(Math.abs(from.gradient[0]) > 1e-3);
        const direction = -from.gradient[0];
        const found = await searchLine(from, line(direction, 10 ** logLength / Math.abs(direction)), evaluate);
        expectWolfe(from, found, direction);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each([
    ['infinite', 1],
    ['NaN', 10],
  ])('comes back from where the function is %s', async (_, firstLength) => {
    // -3 x - log(1 - x): its minimum is at 2/3; at 1 it is infinite, beyond it is NaN.
    const { start, evaluate } = along(
      (x) => -3 * x - Math.log(1 - x),
      (x) => -3 + 1 / (1 - x),
    );
    const from = start(0);
    const found = await searchLine(from, line(1, firstLength), evaluate);
    expectWolfe(from, found, 1);
  });

  it('comes back from a point that has a value but no slope', async () => {
    const { start, evaluate } = along(
      (x) => (x - 1) ** 2,
      (x) => (x > 1.5 ? NaN : 2 * (x - 1)),
    );
    const from = start(0);
    expectWolfe(from, await searchLine(from, line(1, 1.9), evaluate), 1);
  });

  it('finds nothing upwards, on the flat, and where every trial is higher', async () => {
    const parabola = along(
      (x) => x * x,
      (x) => 2 * x,
    );
    expect(await searchLine(parabola.start(1), line(1), parabola.evaluate)).toBeNull();
    expect(await searchLine(parabola.start(0), line(1), parabola.evaluate)).toBeNull();
    expect(parabola.tried).toEqual([]);
    const lying = along(
      (x) => (x === 0 ? 0 : 1),
      () => -1,
    );
    expect(await searchLine(lying.start(0), line(1), lying.evaluate)).toBeNull();
    expect(lying.tried.length).toBeLessThanOrEqual(25);
  });

  it('takes the lowest point of 25 where the function falls for ever', async () => {
    const { start, evaluate, tried } = along(
      (x) => -x,
      () => -1,
    );
    const found = await searchLine(start(0), line(1), evaluate);
    expect(tried).toHaveLength(25);
    expect(found?.parameters[0]).toBe(2 ** 24);
  });
});
