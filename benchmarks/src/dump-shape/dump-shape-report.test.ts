import { expect, it } from 'vitest';
import { comparedNames } from '../experiments/methods/compared-methods.js';
import { dumpShapeReport, kindOf } from './dump-shape-report.js';

const metadata = { date: '2026-01-01T00:00:00Z', versions: {} };
const shape = { rows: 1000, featureSize: 8, classes: 4, epochs: 1, batchSize: 1 };

it('tells the methods that train a head from the others', () => {
  const retrained = comparedNames.filter((method) => kindOf(method) === 'head retrained');
  expect(retrained).toEqual(['crt', 'balanced-softmax', 'tde-style', 'reweighted-head', 'empirical-bound']);
});

it('adds up the time of each kind and the memory of what runs together, and holds them against the bars', () => {
  const costs = [
    { method: 'joint', seconds: 60, processorSeconds: 30, peakBytes: 0.5e9, load: 2.5 },
    { method: 'disalign', seconds: 300, processorSeconds: 330, peakBytes: 1.5e9, load: 2 },
    { method: 'crt', seconds: 3720, processorSeconds: 3600, peakBytes: 1.75e9, load: 4.25 },
  ] as const;
  const { summary, sections } = dumpShapeReport(costs, shape, { metadata, concurrency: 2, relaxed: false });
  expect(summary).toEqual([
    '2 methods, post-hoc: 3.0 minutes, bar 15: pass. Their processor time on 2 cores: 3.0 minutes.',
    '1 methods, head retrained: 31.0 minutes, bar 30: out of reach. Their processor time on 2 cores: 30.0 minutes.',
    'The 2 largest processes together: 3.25 GB, bar 3: out of reach.',
  ]);
  expect(sections[0].tables[0].rows[2]).toEqual({
    method: 'cRT',
    kind: 'head retrained',
    seconds: 3720,
    processor: 3600,
    load: 4.25,
    memory: 1.75,
  });
  expect(sections[0].paragraphs[1]).toContain('between 2.0 and 4.3');
});

it('says nothing of a kind that was not measured', () => {
  const costs = [{ method: 'joint', seconds: 60, processorSeconds: 30, peakBytes: 0.5e9, load: 2 }] as const;
  const { summary } = dumpShapeReport(costs, shape, { metadata, concurrency: 2, relaxed: false });
  expect(summary).toHaveLength(2);
  expect(summary.join()).not.toContain('head retrained');
});
