import { methods } from './methods.js';

/** A table of texts: what a report prints. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * The paper's Table 2, made from the facts that stand beside each method: its score, what it does to the logits, whether that is
 * learned or made by hand, how rows are drawn after the first stage, and how many numbers are trained. Symbols: z logits,
 * x features [D], w head weights, r class frequencies [K].
 *
 * @param sizes also counts the numbers, for these sizes
 * @example
 * import { methodTable } from '@disalign/core';
 * const { columns, rows } = methodTable({ classes: 1000, featureSize: 2048 });
 * rows.find(([title]) => title === 'DisAlign')?.at(-1); // '4,049'
 */
export function methodTable(sizes?: { readonly classes: number; readonly featureSize: number }): TextTable {
  const counted = sizes ? [`K = ${sizes.classes}, D = ${sizes.featureSize}`] : [];
  return {
    columns: [
      'Method',
      'Score of class j',
      'Form',
      'Origin',
      'Per input',
      'Sampling',
      'Target prior',
      'Paper',
      'Trained',
      ...counted,
    ],
    rows: methods.map(({ facts }) => [
      facts.title,
      facts.score,
      facts.form,
      facts.origin,
      yesOrNo(facts.perInput),
      facts.sampling,
      yesOrNo(facts.hasTargetPrior),
      facts.paper,
      facts.trainedParameters.formula,
      ...(sizes ? [facts.trainedParameters.count(sizes).toLocaleString('en')] : []),
    ]),
  };
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
