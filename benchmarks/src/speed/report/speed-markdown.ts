import type { Environment } from '../../results/describe-environment.js';
import { environmentLines } from '../../results/environment-lines.js';
import { passTitles } from '../cases/speed-case.js';
import type { CountingResult } from '../counting/measure-counting.js';
import type { FitResult } from '../fit/measure-fits.js';
import type { TaskResult } from '../rounds/measure-case.js';
import type { Bar } from './bar.js';
import { barTable, countingTable, fitTable, taskTable } from './speed-tables.js';

/** Everything that one run of the command measured. */
export interface SpeedResult {
  readonly environment: Environment;
  /** Descriptions of the peers, their versions among them. */
  readonly peers: readonly string[];
  readonly notes: readonly string[];
  readonly tasks: readonly TaskResult[];
  readonly counting: readonly CountingResult[];
  readonly fits: FitResult | null;
  readonly bars: readonly Bar[];
}

/** The page of a speed run. */
export function speedMarkdown({ environment, peers, notes, tasks, counting, fits, bars }: SpeedResult): string {
  const sections = [
    '# Speed',
    'Calibrated logits, and alignment loss with its gradients, of one batch [rows x features x classes]; confusions of label maps; and whole fits. Contestants ' +
      'take turns in a drawn order; every one is compared with float64 before it is timed.',
    '## Bars',
    'Medians of the ratios within each round.',
    barTable(bars),
    ...tasks.flatMap((task) => [
      `## ${passTitles[task.pass]} [${task.case}], ${task.access}`,
      taskTable(task),
      ...task.failures.map(({ contestant, reason }) => `Left out: ${contestant}: ${reason}`),
    ]),
    ...counting.flatMap((result) => [
      `## Confusion of ${result.maps}, ${result.pixels.toLocaleString('en-US')} pixels an image`,
      countingTable(result),
    ]),
    ...(fits === null ? [] : fitSections(fits)),
    '## Made with',
    listOf([...environmentLines(environment), ...peers, ...notes]),
    '## How to read it',
    listOf(remarks),
  ];
  return `${sections.join('\n\n')}\n`;
}

function fitSections({ shape, runs, notes }: FitResult): string[] {
  const { rows, featureSize, classes, epochs, batchSize } = shape;
  return [
    `## Fit [${rows} x ${featureSize} x ${classes}], ${epochs} epochs in batches of ${batchSize}`,
    ...(runs.length === 0 ? [] : [fitTable({ shape, runs, notes })]),
    ...notes,
  ];
}

const remarks = [
  'ms: milliseconds of a batch, each round the mean of a turn of batches; the first run, with compiling and all else that is done once, ' +
    'stands apart and counts nowhere else.',
  'GB/s: the bytes that a batch cannot do without (x and z read once, calibrated logits written once) over the time; for triad and ' +
    'copy the bytes they read and write.',
  'Streamed: a walk over a data set much larger than the caches. Hot: one batch again and again.',
  'Error: the largest difference from float64 over the largest value, the worst of the gradients by scale, bias and confidence, and of the loss.',
  'PyTorch: float32, intermediate memory kept (`MALLOC_MMAP_MAX_=0`, `MALLOC_TRIM_THRESHOLD_`), as many threads as it says. Eager: as ' +
    'written. Addcmul: fused multiply-add operations, forward into a kept buffer. By hand: gradients by their formulas, without autograd. ' +
    'Compile: `torch.compile` of what is written as eager.',
  'Channels first: the image [1, channels, H, W], as PyTorch and most ONNX files have it; TensorFlow.js transposes it there and back.',
  'Confusion: labels and predictions of 150 classes, sixteen images in turn, on one core; every contestant is compared with a plain ' +
    'loop, count by count, before it is timed. Scenes: painted regions in which labels repeat, predicted in cells of 8 x 8; noise: nothing repeats. ' +
    'fast_hist: a mask and `np.bincount`, as most code for segmentation has it; by hand: without the mask.',
  'Slow contestants, composed TensorFlow.js among them, take part in few rounds.',
  'A fit of PyTorch reads the same shards through `np.memmap`; the pages of the files that it maps count in its memory.',
];

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
