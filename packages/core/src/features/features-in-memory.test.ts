import { describe, expect, it, vi } from 'vitest';
import { featuresInMemory } from './features-in-memory.js';

const three = {
  features: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  logits: [
    [9, 0, 1],
    [0, 9, 1],
    [1, 0, 9],
  ],
  labels: [0, 1, 2],
};
const make = (changes: object) => featuresInMemory({ ...three, ...changes });

describe('featuresInMemory', () => {
  it('hands out rows of nested lists, Float64Arrays and Float32Arrays alike', async () => {
    const flat = (rows: number[][]) => rows.flat();
    const sources = [
      make({}),
      make({ features: Float64Array.from(flat(three.features)), logits: Float64Array.from(flat(three.logits)) }),
      make({ features: Float32Array.from(flat(three.features)), logits: Float32Array.from(flat(three.logits)) }),
    ];
    for (const source of sources) {
      expect(source).toMatchObject({ rows: 3, featureSize: 2, classes: 3, views: 1 });
      expect(await source.labels()).toEqual(Int32Array.of(0, 1, 2));
      expect(await source.read({ start: 1, end: 3 })).toEqual({
        rows: 2,
        features: Float32Array.of(3, 4, 5, 6),
        logits: Float32Array.of(0, 9, 1, 1, 0, 9),
        labels: Int32Array.of(1, 2),
      });
      expect((await source.read({ start: 2, end: 2 })).rows).toBe(0);
    }
  });

  it('gives its arrays away: a caller that writes into them changes nothing', async () => {
    const source = make({ features: Float32Array.of(1, 2, 3, 4, 5, 6) });
    (await source.read({ start: 0, end: 3 })).features.fill(7);
    (await source.labels()).fill(2);
    expect([...(await source.read({ start: 0, end: 1 })).features]).toEqual([1, 2]);
    expect([...(await source.labels())]).toEqual([0, 1, 2]);
  });

  it('holds several views of the same rows', async () => {
    const { labels } = three;
    const other = {
      features: [
        [7, 8],
        [7, 8],
        [7, 8],
      ],
      logits: three.logits,
    };
    const source = featuresInMemory({ labels, views: [three, other] });
    expect(source.views).toBe(2);
    expect([...(await source.read({ start: 0, end: 1 }, 1)).features]).toEqual([7, 8]);
    expect([...(await source.read({ start: 0, end: 1 })).features]).toEqual([1, 2]);
    await expect(source.read({ start: 0, end: 1 }, 2)).rejects.toThrow('`view` must be an integer in 0..1, got 2');
  });

  it('takes no rows where the sizes are given, and no features where only logits are', async () => {
    const none = featuresInMemory({ features: [], logits: [], labels: [], featureSize: 4, classes: 3 });
    expect(none).toMatchObject({ rows: 0, featureSize: 4, classes: 3 });
    expect(make({ features: new Float32Array(0) }).featureSize).toBe(0);
    expect(() => featuresInMemory({ features: [], logits: [], labels: [] })).toThrow(
      'have rows, where no size is given',
    );
  });

  it('maps the ignored label to -1', async () => {
    expect([...(await make({ labels: [0, 255, 2], ignoreLabel: 255 }).labels())]).toEqual([0, -1, 2]);
    expect([...(await make({ labels: [0, -1, 2], ignoreLabel: -1 }).labels())]).toEqual([0, -1, 2]);
  });

  it.each<[string, object, string]>([
    [
      'features of another length',
      { features: [[1, 2]] },
      '`features` must have a row for each of the 3 labels, got 1 rows',
    ],
    [
      'logits of another length',
      { logits: new Float32Array(8) },
      '`logits` must hold a row of equal numbers for each of the 3',
    ],
    ['a row of another length', { features: [[1, 2], [3], [5, 6]] }, '`features` must hold 2 numbers in row 1, got 1'],
    ['another feature size', { featureSize: 3 }, '`features` must hold 3 numbers in row 0, got 2'],
    ['another number of classes', { logits: new Float32Array(9), classes: 4 }, '`logits` must hold a row of 4 numbers'],
    [
      'NaN in features',
      {
        features: [
          [1, 2],
          [3, NaN],
          [5, 6],
        ],
      },
      'got NaN in row 1 of 3, column 1',
    ],
    [
      'Infinity in logits',
      {
        logits: [
          [0, 1, 2],
          [0, 1, 2],
          [-Infinity, 1, 2],
        ],
      },
      'got -Infinity in row 2 of 3, column 0',
    ],
    [
      'a float64 beyond float32',
      { features: Float64Array.of(1, 2, 3, 4, 1e39, 6) },
      'got 1e+39 in row 2 of 3, column 0',
    ],
    ['a label out of range', { labels: [0, 3, 2] }, '`labels[1]` must be an integer in 0..2, got 3'],
    ['a negative label', { labels: [0, 1, -1] }, '`labels[2]` must be an integer in 0..2, got -1'],
    ['a label that is no integer', { labels: [0.5, 1, 2] }, '`labels[0]` must be an integer in 0..2, got 0.5'],
    ['a label that is NaN', { labels: [NaN, 1, 2] }, '`labels[0]` must be an integer in 0..2, got NaN'],
    [
      'a label that is neither',
      { labels: [0, 1, -1], ignoreLabel: 255 },
      'an integer in 0..2 or 255 (ignored), got -1',
    ],
    ['no views', { features: undefined, logits: undefined, views: [] }, '`views` must hold at least one view'],
    ['no classes', { logits: new Float32Array(0) }, '`logits` must have at least one column'],
    [
      'views of other sizes',
      { views: [three, { ...three, features: [[1], [2], [3]] }] },
      '`views[1].features` must hold 2',
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(() => make(changes)).toThrow(RangeError);
    expect(() => make(changes)).toThrow(message);
  });

  it.each([[[1, 2, 3, 4, 5, 6]], [new Int32Array(6)], ['123456'], [undefined]])(
    'refuses features that are no matrix: %s',
    (features) => {
      expect(() => make({ features })).toThrow(TypeError);
    },
  );

  it.each([
    [{ start: -1, end: 1 }],
    [{ start: 0, end: 4 }],
    [{ start: 2, end: 1 }],
    [{ start: 0.5, end: 1 }],
    [{ start: NaN, end: 1 }],
  ])('refuses to read %o', async (range) => {
    await expect(make({}).read(range)).rejects.toThrow('`range` must lie in 0..3');
  });

  it('warns when logits look like probabilities, and only then', () => {
    const onWarning = vi.fn();
    make({
      logits: [
        [0.2, 0.3, 0.5],
        [1, 0, 0],
        [0.1, 0.1, 0.7995],
      ],
      onWarning,
    });
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('look like probabilities'));
    onWarning.mockClear();
    make({ onWarning });
    make({
      logits: [
        [0.2, 0.3, 0.5],
        [1, 0, 0],
        [0.1, 0.1, 0.7],
      ],
      onWarning,
    });
    make({
      logits: [
        [-0.1, 0.6, 0.5],
        [1, 0, 0],
        [0, 0, 1],
      ],
      onWarning,
    });
    featuresInMemory({ features: [[1]], logits: [[1]], labels: [0], onWarning });
    expect(onWarning).not.toHaveBeenCalled();
  });
});
