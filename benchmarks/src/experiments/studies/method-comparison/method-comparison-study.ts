import { comparedNames } from '../../methods/compared-methods.js';
import { comparedRequest } from '../compared-request.js';
import { seedsText } from '../seeds-text.js';
import type { Study } from '../study.js';
import { compareMethods } from './compare-methods.js';
import { comparisonSection, priorsSection } from './comparison-sections.js';
import { comparisonSentences } from './comparison-sentences.js';

/** The comparison of methods (the ImageNet-LT table of the paper), under the uniform and under other test priors. */
export const methodComparisonStudy: Study = {
  title: 'Related methods',
  requests: comparedNames.map(comparedRequest),
  report(findings) {
    const { subject } = findings;
    const rows = compareMethods(findings);
    const sections = [
      comparisonSection(rows, subject, `${seedsText(findings.measured)} ${subject.origin}`),
      priorsSection(rows, subject),
    ];
    return { summary: comparisonSentences(rows, subject.title), sections };
  },
};
