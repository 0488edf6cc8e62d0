import { parseReport, type Chart, type Table } from '@disalign/report';
import { describe, expect, it } from 'vitest';
import { expectClose } from '@disalign/test-support';
import { findingsOf, smallSubject } from './fixtures/small-findings.js';
import { studies, studyNames, type StudyName } from './studies.js';

const metadata = { date: '2026-01-01T00:00:00Z', versions: {} };
const reportOf = (name: StudyName) => studies[name].report(findingsOf(studies[name].requests));

function tableOf(name: StudyName, table = `${name}-glyph-lt`): Table {
  return reportOf(name)
    .sections.flatMap(({ tables }) => tables)
    .find((one) => one.name === table)!;
}

function chartOf(name: StudyName): Chart {
  return reportOf(name).sections.flatMap(({ charts }) => charts)[0];
}

describe.each(studyNames)('%s', (name) => {
  it('is a report with an answer, whose numbers are finite', () => {
    const { summary, sections } = reportOf(name);
    const report = parseReport({ name: 'small', title: 'Small', summary, sections, metadata });
    expect(report.summary.length).toBeGreaterThan(0);
    expect(report.sections.flatMap(({ tables }) => tables).length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toContain('NaN');
  });
});

it('all of them fit into one report', () => {
  const sections = studyNames.flatMap((name) => reportOf(name).sections);
  expect(parseReport({ name: 'all', title: 'All', summary: [], sections, metadata }).sections).toHaveLength(
    sections.length,
  );
});

describe('fig3', () => {
  it('has the weights of Eq. 11, of mean 1', () => {
    const inverse = [1 / 500, 1 / 50, 1 / 5];
    const { rows } = tableOf('fig3');
    for (const { rho, smallest, largest, ratio } of rows) {
      const powers = inverse.map((value) => value ** Number(rho));
      const mean = powers.reduce((sum, power) => sum + power, 0) / 3;
      expectClose([Number(smallest), Number(largest)], [powers[0] / mean, powers[2] / mean], { relative: 1e-12 });
      expect(ratio).toBeCloseTo(100 ** Number(rho), 8);
    }
    expect(rows.map(({ rho }) => rho)).toEqual(['0', '0.5', '1', '1.5', '2']);
  });
});

describe('fig1', () => {
  it('shows each class, the largest first, with its name', () => {
    const dots = chartOf('fig1').series.filter(({ kind }) => kind === 'points');
    expect(dots.map(({ name }) => name)).toEqual(['Joint', 'DisAlign', 'Empirical bound']);
    for (const { points } of dots) {
      expect(points.map(({ label }) => label)).toEqual([
        'cat (500 in training)',
        'lynx (50 in training)',
        'caracal (5 in training)',
      ]);
    }
  });

  it('says in how many classes the bound is above the baseline', () => {
    expect(reportOf('fig1').summary[0]).toMatch(/0 of 1 many-shot, 1 of 1 medium-shot, 1 of 1 few-shot classes/);
  });
});

describe('fig2', () => {
  it('has the baseline at 0 and the bound at 100 % of the way', () => {
    const { rows } = tableOf('fig2', 'fig2-right-glyph-lt');
    expect(rows[0]).toMatchObject({ method: 'Joint', closed: 0 });
    expect(rows.at(-1)).toMatchObject({ method: 'Empirical bound', closed: 100 });
  });

  it('compares the bounds of samplers on networks of the same seeds, and leaves the methods to the others', () => {
    const findings = findingsOf(studies.fig2.requests);
    const drawn = findings.measured.filter(({ networkSeed }) => networkSeed === 4);
    const squareRoot = drawn.map((one) => ({ ...one, networkSeed: 3, variant: 'square-root' as const }));
    const { summary, sections } = studies.fig2.report({ ...findings, measured: [...findings.measured, ...squareRoot] });
    const { rows } = sections[0].tables[0];
    expect(rows.map(({ sampler, networks }) => [sampler, networks])).toEqual([
      ['instance-balanced', 2],
      ['square-root', 1],
    ]);
    expect(rows[0]).toMatchObject({ difference: null });
    // Rows by class are equally many, so that the mean over classes is that over rows: 4 stands for square-root, 3 for its seed.
    const [own, reference] = [4, 3].map((seed) => {
      const bound = findings.measured.find(
        (one) => one.networkSeed === seed && one.request.method === 'empirical-bound',
      )!;
      const right = bound.runs.filter(({ prior }) => prior === 'uniform').flatMap(({ correct }) => [...correct]);
      return right.reduce((sum, value) => sum + value, 0) / right.length;
    });
    expectClose([(rows[1].difference as { mean: number }).mean], [100 * (own - reference)], { relative: 1e-9 });
    expect(summary[0]).toMatch(/^On Glyph-LT the bound of networks trained with square-root sampling is \w+/);
    expect(sections.at(-1)?.tables).toEqual(reportOf('fig2').sections.at(-1)?.tables);
  });

  it('has no section on samplers where there are none to compare', () => {
    expect(reportOf('fig2').sections).toHaveLength(1);
  });
});

describe('rho-sweep', () => {
  it('says how far the automatic choice is from the best of the sweep, which it is drawn from here', () => {
    // In the fixture rho 1.5 is both the choice and, drawn alike, a point of the sweep.
    const { rows } = tableOf('rho-sweep');
    expect(rows.find(({ rho }) => rho === 'auto')).toEqual({ ...rows.find(({ rho }) => rho === '1.5'), rho: 'auto' });
    const [sentence] = reportOf('rho-sweep').summary;
    expect(sentence).toMatch(/`rho: 'auto'` chooses 1\.5, 1\.5 and reaches \d+\.\d %; the best of the sweep is rho \d/);
  });
});

describe('fig4', () => {
  it('has a row for each backbone, its own networks alone in it', () => {
    const findings = findingsOf(studies.fig4.requests);
    const others = findings.measured.filter(({ networkSeed }) => networkSeed === 3);
    const measured = [...findings.measured, ...others.map((one) => ({ ...one, variant: 'resnet-10' as const }))];
    const { summary, sections } = studies.fig4.report({ ...findings, measured });
    const { rows } = sections[0].tables[0];
    expect(rows.map(({ backbone, networks }) => [backbone, networks])).toEqual([
      ['the network of the other experiments', 2],
      ['ResNet-10, 12 channels', 1],
    ]);
    // One network has no deviation over networks.
    expect(rows[0]['joint-overall']).toHaveProperty('deviation');
    expect(rows[1]['joint-overall']).not.toHaveProperty('deviation');
    expect(summary[1]).toMatch(/^On Glyph-LT, ResNet-10, 12 channels: DisAlign beats the joint baseline, by \d/);
  });

  it('keeps what is printed in a table of its own', () => {
    const { columns, rows } = tableOf('fig4', 'fig4-published-glyph-lt');
    expect(columns.every(({ source }) => source === 'paper')).toBe(true);
    expect(rows[0]).toMatchObject({ backbone: 'ResNet-50', 'joint-overall': 41.6, 'disalign-few': 31.8 });
    expect(rows.at(-1)).toMatchObject({ backbone: 'ResNeXt-152', 'joint-overall': 47.8, 'disalign-overall': null });
  });
});

describe('fig6', () => {
  it('weighs what was learned by the mean confidence', () => {
    const { rows } = tableOf('fig6');
    // Half of the way from 1 to 0.8, 1 and 1.4, and half of -1, 0 and 2.
    const values = (key: string) => rows.map((row) => (row[key] as { mean: number }).mean);
    expectClose(values('magnitude'), [0.9, 1, 1.2], { relative: 1e-12 });
    expectClose(values('margin'), [-0.5, 0, 1], { relative: 1e-12 });
    expect(rows.map((row) => row.class)).toEqual(smallSubject.classNames);
  });
});

describe('table2', () => {
  it('counts the trained numbers for the sizes of the subject', () => {
    const rows = tableOf('table2', 'method-table-glyph-lt').rows.map((row) => Object.values(row));
    // 2 K + D + 1 with K = 3 and D = 2.
    expect(rows.find(([title]) => title === 'DisAlign')?.at(-1)).toBe('9');
  });
});
