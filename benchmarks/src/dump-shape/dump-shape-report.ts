import type { Report, ReportMetadata } from '@disalign/report';
import { comparedMethods, type ComparedMethod, type ComparedName } from '../experiments/methods/compared-methods.js';
import type { FitShape } from '../speed/fit/fit-shape.js';
import type { DumpCost } from './dump-cost.js';

/** A method and what it cost. */
export interface MethodCost extends DumpCost {
  readonly method: ComparedName;
  /** Load average of the machine over the last minute when it was done. */
  readonly load: number;
}

/** In minutes, for all methods of a kind together. */
const BARS: Readonly<Record<Kind, number>> = { 'post-hoc': 15, 'head retrained': 30 };
/** For all processes that run beside each other. */
const MEMORY_BAR = 3e9;

/** The kinds of methods. */
export const methodKinds = ['post-hoc', 'head retrained'] as const;
type Kind = (typeof methodKinds)[number];

/** Whether a head is trained; everything else is post-hoc. */
export function kindOf(method: ComparedName): Kind {
  const { facts }: ComparedMethod = comparedMethods[method];
  return facts.origin !== 'by hand' && facts.form.startsWith('new head') ? 'head retrained' : 'post-hoc';
}

/** How it was measured. */
export interface DumpShapeSetting {
  readonly metadata: ReportMetadata;
  readonly concurrency: number;
  /** With relaxed SIMD. */
  readonly relaxed: boolean;
}

/** What was measured as a report: seconds and memory by method, and whether each bar is met. */
export function dumpShapeReport(
  costs: readonly MethodCost[],
  { rows, featureSize, classes }: FitShape,
  { metadata, concurrency, relaxed }: DumpShapeSetting,
): Report {
  const loads = costs.map(({ load }) => load);
  const shape = `${rows.toLocaleString('en-US')} x ${featureSize}, ${classes} classes`;
  return {
    name: 'dump-shape',
    title: `All methods on a dump of ${shape}`,
    summary: [
      ...methodKinds.flatMap((kind) => timeSentence(costs, kind, concurrency)),
      memorySentence(costs, concurrency),
    ],
    sections: [
      {
        heading: 'Seconds and memory',
        paragraphs: [
          `Drawn features in the shape of ImageNet-LT: ${shape}; their scores mean nothing. Each method in a process of its own, ${concurrency} beside each ` +
            'other, with opening the files, choosing its strength, and scoring the test rows; uniform prior, one seed.',
          ...(relaxed ? ['With relaxed SIMD, which Node has without a flag from version 22 on.'] : []),
          `The machine's load average when a method was done was between ${Math.min(...loads).toFixed(1)} and ${Math.max(...loads).toFixed(1)}: what is over ` +
            `${concurrency} is others' work, which takes time from the methods. Processor seconds are of all threads of a method alone.`,
        ],
        charts: [],
        tables: [
          {
            name: 'dump-shape',
            caption: 'Cost of each method.',
            columns: [
              { key: 'method', heading: 'method' },
              { key: 'kind', heading: 'kind' },
              { key: 'seconds', heading: 'time', unit: 's', digits: 1 },
              { key: 'processor', heading: 'processor time', unit: 's', digits: 1 },
              { key: 'load', heading: 'load average', digits: 1 },
              { key: 'memory', heading: 'peak memory', unit: 'GB', digits: 2 },
            ],
            rows: costs.map(({ method, seconds, processorSeconds, load, peakBytes }) => ({
              method: comparedMethods[method].title,
              kind: kindOf(method),
              seconds,
              processor: processorSeconds,
              load,
              memory: peakBytes / 1e9,
            })),
          },
        ],
      },
    ],
    metadata,
  };
}

/** The methods of a kind run beside each other: their time, divided by how many do. Nothing where none was measured. */
function timeSentence(costs: readonly MethodCost[], kind: Kind, concurrency: number): string[] {
  const own = costs.filter(({ method }) => kindOf(method) === kind);
  if (own.length === 0) return [];
  const minutesOf = (time: (cost: MethodCost) => number) =>
    own.reduce((sum, cost) => sum + time(cost), 0) / 60 / concurrency;
  const minutes = minutesOf(({ seconds }) => seconds);
  const processorMinutes = minutesOf(({ processorSeconds }) => processorSeconds);
  const verdict = minutes < BARS[kind] ? 'pass' : 'out of reach';
  return [
    `${own.length} methods, ${kind}: ${minutes.toFixed(1)} minutes, bar ${BARS[kind]}: ${verdict}. ` +
      `Their processor time on ${concurrency} cores: ${processorMinutes.toFixed(1)} minutes.`,
  ];
}

function memorySentence(costs: readonly MethodCost[], concurrency: number): string {
  const peaks = costs.map(({ peakBytes }) => peakBytes).sort((a, b) => b - a);
  const together = peaks.slice(0, concurrency).reduce((sum, bytes) => sum + bytes, 0);
  const verdict = together < MEMORY_BAR ? 'pass' : 'out of reach';
  return `The ${concurrency} largest processes together: ${(together / 1e9).toFixed(2)} GB, bar ${MEMORY_BAR / 1e9}: ${verdict}.`;
}
