import { completeFitSettings, type TextTable } from '@disalign/core';
import { defaultTraining } from '../training/default-training.js';
import { publishedRecipes } from './published-recipes.js';

/** Enough logits for gradient descent to be the default, as it is in the recipes. */
const MANY_LOGITS = 1e9;

/**
 * The published recipes beside our defaults: a row for each setting of stage 1 or 2 that one of them has otherwise.
 *
 * @example
 * import { recipeTable } from '@disalign/classification';
 * recipeTable().rows.find(([setting]) => setting === 'stage 2: rho'); // ['stage 2: rho', 'auto', '1.2', 'auto', 'auto']
 */
export function recipeTable(): TextTable {
  const recipes = Object.values(publishedRecipes);
  const stages = [
    { stage: 1, ours: textsOf(defaultTraining), theirs: recipes.map(({ training }) => training && textsOf(training)) },
    {
      stage: 2,
      ours: textsOf(completeFitSettings({}, MANY_LOGITS)),
      theirs: recipes.map(({ fit }) => textsOf(completeFitSettings(fit, MANY_LOGITS))),
    },
  ];
  return {
    columns: ['Setting', 'Default', ...recipes.map(({ title }) => title)],
    rows: [
      ['recipe of', '', ...recipes.map(({ source }) => source)],
      ['backbone', '', ...recipes.map(({ backbone }) => backbone)],
      ...stages.flatMap(({ stage, ours, theirs }) =>
        differingSettings(ours, theirs).map((setting) => [
          `stage ${stage}: ${setting}`,
          ours.get(setting) ?? '',
          ...theirs.map((texts) => (texts === null ? 'none' : (texts.get(setting) ?? ''))),
        ]),
      ),
    ],
  };
}

type Texts = ReadonlyMap<string, string>;

/** Names of what a recipe says, where one says it otherwise than we do. */
function differingSettings(ours: Texts, theirs: readonly (Texts | null)[]): string[] {
  const names = new Set(theirs.flatMap((texts) => [...(texts?.keys() ?? [])]));
  return [...names].filter((name) => theirs.some((texts) => texts && texts.get(name) !== ours.get(name)));
}

/** Settings by name; those of the optimiser among them. */
function textsOf(settings: object): Map<string, string> {
  return new Map(
    Object.entries(settings).flatMap(([name, value]: [string, unknown]) =>
      name === 'optimizer' && value instanceof Object ? [...textsOf(value)] : [[name, textOf(value)] as const],
    ),
  );
}

/** Numbers and names as they are; what is the same for each part of a calibration once; else `cosine, per epoch`. */
function textOf(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value !== 'object') return `${value as string | number | boolean}`;
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) => ({ name, text: String(part) }));
  if (new Set(parts.map(({ text }) => text)).size === 1) return parts[0].text;
  return parts.map(({ name, text }) => (name === 'kind' ? text : `${name} ${text}`)).join(', ');
}
