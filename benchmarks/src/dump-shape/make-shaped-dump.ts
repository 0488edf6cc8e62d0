import { dirname, join } from 'node:path';
import { createRandom } from '@disalign/core';
import { writeSafetensors } from '@disalign/core/node';
import type { FeatureDump } from '../experiments/feature-dump.js';
import type { FitShape } from '../speed/fit/fit-shape.js';
import { writeFitShards } from '../speed/fit/write-fit-shards.js';

/** Rows of a class, as in ImageNet-LT. */
const PER_CLASS = { validation: 20, test: 50 };
const SEED = 29;

/** A shape with rows, features and classes divided by a number. */
export function partOf({ rows, featureSize, classes, ...rest }: FitShape, part: number): FitShape {
  const [r, d, k] = [rows, featureSize, classes].map((size) => Math.ceil(size / part));
  return { ...rest, rows: r, featureSize: d, classes: k };
}

/** Writes drawn features of a shape into `cache`, unless they are there: a dump whose scores mean nothing, for its size alone. */
export async function makeShapedDump(cache: string, shape: FitShape): Promise<FeatureDump> {
  const { classes, featureSize } = shape;
  const write = async (rows: number) => {
    const [first] = await writeFitShards(cache, { ...shape, rows });
    return join(dirname(first), '*.safetensors');
  };
  const head = join(cache, `head-${featureSize}x${classes}.safetensors`);
  const random = createRandom(SEED);
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal() / Math.sqrt(featureSize));
  await writeSafetensors(head, {
    'head.weight': { dtype: 'F32', shape: [classes, featureSize], data: draw(classes * featureSize) },
    'head.bias': { dtype: 'F32', shape: [classes], data: draw(classes) },
  });
  return {
    name: 'dump-shape',
    train: await write(shape.rows),
    validation: await write(PER_CLASS.validation * classes),
    test: await write(PER_CLASS.test * classes),
    balanced: await write(shape.rows),
    head,
  };
}
