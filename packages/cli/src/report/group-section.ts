import type { FitVerdict, ShotGroup } from '@disalign/core';
import type { Section } from '@disalign/report';

const groupNames = ['overall', 'many', 'medium', 'few'] as const;
const sides = { untouched: 'before', logitAdjustment: 'logit adjustment', calibrated: 'after' } as const;
const sideNames = Object.keys(sides) as (keyof typeof sides)[];

/** Before and after by shot group: bars, and a table with what changed and its interval. */
export function groupSection(verdict: FitVerdict, groups: readonly ShotGroup[]): Section {
  const present = groupNames.filter((group) => verdict.untouched.meanClassAccuracy[group] !== null);
  const rows = present.map((group) => {
    const change = verdict.overUntouched[group];
    return {
      group,
      classes: group === 'overall' ? groups.length : groups.filter((other) => other === group).length,
      ...Object.fromEntries(sideNames.map((side) => [side, accuracyOf(verdict, side, group)])),
      change: change && {
        mean: 100 * change.estimate,
        interval: [100 * change.lower, 100 * change.upper] as [number, number],
      },
    };
  });
  return {
    heading: 'By group',
    paragraphs: [
      'Mean accuracy over the classes of each group: many-shot over 100 training samples, medium-shot 20 to 100, few-shot under 20. Logit ' +
        'adjustment is what costs no fit.',
    ],
    charts: [
      {
        name: 'by-group',
        title: 'Accuracy by how many training samples a class has',
        caption: 'Mean accuracy over the classes of each group.',
        kind: 'bars',
        x: { label: 'group', scale: 'category' },
        y: { label: 'accuracy', unit: '%' },
        series: sideNames.map((side) => ({
          name: sides[side],
          points: present.flatMap((group) => {
            const y = accuracyOf(verdict, side, group);
            return y === null ? [] : [{ x: group, y }];
          }),
        })),
      },
    ],
    tables: [
      {
        name: 'groups',
        caption: 'Mean accuracy over classes. Change: after minus before, with its 95 % interval (paired bootstrap).',
        columns: [
          { key: 'group', heading: 'group' },
          { key: 'classes', heading: 'classes' },
          ...sideNames.map((side) => ({ key: side, heading: sides[side], unit: '%', digits: 1 })),
          { key: 'change', heading: 'change', unit: 'points', digits: 1, signed: true },
        ],
        rows,
      },
    ],
  };
}

function accuracyOf(verdict: FitVerdict, side: keyof typeof sides, group: (typeof groupNames)[number]): number | null {
  const share = verdict[side].meanClassAccuracy[group];
  return share === null ? null : 100 * share;
}
