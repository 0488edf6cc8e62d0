import type { BootstrapInterval } from '@disalign/core';
import type { ArmSummary } from './compare-arms.js';
import type { Table8 } from './run-table8.js';
import { differenceText } from '../../results/difference-text.js';
import { percentText } from '../../results/percent-text.js';
import { mean } from '../mean.js';
import { publishedDetectors } from './published-lvis.js';

/** Points of AP that DisAlign was to bring. */
const BAR = 1.5;

/**
 * Whether DisAlign brings what was asked of it on each detector (APr and APc up, AP by 1.5 points at least), where it does not what
 * stands against it, and how logit adjustment does beside it; a sentence each.
 */
export function table8Answers({ rows, results }: Table8): string[] {
  return rows.flatMap(({ name, arms }) => {
    const find = (arm: ArmSummary['arm']) => arms.find((one) => one.type === 'bbox' && one.arm === arm);
    const [baseline, adjusted, aligned] = [find('baseline'), find('logit adjustment'), find('DisAlign')];
    const { AP, APr, APc, APf } = aligned?.overBaseline ?? {};
    if (!baseline || !adjusted || !aligned || !AP) return [];
    const reached = 100 * AP.estimate >= BAR && isUp(APr) && isUp(APc);
    const changes = `AP ${differenceText(AP ?? null)}, APr ${differenceText(APr ?? null)}, APc ${differenceText(APc ?? null)}, APf ${differenceText(APf ?? null)}`;
    const accuracy = mean(results.filter(({ task }) => task.name === name).map(({ trainAccuracy }) => trainAccuracy));
    const verdict = reached
      ? `reaches the bar (APr and APc up, AP +${BAR})`
      : `does not reach the bar (APr and APc up, AP +${BAR}): ${littleToWin(name, baseline, accuracy)}`;
    const beside = `logit adjustment: AP ${differenceText(adjusted.overBaseline?.AP ?? null)}, APr ${differenceText(adjusted.overBaseline?.APr ?? null)}`;
    return [`DisAlign on \`${name}\` ${verdict}. Boxes: ${changes}; ${beside}.`];
  });
}

/** What stands against it: a detector that does not suppress its rare classes has less to win. */
function littleToWin(name: string, { mean: { AP, APr } }: ArmSummary, accuracy: number): string {
  const theirs = publishedDetectors.find(
    ({ dataSet, type, detector, arm }) =>
      dataSet === 'LVIS v1' && type === 'bbox' && detector === name && arm === 'baseline',
  );
  const beside = theirs
    ? `; the authors' on LVIS v1 has ${theirs.values[3].toFixed(1)} at ${theirs.values[0].toFixed(1)}`
    : '';
  const right = `it gets ${percentText(accuracy)} % of its training regions with an object right`;
  return `as it comes the detector has APr ${percentText(APr)} at an AP of ${percentText(AP)}${beside}; and ${right}`;
}

function isUp(interval: BootstrapInterval | null | undefined): boolean {
  return (interval?.estimate ?? 0) > 0;
}
