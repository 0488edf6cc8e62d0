import { classWeights, FileFormatError } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ade20kFile, readTable } from '../fixtures/ade20k-samples.js';
import { parseObjectInfo } from './parse-object-info.js';
import { ratioPrior } from './ratio-prior.js';
import { readObjectInfo } from './read-object-info.js';

const path = ade20kFile('objectInfo150.txt');
const text = readFileSync(path, 'utf8');
const lines = text.split('\n');

describe('parseObjectInfo', () => {
  it('reads the table of ADE20K, its blanks cut off', async () => {
    const classes = await readObjectInfo(path);
    expect(classes).toHaveLength(150);
    expect(classes[0]).toEqual({
      name: 'wall',
      synonyms: ['wall'],
      ratio: 0.1576,
      trainImages: 11664,
      validationImages: 1172,
      stuff: null,
    });
    // Rows with a blank behind the number, or behind the name.
    expect([21, 7, 8, 127].map((k) => classes[k].name)).toEqual(['water', 'bed', 'windowpane', 'bicycle']);
    expect(classes[8].synonyms).toEqual(['windowpane', 'window']);
    expect(new Set(classes.map(({ name }) => name)).size).toBe(150);
    expect(classes.reduce((sum, { ratio }) => sum + ratio, 0)).toBeCloseTo(0.9275, 12);
  });

  it('reads the .csv, without a final newline, whose names keep their semicolons', () => {
    const csv = 'Idx,Ratio,Train,Val,Stuff,Name\n1,0.0018,561,64,1,path\n2,0.0015,139,18,0,screen;door;screen';
    expect(parseObjectInfo(csv, 'a.csv', { classes: 2 })).toMatchObject([
      { name: 'path', stuff: true },
      { name: 'screen;door;screen', synonyms: ['screen;door;screen'], stuff: false },
    ]);
  });

  it('reads lines that end as on Windows', () => {
    expect(parseObjectInfo(lines.join('\r\n'), path)).toEqual(parseObjectInfo(text, path));
  });

  it.each([
    { name: 'a missing row', change: lines.toSpliced(37, 1), problem: 'row 37: Idx must be 37, got 38' },
    { name: 'a missing last row', change: lines.slice(0, 150), problem: 'table must be of 150 rows, got 149' },
    { name: 'no header', change: lines.slice(1), problem: 'header must be Idx Ratio Train Val Name, or Idx Ratio' },
    {
      name: 'nothing',
      change: [],
      problem: 'header must be Idx Ratio Train Val Name, or Idx Ratio Train Val Stuff Name, got ""',
    },
    { name: 'a cell too few', change: lines.with(2, '2\t0.1072\t6046\t612'), problem: 'row 2 must be 5 cells, got 4' },
    {
      name: 'a count that is none',
      change: lines.with(2, '2\t0.1072\t6e3\t612\tbuilding'),
      problem: 'row 2: Train must be valid, got "6e3" (expected an integer)',
    },
    {
      name: 'a share over 1',
      change: lines.with(2, '2\t10.72\t6046\t612\tbuilding'),
      problem: 'row 2: Ratio must be valid, got "10.72"',
    },
    { name: 'no name', change: lines.with(2, '2\t0.1072\t6046\t612\t '), problem: 'row 2: Name must be valid, got ""' },
    {
      name: 'a name twice',
      change: lines.with(2, '2\t0.1072\t6046\t612\twall, door'),
      problem: 'row 2: Name must be of this row only, got "wall"',
    },
  ])('refuses $name', ({ change, problem }) => {
    const parse = () => parseObjectInfo(change.join('\n'), 'info.txt');
    expect(parse).toThrow(FileFormatError);
    expect(parse).toThrow(`info.txt: ${problem}`);
  });
});

describe('ratioPrior', () => {
  it('gives the class weights of the authors', async () => {
    const prior = ratioPrior(await readObjectInfo(path));
    const table = readTable('train-stats.tsv');
    for (const rho of [0.2, 0.3]) {
      const expected = table.map((row) => Number(row[`grw_ratio_p${rho}`]));
      // The table has 8 decimals.
      expectClose(classWeights(prior, { rho, normalization: 'classes' }), expected, { absolute: 0.5e-8 });
    }
  });
});
