/** Numbers kept of each row between the programs, in this order; the first five are summed as they are. */
export const rowStatisticsSize = 8;

/** WGSL: where each statistic of a row stands. */
export const rowStatisticsCode = `
  const byScore = 0;        // derivative of the row's loss by the score whose sigmoid is the confidence
  const loss = 1;           // weighted
  const weight = 2;
  const count = 3;          // 1; 0 if the row is ignored, as are all the others then
  const confidenceSum = 4;  // the confidence; nothing of it is lost in a row that is ignored
  const largest = 5;        // largest calibrated logit
  const perExponential = 6; // weight over the sum of exponentials
  const rowStatisticsSize = ${rowStatisticsSize};
`;
