import type { ByShotGroup } from '@disalign/core';
import type { Cell, Chart, Column, Section, Series, Table } from '@disalign/report';
import { comparedPriors } from '../../methods/compared-prior.js';
import { accuracyCell, differenceCell } from '../cells.js';
import type { SubjectFacts } from '../study.js';
import { answerOf, type ComparedRow } from './compare-methods.js';
import { printedResults, releasedResults, type PublishedAccuracy } from './published-results.js';

const groups = ['overall', 'many', 'medium', 'few'] as const;
type Group = keyof ByShotGroup<unknown>;

/** The comparison under the uniform prior, beside what is published. */
export function comparisonSection(rows: readonly ComparedRow[], subject: SubjectFacts, paragraph: string): Section {
  return {
    heading: `Methods on ${subject.title}`,
    paragraphs: [paragraph],
    charts: [comparisonChart(rows, subject)],
    tables: [answersTable(rows, subject), publishedTable(rows, subject)],
    notes: [
      'Means over networks and stage-2 seeds; deviations in brackets after ± are those over networks, each the mean of its seeds.',
      'Strengths (tau, alpha, rho) are chosen on the validation split with the first stage-2 seed and kept for the others; temperature and vector ' +
        'scaling are fitted to the validation split. The test split scores, and chooses nothing.',
      'Intervals are 95 % paired bootstraps over the test images, drawn within classes, for these networks: other networks add the deviation. ' +
        'There are as many comparisons as rows: of twenty true ties one would be called otherwise.',
      'The empirical bound sees the balanced full data set, which no other method does.',
    ],
  };
}

function comparisonChart(rows: readonly ComparedRow[], { key, title }: SubjectFacts): Chart {
  const own = rows.find(({ method }) => method === 'disalign');
  const present = groups.filter((group) => rows.some(({ byPrior }) => byPrior.uniform.mean[group] !== null));
  const marks = present.flatMap((panel) => {
    const share = own?.byPrior.uniform.mean[panel];
    return typeof share === 'number' ? [{ label: 'DisAlign', x: 100 * share, panel }] : [];
  });
  return {
    name: `methods-${key}`,
    title: `Methods on ${title}`,
    caption: 'Test accuracy, mean over classes. Bars: 95 % interval, over test images, of the distance from DisAlign.',
    kind: 'points',
    x: { label: 'accuracy', unit: '%', digits: 1 },
    y: { label: 'method', scale: 'category' },
    series: present.map((panel) => ({ name: 'accuracy', panel, points: pointsOf(rows, own, panel) })),
    marks,
  };
}

function pointsOf(rows: readonly ComparedRow[], own: ComparedRow | undefined, group: Group): Series['points'] {
  const centre = own?.byPrior.uniform.mean[group] ?? null;
  return rows.flatMap(({ title, byPrior }) => {
    const share = byPrior.uniform.mean[group];
    if (share === null) return [];
    const interval = byPrior.uniform.disalignOver?.[group] ?? null;
    const ends =
      interval && centre !== null
        ? { low: 100 * (centre - interval.upper), high: 100 * (centre - interval.lower) }
        : {};
    return [{ x: 100 * share, y: title, ...ends }];
  });
}

function answersTable(rows: readonly ComparedRow[], { key, title }: SubjectFacts): Table {
  return {
    name: `methods-${key}`,
    caption: `Test accuracy on ${title} under the uniform prior, and the accuracy of DisAlign minus it. ± over networks; "seeds": over stage-2 seeds.`,
    columns: [
      { key: 'method', heading: 'method' },
      { key: 'trained', heading: 'trained numbers', digits: 0 },
      { key: 'chosen', heading: 'chosen' },
      ...groups.map((group): Column => ({ key: group, heading: group, unit: '%', digits: 1 })),
      { key: 'seeds', heading: 'overall, ± seeds', digits: 2 },
      { key: 'difference', heading: 'DisAlign minus it', digits: 1, signed: true },
      { key: 'few-difference', heading: 'few: DisAlign minus it', digits: 1, signed: true },
      { key: 'answer', heading: 'DisAlign' },
    ],
    rows: rows.map((row) => {
      const { uniform } = row.byPrior;
      const interval = uniform.disalignOver?.overall ?? null;
      const seeds = uniform.deviationOverFits.overall;
      return {
        method: row.title,
        trained: row.trainedParameters,
        chosen: chosenText(row.chosen),
        ...Object.fromEntries(groups.map((group) => [group, accuracyCell(uniform, group)])),
        seeds: seeds === null ? null : 100 * seeds,
        difference: differenceCell(interval),
        'few-difference': differenceCell(uniform.disalignOver?.few ?? null),
        answer: interval && `${answerOf(interval)} it`,
      };
    }),
  };
}

