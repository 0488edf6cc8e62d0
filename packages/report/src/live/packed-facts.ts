import type { CalibrationForm, ConfidenceForm } from '@disalign/core';
import type { LiveChoice, LivePanel } from './live-panel.js';

/** What stands beside the arrays of a packed panel. */
export interface PackedFacts extends Pick<LivePanel, 'classNames' | 'counts' | 'groups' | 'initial'> {
  readonly settings: readonly {
    readonly choice: LiveChoice;
    readonly form: CalibrationForm;
    readonly confidenceForm: ConfidenceForm | undefined;
  }[];
  /** Of the test set that the rows were chosen from. */
  readonly allRows: number;
}
