import type { ByShotGroup } from '@disalign/core';
import type { AblationRow, ComponentAblation } from '../experiments/component-ablation/component-ablation.js';

export type FigureGroup = keyof ByShotGroup<unknown>;

/** A dot of the figure, in percent. */
export interface AblationMark {
  readonly arm: string;
  readonly accuracy: number;
  /** The baseline's accuracy plus the ends of the interval of the difference; the accuracy itself for the baseline. */
  readonly lower: number;
  readonly upper: number;
  /** The full method is the last row of the table. */
  readonly role: 'baseline' | 'part' | 'full';
}

/** The dots of a group of classes. */
export interface AblationPanel {
  readonly group: FigureGroup;
  readonly marks: readonly AblationMark[];
}

const groups: readonly FigureGroup[] = ['overall', 'many', 'medium', 'few'];

/** What the figure of an ablation shows, group by group; groups without classes are left out. */
export function ablationMarks({ rows }: ComponentAblation): AblationPanel[] {
  const baseline = rows.find(({ overBaseline }) => overBaseline === null);
  return groups.flatMap((group) => {
    const reference = baseline?.mean[group] ?? null;
    const marks = rows.flatMap((row, index) => markOf(row, group, { reference, last: index === rows.length - 1 }));
    return marks.length === 0 ? [] : [{ group, marks }];
  });
}

function markOf(
  { arm, mean, overBaseline }: AblationRow,
  group: FigureGroup,
  { reference, last }: { reference: number | null; last: boolean },
): AblationMark[] {
  const share = mean[group];
  if (share === null) return [];
  const interval = overBaseline?.[group] ?? null;
  const at = (difference: number) => 100 * ((reference ?? 0) + difference);
  const [lower, upper] =
    interval === null || reference === null ? [100 * share, 100 * share] : [at(interval.lower), at(interval.upper)];
  const role = overBaseline === null ? 'baseline' : last ? 'full' : 'part';
  return [{ arm, accuracy: 100 * share, lower, upper, role }];
}
