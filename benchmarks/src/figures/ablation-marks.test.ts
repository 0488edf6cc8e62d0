import { describe, expect, it } from 'vitest';
import { smallAblation, smallAblationWithoutFew } from '../results/fixtures/small-ablation.js';
import { ablationMarks } from './ablation-marks.js';

/** To one decimal: 46.9 + 5.5 is not quite 52.4. */
const rounded = (ablation: typeof smallAblation) =>
  ablationMarks(ablation).map(({ group, marks }) => [
    group,
    ...marks.map(({ role, lower, accuracy, upper }) => [role, ...[lower, accuracy, upper].map((x) => x.toFixed(1))]),
  ]);

describe('ablationMarks', () => {
  it("puts each arm's interval where the baseline's accuracy of the group and the difference add up to", () => {
    expect(rounded(smallAblation)).toEqual([
      // 46.9 + 4.43 and 46.9 + 6.57
      ['overall', ['baseline', '46.9', '46.9', '46.9'], ['full', '51.3', '52.4', '53.5']],
      ['many', ['baseline', '68.2', '68.2', '68.2'], ['full', '60.1', '61.4', '62.7']],
      ['medium', ['baseline', '40.4', '40.4', '40.4'], ['full', '49.2', '50.5', '51.8']],
      ['few', ['baseline', '9.6', '9.6', '9.6'], ['full', '31.1', '33.7', '35.8']],
    ]);
  });

  it('takes the last row for the full method, the ones between for parts, and keeps their order', () => {
    const [baseline, full] = smallAblation.rows;
    const rows = [baseline, { ...full, arm: 'margin' }, { ...full, arm: 'magnitude' }, full];
    const [{ marks }] = ablationMarks({ ...smallAblation, rows });
    expect(marks.map(({ arm, role }) => [arm, role])).toEqual([
      ['joint baseline', 'baseline'],
      ['margin', 'part'],
      ['magnitude', 'part'],
      [full.arm, 'full'],
    ]);
  });

  it('leaves out a group without classes', () => {
    expect(ablationMarks(smallAblationWithoutFew).map(({ group }) => group)).toEqual(['overall', 'many', 'medium']);
  });

  it('has no bar where only the accuracies are known', () => {
    const rows = smallAblation.rows.slice(1);
    const [{ marks }] = ablationMarks({ ...smallAblation, rows });
    expect(marks[0]).toMatchObject({ lower: marks[0].accuracy, upper: marks[0].accuracy });
  });
});
