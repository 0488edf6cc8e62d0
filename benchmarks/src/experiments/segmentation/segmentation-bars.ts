import { differenceText } from '../../results/difference-text.js';
import type { SegmentationRow } from './combine-outcomes.js';

/** Least gains that a calibration is to bring, as shares. */
const bars = { mAcc: 0.02, tailIoU: 0.01 } as const;

/** Says of an arm, with figures, which of the three things that are asked of it hold: mIoU kept, mAcc and tail IoU up. */
export function segmentationBars(head: string, { arm, overBaseline }: SegmentationRow): string {
  if (overBaseline === null) throw new RangeError('segmentationBars: the baseline is compared with nothing');
  const { mIoU, mAcc, tailIoU } = overBaseline;
  const claims = [
    { holds: mIoU.upper >= 0, text: `mIoU not lower beyond its interval: ${differenceText(mIoU)}` },
    { holds: mAcc.estimate >= bars.mAcc, text: `mAcc up by 2 points: ${differenceText(mAcc)}` },
    { holds: tailIoU.estimate >= bars.tailIoU, text: `tail IoU up by 1 point: ${differenceText(tailIoU)}` },
  ];
  const verdicts = claims.map(({ holds, text }) => `${text} (${holds ? 'holds' : 'does not hold'})`);
  return `${head}, ${arm}: ${verdicts.join('; ')}.`;
}
