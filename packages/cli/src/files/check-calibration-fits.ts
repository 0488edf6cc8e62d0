import { FileFormatError, type CalibrationRecord, type FeatureSource } from '@disalign/core';

/** @throws FileFormatError where a calibration is of another K or D than the rows */
export function checkCalibrationFits(
  { calibration }: CalibrationRecord,
  { classes, featureSize }: FeatureSource,
  file: string,
): void {
  const { scale, confidence } = calibration;
  const check = (field: string, expected: number, got: number, what: string) => {
    if (got === expected) return;
    throw new FileFormatError({ file, field, expected: `of ${expected} ${what}, as the rows are`, got: `${got}` });
  };
  check('tensor scale', classes, scale.length, 'classes');
  if (confidence) check('tensor confidence.weight', featureSize, confidence.weight.length, 'features');
}
