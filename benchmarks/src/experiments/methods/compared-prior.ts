/** The target priors that methods are compared under, the usual one first. */
export const comparedPriors = ['uniform', 'training', 'backward'] as const;
export type ComparedPrior = (typeof comparedPriors)[number];
