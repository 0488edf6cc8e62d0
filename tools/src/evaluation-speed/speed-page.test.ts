import { describe, expect, it } from 'vitest';
import { speedBars } from './speed-bars.js';
import type { SpeedFigures } from './speed-figures.js';
import { speedPage } from './speed-page.js';

const time = (load: number, run: number, megabytes: number) => ({ load, run, megabytes, AP: 0.25 });
const figures: SpeedFigures = {
  machine: { cpu: 'a processor', cores: 2, memoryGiB: 8, node: '20.20.0' },
  date: '2026-01-02T03:04:05.000Z',
  command: 'node main.js',
  masks: {
    ours: { encode: 1, decode: 2, iou: 4, polygons: 8 },
    pycocotools: { encode: 2, decode: 2, iou: 3, polygons: 8 },
  },
  evaluations: [
    {
      name: 'ten copies',
      iouType: 'segm',
      first: [time(0.3, 0.3, 400), time(0.1, 0.2, 300)],
      later: [time(0.1, 0.1, 500)],
      official: [time(1, 12, 900), time(1, 9, 900)],
    },
    { name: 'full size', iouType: 'bbox', first: [time(100, 79, 5900)], later: [], official: [] },
    { name: 'full size', iouType: 'segm', first: [time(100, 500, 7000)], later: [], official: [] },
  ],
};

describe('speedBars', () => {
  it('compares medians, of two the larger, and says what is out of reach; worked by hand', () => {
    const bars = speedBars(figures).map(({ what, measured, passed }) => `${what}: ${measured} ${passed}`);
    expect(bars).toEqual([
      'segm, run, first in its process: 40.0 x false', // 12 / 0.3
      'segm, with loading, first in its process: 21.7 x false', // 13 / 0.6
      'segm, run, later ones: 120.0 x true',
      'segm, with loading, later ones: 65.0 x true',
      'segm, memory: 500 MB true',
      'LVIS v1 val, synthetic, bbox, with loading: 179.0 s true',
      'LVIS v1 val, synthetic, bbox, memory: 5900 MB true',
      'masks, encode: 2.00 x true',
      'masks, decode: 1.00 x true',
      'masks, iou: 0.75 x false',
      'masks, polygons: 1.00 x true',
    ]);
  });

  it('has nothing to compare with without a Python', () => {
    const alone = {
      ...figures,
      masks: { ...figures.masks, pycocotools: null },
      evaluations: figures.evaluations.map((one) => ({ ...one, official: [] })),
    };
    expect(speedBars(alone).map(({ what }) => what)).toEqual([
      'segm, memory',
      'LVIS v1 val, synthetic, bbox, with loading',
      'LVIS v1 val, synthetic, bbox, memory',
    ]);
  });
});

describe('speedPage', () => {
  it('has a row for each contestant of each job', () => {
    const rows = speedPage(figures)
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const rowOf = (job: string, who: string) => rows.find((row) => row[1] === job && row[2] === who)?.slice(3, -1);
    expect(rowOf('ten copies, segm', 'official')).toEqual(['12.00 (12.00 9.00)', '13.00', '900', '0.250000000']);
    expect(rowOf('full size, segm', 'ours, first in its process')).toEqual([
      '500.00 (500.00)',
      '600.00',
      '7000',
      '0.250000000',
    ]);
    expect(rowOf('full size, segm', 'official')).toBeUndefined();
    expect(rows.find((row) => row[1] === 'iou')?.slice(2, 4)).toEqual(['4.00', '3.00']);
  });
});