/** `tau 0.6–0.7` */
function chosenText(chosen: ComparedRow['chosen']): string | null {
  const texts = Object.entries(chosen).map(([name, values]) => {
    const [lowest, highest] = [Math.min(...values), Math.max(...values)].map((value) => Number(value.toFixed(2)));
    return `${name} ${lowest === highest ? lowest : `${lowest}–${highest}`}`;
  });
  return texts.length === 0 ? null : texts.join(', ');
}

const printed = 'ImageNet-LT, ResNeXt-50';

function publishedTable(rows: readonly ComparedRow[], { key, title }: SubjectFacts): Table {
  const columnsOf = (source: 'paper' | 'authors-code'): Column[] =>
    groups.map((group) => ({
      key: `${source}-${group}`,
      heading: `${printed}: ${group}`,
      unit: '%',
      digits: 1,
      source,
    }));
  const cellsOf = (source: string, accuracy: PublishedAccuracy | undefined): Record<string, Cell> =>
    Object.fromEntries(groups.map((group) => [`${source}-${group}`, accuracy?.[group] ?? null]));
  return {
    name: `methods-published-${key}`,
    caption:
      `Ours on ${title}; beside it, never to be mixed with it, what is printed for ImageNet-LT with a ResNeXt-50, and what the authors' code ` +
      'reports of the networks they released. Compare the order of the methods, not the numbers.',
    columns: [
      { key: 'method', heading: 'method' },
      ...groups.map((group): Column => ({ key: group, heading: `${title}: ${group}`, unit: '%', digits: 1 })),
      ...columnsOf('paper'),
      { key: 'printed', heading: 'printed in', source: 'paper' },
      ...columnsOf('authors-code'),
    ],
    rows: rows.map(({ method, title: name, byPrior }) => ({
      method: name,
      ...Object.fromEntries(groups.map((group) => [group, accuracyCell(byPrior.uniform, group)])),
      ...cellsOf('paper', printedResults[method]),
      printed: printedResults[method]?.printedIn ?? null,
      ...cellsOf('authors-code', releasedResults[method]),
    })),
  };
}

/** The same methods where the test classes occur by another prior, which those that can are told. */
export function priorsSection(rows: readonly ComparedRow[], { key, title }: SubjectFacts): Section {
  const columns = comparedPriors.flatMap((prior): Column[] => [
    { key: prior, heading: prior, unit: '%', digits: 1 },
    { key: `${prior}-difference`, heading: `${prior}: DisAlign minus it`, digits: 1, signed: true },
  ]);
  return {
    heading: `Other test priors on ${title}`,
    paragraphs: [
      'Accuracy where the test classes occur by another prior: uniform, as in training, or backward, the long tail turned round. A method that ' +
        'can be told the target prior is fitted for each; one that cannot is as it was for the uniform one.',
    ],
    charts: [],
    tables: [
      {
        name: `methods-priors-${key}`,
        caption: `Test accuracy on ${title} as each prior weighs the classes; ± over networks, 95 % paired intervals over test images.`,
        columns: [{ key: 'method', heading: 'method' }, ...columns],
        rows: rows.map(({ title: method, byPrior }) => ({
          method,
          ...Object.fromEntries(
            comparedPriors.flatMap((prior) => [
              [prior, accuracyCell(byPrior[prior], 'overall')],
              [`${prior}-difference`, differenceCell(byPrior[prior].disalignOver?.overall ?? null)],
            ]),
          ),
        })),
      },
    ],
  };
}
