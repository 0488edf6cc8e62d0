/** Numbers kept of each row between the programs, in this order; the first five are summed as they are. */
export const rowStatisticsSize = 8;

/** WGSL: where each statistic of a row stands. */
export const rowStatisticsCode = `
  const byScore = 0;        // derivative of the row's loss by the score whose sigmoid is the confidence
  const loss = 1;           // weighted
  const weight = 2;
  const count = 3;          // 1, or 0 if the row is ignored: then all the others are 0 too
  const confidenceSum = 4;  // the row's confidence, named after the sum it goes into
  const largest = 5;        // largest calibrated logit
  const perExponential = 6; // weight over the sum of exponentials
  const atLabel = 7;        // weight (p - 1) at the label
  const rowStatisticsSize = ${rowStatisticsSize};
`;
