import { z } from 'zod';
import { choiceText } from './choice-text.js';

// N rows, K classes, D features.

const float64s = z.custom<Float64Array>((value) => value instanceof Float64Array, 'must be a Float64Array');
const float32s = z.custom<Float32Array>((value) => value instanceof Float32Array, 'must be a Float32Array');
const int32s = z.custom<Int32Array>((value) => value instanceof Int32Array, 'must be an Int32Array');

/** How a test distribution of classes may differ from that of training: see `TargetPrior`, of which these have names. */
export const livePriorSchema = z.enum(['uniform', 'training', 'backward']);
/** A target prior of a live panel. See {@link livePriorSchema}. */
export type LivePrior = z.output<typeof livePriorSchema>;

/** What a reader of the page can choose. */
export const liveChoiceSchema = z.strictObject({
  rho: z.number().nonnegative(),
  /** Whether the calibration was fitted with it. */
  magnitude: z.boolean(),
  margin: z.boolean(),
  confidence: z.boolean(),
  targetPrior: livePriorSchema,
});
/** What a reader of the page can choose. See {@link liveChoiceSchema}. */
export type LiveChoice = z.output<typeof liveChoiceSchema>;

/** A choice, and the calibration that was fitted for it. */
export const liveSettingSchema = liveChoiceSchema.extend({
  calibration: z.strictObject({
    form: z.enum(['blend', 'additive']),
    scale: float64s,
    bias: float64s,
    confidence: z
      .strictObject({
        form: z.enum(['sigmoid', 'rectified']).optional(),
        weight: float64s,
        bias: z.number(),
        mean: float64s,
        deviation: float64s,
      })
      .nullable(),
  }),
});
/** A choice, and the calibration that was fitted for it. See {@link liveSettingSchema}. */
export type LiveSetting = z.output<typeof liveSettingSchema>;

/**
 * What the live panel of a page shows: calibrations, and the test rows that they are applied to in the browser.
 *
 * There is one setting for each rho, target prior and set of parts that occur; what has neither magnitude nor margin changes
 * nothing and needs none.
 */
export const livePanelSchema = z
  .strictObject({
    /** [K] in class order. */
    classNames: z.array(z.string()).min(1),
    /** [K] training samples. */
    counts: z.array(z.int().nonnegative()),
    /** [K] the group of each class, such as many, medium and few. */
    groups: z.array(z.string().min(1)),
    settings: z.array(liveSettingSchema).min(1),
    /** What is shown first. Default: the first setting. */
    initial: liveChoiceSchema.optional(),
    test: z.strictObject({
      /** [N, D] */
      features: float32s,
      /** [N, K] */
      logits: float32s,
      /** [N] */
      labels: int32s,
    }),
  })
  .superRefine(({ classNames, counts, groups, settings, test }, context) => {
    const classes = classNames.length;
    const rows = test.labels.length;
    const features = test.features.length / rows;
    const check = (good: boolean, path: (string | number)[], message: string) => {
      if (!good) context.addIssue({ code: 'custom', path, message });
    };
    check(counts.length === classes, ['counts'], `must have ${classes} entries like \`classNames\``);
    check(groups.length === classes, ['groups'], `must have ${classes} entries like \`classNames\``);
    check(rows > 0, ['test', 'labels'], 'must not be empty');
    check(Number.isInteger(features), ['test', 'features'], `must hold ${rows} whole rows`);
    check(test.logits.length === rows * classes, ['test', 'logits'], `must hold ${rows} rows of ${classes} logits`);
    check(
      test.labels.every((label) => label >= 0 && label < classes),
      ['test', 'labels'],
      `must be in 0..${classes - 1}`,
    );
    check(test.features.every(Number.isFinite) && test.logits.every(Number.isFinite), ['test'], 'must be finite');
    for (const [index, { calibration, confidence }] of settings.entries()) {
      const path = ['settings', index, 'calibration'];
      const sized = calibration.scale.length === classes && calibration.bias.length === classes;
      check(sized, path, `must have ${classes} magnitudes and margins`);
      check(
        confidence === (calibration.confidence !== null),
        path,
        'must have a confidence layer where `confidence` says so',
      );
      const layer = calibration.confidence;
      const layerFits =
        layer === null || [layer.weight, layer.mean, layer.deviation].every((list) => list.length === features);
      check(layerFits, [...path, 'confidence'], `must be of ${features} features`);
    }
    const hole = findHole(settings);
    check(hole === undefined, ['settings'], `must have one for each combination, and one only: ${hole ?? ''}`);
  });
/** What the live panel of a page shows. See {@link livePanelSchema}. */
export type LivePanel = z.output<typeof livePanelSchema>;

/** A combination without a setting, or with two. */
function findHole(settings: readonly LiveChoice[]): string | undefined {
  const texts = settings.map(choiceText);
  const twice = texts.find((text, index) => texts.indexOf(text) < index);
  if (twice !== undefined) return twice;
  const [rhos, priors] = [
    new Set(settings.map(({ rho }) => rho)),
    new Set(settings.map(({ targetPrior }) => targetPrior)),
  ];
  const combined = settings.flatMap((setting) =>
    [...rhos].flatMap((rho) => [...priors].map((targetPrior) => choiceText({ ...setting, rho, targetPrior }))),
  );
  return combined.find((text) => !texts.includes(text));
}
