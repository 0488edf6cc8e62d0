import type { Report, ReportMetadata } from '@disalign/report';
import { comparedMethods, type ComparedMethod, type ComparedName } from '../experiments/methods/compared-methods.js';
import type { FitShape } from '../speed/fit/fit-shape.js';
import type { DumpCost } from './dump-cost.js';

/** A method and what it cost. */
export interface MethodCost extends DumpCost {
  readonly method: ComparedName;
}

/** In minutes, for all methods of a kind together. */
const BARS = { 'post-hoc': 15, 'head retrained': 30 } as const;
/** For all processes that run beside each other. */
const MEMORY_BAR = 3e9;

type Kind = keyof typeof BARS;

/** Whether a head is trained; everything else is post-hoc. */
export function kindOf(method: ComparedName): Kind {
  const { facts }: ComparedMethod = comparedMethods[method];
  return facts.origin !== 'by hand' && facts.form.startsWith('new head') ? 'head retrained' : 'post-hoc';
}

/** What was measured as a report: seconds and memory by method, and whether each bar is met. */
export function dumpShapeReport(
  costs: readonly MethodCost[],
  { rows, featureSize, classes }: FitShape,
  { metadata, concurrency }: { readonly metadata: ReportMetadata; readonly concurrency: number },
): Report {
  const shape = `${rows.toLocaleString('en-US')} x ${featureSize}, ${classes} classes`;
  return {
    name: 'dump-shape',
    title: `All methods on a dump of ${shape}`,
    summary: [
      ...(Object.keys(BARS) as Kind[]).map((kind) => timeSentence(costs, kind, concurrency)),
      memorySentence(costs, concurrency),
    ],
    sections: [
      {
        heading: 'Seconds and memory',
        paragraphs: [
          `Drawn features in the shape of ImageNet-LT: ${shape}; their scores mean nothing. Each method in a process of its own, ${concurrency} beside each ` +
            'other, with opening the files, choosing its strength, and scoring the test rows; uniform prior, one seed.',
        ],
        charts: [],
        tables: [
          {
            name: 'dump-shape',
            caption: 'Cost of each method.',
            columns: [
              { key: 'method', heading: 'method' },
              { key: 'kind', heading: 'kind' },
              { key: 'seconds', heading: 'seconds', digits: 1 },
              { key: 'memory', heading: 'peak memory', unit: 'GB', digits: 2 },
            ],
            rows: costs.map(({ method, seconds, peakBytes }) => ({
              method: comparedMethods[method].title,
              kind: kindOf(method),
              seconds,
              memory: peakBytes / 1e9,
            })),
          },
        ],
      },
    ],
    metadata,
  };
}

/** The methods of a kind run beside each other: their seconds, divided by how many do. */
function timeSentence(costs: readonly MethodCost[], kind: Kind, concurrency: number): string {
  const own = costs.filter(({ method }) => kindOf(method) === kind);
  const minutes = own.reduce((sum, { seconds }) => sum + seconds, 0) / 60 / concurrency;
  return `${own.length} methods, ${kind}: ${minutes.toFixed(1)} minutes, bar ${BARS[kind]}: ${minutes < BARS[kind] ? 'pass' : 'out of reach'}.`;
}

function memorySentence(costs: readonly MethodCost[], concurrency: number): string {
  const peaks = costs.map(({ peakBytes }) => peakBytes).sort((a, b) => b - a);
  const together = peaks.slice(0, concurrency).reduce((sum, bytes) => sum + bytes, 0);
  const verdict = together < MEMORY_BAR ? 'pass' : 'out of reach';
  return `The ${concurrency} largest processes together: ${(together / 1e9).toFixed(2)} GB, bar ${MEMORY_BAR / 1e9}: ${verdict}.`;
}
