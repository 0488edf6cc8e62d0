import { differenceText } from '../../../results/difference-text.js';
import { comparedPriors, type ComparedPrior } from '../../methods/compared-prior.js';
import { answerOf, type Answer, type ComparedRow } from './compare-methods.js';

const answers: readonly Answer[] = ['beats', 'ties with', 'loses to'];

/** Does DisAlign beat each method, tie with it or lose to it: a sentence each, and one on how far the bound is. */
export function comparisonSentences(rows: readonly ComparedRow[], title: string): string[] {
  const others = rows.filter(({ method }) => method !== 'empirical-bound');
  return [
    ...others.flatMap((row) => answerSentence(row, title)),
    ...boundSentence(rows, title),
    ...comparedPriors.slice(1).map((prior) => priorSentence(others, prior, title)),
  ];
}

function answerSentence({ title: method, byPrior }: ComparedRow, title: string): string[] {
  const interval = byPrior.uniform.disalignOver?.overall ?? null;
  if (interval === null) return [];
  return [`On ${title} DisAlign ${answerOf(interval)} ${method}: ${differenceText(interval)} points.`];
}

function boundSentence(rows: readonly ComparedRow[], title: string): string[] {
  const overallOf = (name: string) => rows.find(({ method }) => method === name)?.byPrior.uniform.mean.overall;
  const [joint, own, bound] = ['joint', 'disalign', 'empirical-bound'].map(overallOf);
  if (typeof joint !== 'number' || typeof own !== 'number' || typeof bound !== 'number') return [];
  const closed =
    bound > joint ? ` and closes ${((100 * (own - joint)) / (bound - joint)).toFixed(0)} % of the way` : '';
  return [
    `On ${title} the empirical bound is at ${points(bound)} %, the joint baseline at ${points(joint)} %: ` +
      `DisAlign is at ${points(own)} %${closed}.`,
  ];
}

/** The answers under another prior, the methods listed by answer. */
function priorSentence(rows: readonly ComparedRow[], prior: ComparedPrior, title: string): string {
  const named = answers.flatMap((answer) => {
    const titles = rows.flatMap(({ title: method, byPrior }) => {
      const interval = byPrior[prior].disalignOver?.overall ?? null;
      return interval !== null && answerOf(interval) === answer ? [method] : [];
    });
    return titles.length === 0 ? [] : [`${answer} ${titles.join('; ')}`];
  });
  return `On ${title} under the ${prior} prior DisAlign ${named.join(' — ')}.`;
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}
