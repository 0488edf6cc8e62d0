import type { BootstrapInterval } from '@disalign/core';
import type { ArmSummary } from './compare-arms.js';
import type { Table8 } from './run-table8.js';
import { differenceText } from '../../results/difference-text.js';
import { percentText } from '../../results/percent-text.js';
import { mean } from '../mean.js';

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
    const right = `it gets ${percentText(accuracy)} % of its training regions with an object right as it is`;
    const verdict = reached
      ? `reaches the bar (APr and APc up, AP +${BAR})`
      : `does not reach the bar (APr and APc up, AP +${BAR}): of box AP ${percentText(baseline.mean.AP)} there is what it wins on classes with ` +
        `few images, and ${right}`;
    const beside = `logit adjustment: AP ${differenceText(adjusted.overBaseline?.AP ?? null)}, APr ${differenceText(adjusted.overBaseline?.APr ?? null)}`;
    return [`DisAlign on \`${name}\` ${verdict}. Boxes: ${changes}; ${beside}.`];
  });
}

function isUp(interval: BootstrapInterval | null | undefined): boolean {
  return (interval?.estimate ?? 0) > 0;
}
