import type { Section } from '@disalign/report';
import type { MeasuredMethod, MethodRequest, OtherNetworks } from '../methods/method-run.js';

// K classes.

/** What is known of the data before anything is measured. */
export interface SubjectFacts {
  /** Ends the names of tables and charts. */
  readonly key: string;
  /** As texts name it. */
  readonly title: string;
  /** A sentence on where it is from. */
  readonly origin: string;
  readonly classes: number;
  readonly featureSize: number;
  /** [K] */
  readonly classNames: readonly string[];
  /** [K] */
  readonly trainCounts: readonly number[];
}

/** What an experiment found on one data set. */
export interface Findings {
  readonly subject: SubjectFacts;
  /** Every request on every network, and those of the other networks on them. */
  readonly measured: readonly MeasuredMethod[];
}

/** What is said of the findings. */
export interface StudyReport {
  /** The answers, a sentence each. */
  readonly summary: readonly string[];
  readonly sections: readonly Section[];
}

/** A named experiment that needs features alone: what it measures on each network, and what it says of that. */
export interface Study {
  readonly title: string;
  readonly requests: readonly MethodRequest[];
  /** What is measured on other networks. Default: nothing. */
  readonly others?: OtherNetworks;
  readonly report: (findings: Findings) => StudyReport;
}
