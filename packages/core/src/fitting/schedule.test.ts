import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { learningRateAt, type Schedule } from './schedule.js';

const rates = (schedule: Schedule, base: number, [totalSteps, stepsPerEpoch]: [number, number]) =>
  Array.from({ length: totalSteps }, (_, step) => learningRateAt(schedule, base, { step, totalSteps, stepsPerEpoch }));

describe('learningRateAt', () => {
  it('holds a constant rate', () => {
    expect(rates({ kind: 'constant' }, 0.3, [3, 1])).toEqual([0.3, 0.3, 0.3]);
  });

  it('goes down the cosine step by step, worked by hand', () => {
    // (1 + cos(0, 60, 90, 120 degrees)) / 2
    const at = (step: number) => learningRateAt({ kind: 'cosine' }, 2, { step, totalSteps: 6, stepsPerEpoch: 2 });
    expectClose([0, 2, 3, 4].map(at), [2, 1.5, 1, 0.5], { relative: 1e-15 });
    expectClose([at(6)], [0], { absolute: 1e-15 });
  });

  it("is the recursion of PyTorch's CosineAnnealingLR with T_max of all steps and eta_min 0", () => {
    // lr_t = lr_{t-1} (1 + cos(pi t / T)) / (1 + cos(pi (t - 1) / T)): how PyTorch computes it from one step to the next.
    const [base, total] = [0.1, 50];
    const expected = [base];
    for (let t = 1; t < total; t++) {
      const ratio = (1 + Math.cos((Math.PI * t) / total)) / (1 + Math.cos((Math.PI * (t - 1)) / total));
      expected.push(expected[t - 1] * ratio);
    }
    expectClose(rates({ kind: 'cosine' }, base, [total, 10]), expected, { relative: 1e-11 });
  });

  it('holds the cosine through each epoch where asked to', () => {
    const held = rates({ kind: 'cosine', per: 'epoch' }, 1, [6, 2]);
    expectClose(held, [1, 1, 0.75, 0.75, 0.25, 0.25], { relative: 1e-15 });
  });

  it('drops at each milestone', () => {
    expectClose(rates({ kind: 'multistep', milestones: [2, 4] }, 1, [5, 1]), [1, 1, 0.1, 0.1, 0.01], {
      relative: 1e-15,
    });
    expect(rates({ kind: 'multistep', milestones: [3, 1], factor: 0.5 }, 1, [4, 1])).toEqual([1, 0.5, 0.5, 0.25]);
    expect(rates({ kind: 'multistep', milestones: [] }, 1, [2, 1])).toEqual([1, 1]);
  });

  it('goes down a power of what is left', () => {
    expect(rates({ kind: 'poly', power: 1 }, 1, [4, 1])).toEqual([1, 0.75, 0.5, 0.25]);
    expect(rates({ kind: 'poly', power: 2, minimum: 0.2 }, 1, [2, 1])).toEqual([1, 0.8 * 0.25 + 0.2]);
    expect(rates({ kind: 'poly' }, 1, [2, 1])[1]).toBeCloseTo(0.5 ** 0.9, 15);
    expect(learningRateAt({ kind: 'poly', minimum: 0.2 }, 1, { step: 9, totalSteps: 9, stepsPerEpoch: 3 })).toBe(0.2);
  });

  it('warms up in a straight line, on top of the schedule', () => {
    const warmUp = { steps: 4, startFactor: 0.5 };
    expect(rates({ kind: 'constant', warmUp }, 8, [6, 1])).toEqual([4, 5, 6, 7, 8, 8]);
    const plain = rates({ kind: 'cosine' }, 8, [6, 1]);
    const warm = rates({ kind: 'cosine', warmUp }, 8, [6, 1]);
    expectClose(
      warm,
      plain.map((rate, step) => rate * Math.min(1, 0.5 + step / 8)),
      { relative: 1e-15 },
    );
    expect(rates({ kind: 'constant', warmUp: { steps: 1 } }, 1, [2, 1])).toEqual([0.001, 1]);
  });
});
