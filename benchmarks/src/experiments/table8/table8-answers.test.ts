import { describe, expect, it } from 'vitest';
import type { ArmSummary } from './compare-arms.js';
import type { DetectorResult } from './detector-task.js';
import { table8Answers } from './table8-answers.js';

const metrics = { AP: 0.3, AP50: 0.5, AP75: 0.2, APr: 0.1, APc: 0.3, APf: 0.4 };
const around = (estimate: number) => ({ estimate, lower: estimate - 0.01, upper: estimate + 0.01 });

function arm(name: ArmSummary['arm'], changes: readonly [number, number, number, number] | null): ArmSummary {
  const overBaseline = changes && {
    ...{ AP: around(changes[0]), APr: around(changes[1]), APc: around(changes[2]), APf: around(changes[3]) },
  };
  return { arm: name, type: 'bbox', strengths: [], mean: metrics, deviation: null, overBaseline };
}

const result: DetectorResult = {
  task: { name: 'linear-plain', seed: 0, annotationsFolder: '', regionsFolder: '' },
  ...{ arms: [], selection: [], trainAccuracy: 0.8, testImages: 1 },
};

function answersFor(changes: readonly [number, number, number, number]): string[] {
  const arms = [arm('baseline', null), arm('logit adjustment', [0.005, 0.02, 0, 0]), arm('DisAlign', changes)];
  return table8Answers({ rows: [{ name: 'linear-plain', arms }], results: [result] });
}

describe('table8Answers', () => {
  it('says that the bar is reached where AP, APr and APc are up enough', () => {
    expect(answersFor([0.02, 0.04, 0.01, -0.003])).toEqual([
      'DisAlign on `linear-plain` reaches the bar (APr and APc up, AP +1.5). Boxes: AP +2.0 [+1.0, +3.0], APr +4.0 [+3.0, +5.0], ' +
        'APc +1.0 [0.0, +2.0], APf -0.3 [-1.3, +0.7]; logit adjustment: AP +0.5 [-0.5, +1.5], APr +2.0 [+1.0, +3.0].',
    ]);
  });

  it.each([
    ['AP', [0.014, 0.04, 0.01, 0]],
    ['APr', [0.02, -0.001, 0.01, 0]],
    ['APc', [0.02, 0.04, 0, 0]],
  ] as const)('says that it is not where %s is not', (_, changes) => {
    const against =
      "as it comes the detector has APr 10.0 at an AP of 30.0; the authors' on LVIS v1 has 0.9 at 18.8; and it gets 80.0 % of";
    const [answer] = answersFor(changes);
    expect(answer).toMatch(/^DisAlign on `linear-plain` does not reach the bar/);
    expect(answer).toContain(against);
  });
});
