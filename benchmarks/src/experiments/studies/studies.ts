import { backbonesStudy } from './backbones/backbones-study.js';
import { boundGapStudy } from './bound-gap/bound-gap-study.js';
import { classAccuracyStudy } from './class-accuracy/class-accuracy-study.js';
import { classWeightsStudy } from './class-weights/class-weights-study.js';
import { learnedParametersStudy } from './learned-parameters/learned-parameters-study.js';
import { methodComparisonStudy } from './method-comparison/method-comparison-study.js';
import { methodTableStudy } from './method-table/method-table-study.js';
import { rhoSweepStudy } from './rho-sweep/rho-sweep-study.js';
import type { Study } from './study.js';

/** Names of the experiments that need features alone, in the order of a report. */
export const studyNames = ['table2', 'methods', 'fig1', 'fig2', 'fig3', 'fig4', 'rho-sweep', 'fig6'] as const;
export type StudyName = (typeof studyNames)[number];

/** Every such experiment by its name. */
export const studies: Readonly<Record<StudyName, Study>> = {
  table2: methodTableStudy,
  methods: methodComparisonStudy,
  fig1: classAccuracyStudy,
  fig2: boundGapStudy,
  fig3: classWeightsStudy,
  fig4: backbonesStudy,
  'rho-sweep': rhoSweepStudy,
  fig6: learnedParametersStudy,
};
