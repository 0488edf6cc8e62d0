import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFeatures } from '../experiments/feature-origin.js';
import { measureMethod } from '../experiments/methods/measure-method.js';
import { imageNetLt } from '../speed/fit/fit-shape.js';
import { makeShapedDump, partOf } from './make-shaped-dump.js';

it('divides rows, features and classes', () => {
  expect(partOf(imageNetLt, 100)).toMatchObject({ rows: 1159, featureSize: 21, classes: 10 });
  expect(partOf(imageNetLt, 1)).toEqual(imageNetLt);
});

it('makes a dump of the shape that methods run on', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'dump-shape-'));
  const dump = await makeShapedDump(cache, partOf(imageNetLt, 100));
  const origin = { kind: 'dump', dump, backend: 'cpu' } as const;
  const { train, validation, test, head, trainCounts } = await openFeatures(origin);
  expect([train, validation, test].map(({ rows }) => rows)).toEqual([1159, 200, 500]);
  expect(head).toMatchObject({ classes: 10, featureSize: 21 });
  // Every class has rows, or no mean of it could be taken.
  expect(Math.min(...trainCounts)).toBeGreaterThan(0);
  const { runs } = await measureMethod({ origin, request: { method: 'tau-norm', priors: ['uniform'] }, fitSeeds: [0] });
  expect(runs).toHaveLength(1);
  // Made once.
  expect(await makeShapedDump(cache, partOf(imageNetLt, 100))).toEqual(dump);
  await rm(cache, { recursive: true });
});
